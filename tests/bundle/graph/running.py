"""Running one expression both ways: over a table, and as a graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import onnxruntime
import polars as pl

from lineal.bundle.graph.builder import Builder
from lineal.bundle.graph.expressions import compile_expression
from lineal.features import compute
from lineal.features.expression import TEXT
from lineal.features.parse import parse

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from onnx import ModelProto

ROWS = pl.DataFrame(
    {
        "a": [1.0, None, 0.0, -0.0, 2.5, -2.5, 1e308, -7.0, 0.49999999999999994, 1000.0],
        "b": [0.0, 1.0, None, 2.0, 3.0, -10.0, 1e-308, 0.5, 1.5, 1e15],
        "n": [0, 1, 2, -3, None, 5, 7, -11, 100, 2**53],
        "c": ["IN", None, "", "US", "ab", "a%", "é", "a\nb", "IN ", "in"],
        "d": ["IN", "x", "", None, "US", "a_", "e", "a", "é", "in"],
        "t": [True, False, None, True, False, None, True, False, None, True],
        "u": [True, True, True, False, False, False, None, None, None, False],
    }
)


def over_table(frame: pl.DataFrame, sql: str) -> list[object]:
    return compute.evaluate(frame, parse(sql, compute.types_of(frame))).to_list()


def as_graph(frame: pl.DataFrame, sql: str) -> list[object]:
    """NULL and truth as the table has them, to be compared with it."""
    expression = parse(sql, compute.types_of(frame))
    builder, feeds = Builder(), _feeds(frame)
    for name in frame.columns:
        builder.input(name, text=frame.schema[name] == pl.String)
    tensor = compile_expression(builder, expression, {name: name for name in frame.columns})
    found = _run(builder.model("one"), tensor, feeds, text=expression.type == TEXT)
    values = pl.Series(found[:, 0].tolist(), strict=False)
    dtype = {"number": pl.Float64, "text": pl.String, "truth": pl.Boolean}[expression.type]
    if expression.type == TEXT:
        return [value or None for value in values]
    return values.cast(pl.Float64).fill_nan(None).cast(dtype).to_list()


def _feeds(frame: pl.DataFrame) -> dict[str, NDArray[np.generic]]:
    feeds: dict[str, NDArray[np.generic]] = {}
    for name, dtype in frame.schema.items():
        if dtype == pl.String:
            values = np.array(frame[name].fill_null("").to_list(), dtype=object)
        else:
            values = frame[name].cast(pl.Float64).fill_null(float("nan")).to_numpy()
        feeds[name] = values.reshape(-1, 1)
    return feeds


def _run(
    model: ModelProto, tensor: str, feeds: dict[str, NDArray[np.generic]], *, text: bool
) -> NDArray[np.generic]:
    from onnx import TensorProto, helper  # deferred: as all of onnx that only builds

    kind = TensorProto.STRING if text else TensorProto.DOUBLE
    model.graph.output.append(helper.make_tensor_value_info(tensor, kind, ["N", 1]))
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(
        model.SerializeToString(), options, providers=["CPUExecutionProvider"]
    )
    found: NDArray[np.generic] = session.run([tensor], feeds)[0]
    return found
