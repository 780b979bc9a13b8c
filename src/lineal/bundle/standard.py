"""Whether a graph stays within the standard: its operators, and all of its numbers in itself.

A graph can ask the runtime to read other files, or for operators that only one build of it has. The
bytes are walked as protocol buffers, without the package onnx, which is too heavy to serve with.
Only what leads to tensors is followed; what is in them is not looked at.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from lineal.base.errors import BundleError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

DOMAINS: Final = frozenset(("", "ai.onnx", "ai.onnx.ml"))

# Messages of onnx.proto, by number of field: what each leads to.
_MODEL, _OPSET, _GRAPH, _NODE, _ATTRIBUTE = "model", "opset", "graph", "node", "attribute"
_TENSOR, _SPARSE, _FUNCTION = "tensor", "sparse", "function"
_LEADS: Final[Mapping[str, Mapping[int, str]]] = {
    _MODEL: {7: _GRAPH, 8: _OPSET, 20: "training", 25: _FUNCTION},
    _GRAPH: {1: _NODE, 5: _TENSOR, 15: _SPARSE},
    _NODE: {5: _ATTRIBUTE},
    _ATTRIBUTE: {5: _TENSOR, 6: _GRAPH, 10: _TENSOR, 11: _GRAPH, 22: _SPARSE, 23: _SPARSE},
    _SPARSE: {1: _TENSOR, 2: _TENSOR},
    _TENSOR: {},
    _OPSET: {},
}
_REFUSED: Final = {
    (_MODEL, 20): "has a graph for training",
    (_MODEL, 25): "defines functions of its own",
    (_TENSOR, 13): "keeps numbers in another file",
    (_TENSOR, 14): "keeps numbers in another file",
}
_DOMAIN_FIELDS: Final = {(_OPSET, 1), (_NODE, 7)}
_DEEPEST = 32

#: Attributes hold a number for each node of a tree, a field each: passed over in one go.
_NUMBERS: Final = re.compile(rb"(?:\x40[\x80-\xff]{0,9}[\x00-\x7f]|\x3d.{4})+", re.DOTALL)
_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5


def check_standard(model: bytes, where: str) -> None:
    """BundleError if it leaves the standard, or is no graph at all."""
    try:
        for problem in _problems(model, 0, len(model), _MODEL, 0):
            raise BundleError(f"{where} {problem}")
    except (IndexError, ValueError):
        raise BundleError(f"{where} is not an ONNX graph") from None


def _problems(data: bytes, start: int, end: int, message: str, depth: int) -> Iterator[str]:
    if depth > _DEEPEST:
        yield "is nested too deeply"
        return
    leads = _LEADS[message]
    for field, begin, stop in _fields(data, start, end, message):
        if (message, field) in _REFUSED:
            yield _REFUSED[message, field]
        elif (message, field) in _DOMAIN_FIELDS:
            domain = data[begin:stop].decode(errors="replace")
            if domain not in DOMAINS:
                yield f"needs operators of '{domain}', which are not of the standard"
        elif field in leads:
            yield from _problems(data, begin, stop, leads[field], depth + 1)


def _fields(data: bytes, start: int, end: int, message: str) -> Iterator[tuple[int, int, int]]:
    """Each field's number and where its bytes are; an empty place for a plain number."""
    at = start
    while at < end:
        if message == _ATTRIBUTE and (run := _NUMBERS.match(data, at, end)):
            at = run.end()
            continue
        tag, at = _varint(data, at)
        kind = tag & 7
        begin = at
        if kind == _VARINT:
            _, at = _varint(data, at)
            begin = at
        elif kind == _BYTES:
            size, begin = _varint(data, at)
            at = begin + size
        elif kind in (_FIXED64, _FIXED32):
            at = begin = at + (8 if kind == _FIXED64 else 4)
        else:
            raise ValueError(kind)
        if at > end:
            raise ValueError(at)
        yield tag >> 3, begin, at


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:  # noqa: PLR2004  the last byte has no eighth bit
            return value, at
        shift += 7
        if shift > 63:  # noqa: PLR2004  what 64 bits can take
            raise ValueError(at)
