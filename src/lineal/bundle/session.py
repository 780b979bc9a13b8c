"""A graph as ONNX Runtime runs it: one thread, no file but the bytes given, the signature kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import onnxruntime as ort

from lineal.base.errors import BundleError
from lineal.bundle.format import SCORE, TEXT
from lineal.bundle.standard import check_standard

if TYPE_CHECKING:
    from lineal.bundle.format import Signature

_FATAL_ONLY = 4


def open_session(model: bytes, signature: Signature, where: str) -> Any:  # noqa: ANN401  it ships no types
    """``where`` names the model in errors."""
    check_standard(model, where)
    session = start(model, where)
    found = {one.name: (one.type, list(one.shape)[1:]) for one in session.get_inputs()}
    due = {
        one.name: ("tensor(string)" if one.kind == TEXT else "tensor(double)", [1])
        for one in signature.inputs
    }
    if found != due:
        wrong = sorted(name for name in {*found, *due} if found.get(name) != due.get(name))
        raise BundleError(f"{where} and its signature disagree about {', '.join(wrong)}")
    outputs = [(one.name, one.type) for one in session.get_outputs()]
    if outputs != [(SCORE, "tensor(double)")]:
        raise BundleError(f"{where} does not give one '{SCORE}' in float64")
    return session


def start(model: bytes, where: str) -> Any:  # noqa: ANN401  as above
    """One thread: rows are small, and a server has a process for each core."""
    options = ort.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.execution_mode = ort.ExecutionMode.ORT_SEQUENTIAL
    options.log_severity_level = _FATAL_ONLY
    try:
        return ort.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    except _ERRORS as error:
        raise BundleError(f"{where} is not a graph that runs here: {_short(error)}") from error


def _short(error: BaseException) -> str:
    return " ".join(str(error).split())[:300]


_STATE = ort.capi.onnxruntime_pybind11_state
#: What onnxruntime raises has no common ancestor of its own.
_ERRORS: tuple[type[Exception], ...] = (
    _STATE.Fail,
    _STATE.InvalidArgument,
    _STATE.InvalidGraph,
    _STATE.InvalidProtobuf,
    _STATE.NoSuchFile,
    _STATE.NotImplemented,
    _STATE.RuntimeException,
)
RUN_ERRORS = _ERRORS
