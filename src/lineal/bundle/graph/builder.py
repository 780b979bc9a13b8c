"""Putting an ONNX graph together: nodes and constants, by names that are the same every time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from onnx import TensorProto, helper, numpy_helper

if TYPE_CHECKING:
    from onnx import ModelProto, NodeProto, ValueInfoProto

OPSET, ML_OPSET, IR_VERSION = 21, 5, 10
ML = "ai.onnx.ml"


class Builder:
    """Columns are tensors of shape [N, 1]; a matrix is [N, width].

    Numbers are float64 with NaN for missing, text is strings with the empty one for missing.
    Truth is float64 too where it is a column: 0, 1 and NaN.
    """

    __slots__ = ("_constants", "_count", "_initializers", "_inputs", "_nodes", "_outputs")

    def __init__(self) -> None:
        self._nodes: list[NodeProto] = []
        self._initializers: list[TensorProto] = []
        self._inputs: list[ValueInfoProto] = []
        self._outputs: list[ValueInfoProto] = []
        self._constants: dict[tuple[str, tuple[int, ...], bytes], str] = {}
        self._count = 0

    def input(self, name: str, *, text: bool) -> str:
        kind = TensorProto.STRING if text else TensorProto.DOUBLE
        self._inputs.append(helper.make_tensor_value_info(name, kind, ["N", 1]))
        return name

    def output(self, name: str, source: str) -> None:
        self._nodes.append(helper.make_node("Identity", [source], [name]))
        self._outputs.append(helper.make_tensor_value_info(name, TensorProto.DOUBLE, ["N", 1]))

    def node(self, op: str, *inputs: str, domain: str = "", **attributes: Any) -> str:  # noqa: ANN401  what ONNX takes
        """The name of its one output."""
        return self.nodes(op, *inputs, outputs=1, domain=domain, **attributes)[0]

    def nodes(
        self,
        op: str,
        *inputs: str,
        outputs: int,
        domain: str = "",
        **attributes: Any,  # noqa: ANN401  as above
    ) -> list[str]:
        self._count += 1
        names = [f"{op.lower()}_{self._count}.{place}" for place in range(outputs)]
        self._nodes.append(helper.make_node(op, list(inputs), names, domain=domain, **attributes))
        return names

    def constant(self, value: Any) -> str:  # noqa: ANN401  whatever numpy makes an array of
        """The same value is kept once. Python floats are float64, text becomes strings."""
        array = np.asarray(value)
        if array.dtype.kind == "U":
            array = array.astype(object)
        content = repr(array.tolist()).encode() if array.dtype == object else array.tobytes()
        key = str(array.dtype), array.shape, content
        name = self._constants.get(key)
        if name is None:
            name = self._constants[key] = f"constant_{len(self._constants)}"
            self._initializers.append(numpy_helper.from_array(array, name))
        return name

    def model(self, name: str) -> ModelProto:
        graph = helper.make_graph(
            self._nodes, name, self._inputs, self._outputs, self._initializers
        )
        opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(ML, ML_OPSET)]
        return helper.make_model(
            graph, opset_imports=opsets, ir_version=IR_VERSION, producer_name="lineal"
        )
