"""Graphs that leave the standard are refused before a runtime sees them."""

from __future__ import annotations

import pytest
from onnx import ModelProto, TensorProto, helper

from lineal.base.errors import BundleError
from lineal.bundle.compiling import compile_model
from lineal.bundle.standard import check_standard
from tests.bundle import fitted, small


@pytest.mark.parametrize("family", fitted.FAMILIES)
def test_what_the_compiler_makes_is_of_the_standard(family: str) -> None:
    """Trees with many numbers in their attributes, too."""
    assert check_standard(compile_model(fitted.model(family)), "m") is None  # type: ignore[func-returns-value]


def test_numbers_in_another_file_are_refused() -> None:
    """A graph must not make the runtime read what its hash does not name."""
    model = _small()
    outside = model.graph.initializer.add(name="w", data_type=TensorProto.DOUBLE, dims=[1])
    outside.data_location = TensorProto.EXTERNAL
    outside.external_data.add(key="location", value="../secret")
    with pytest.raises(BundleError, match="m keeps numbers in another file"):
        check_standard(model.SerializeToString(), "m")


def test_numbers_in_another_file_are_found_within_nodes() -> None:
    """However deep the attribute lies, and whatever numbers lie before it."""
    tensor = TensorProto(name="w", data_type=TensorProto.DOUBLE, dims=[1])
    tensor.external_data.add(key="location", value="secret")
    inner = helper.make_graph([helper.make_node("Constant", [], ["w"], value=tensor)], "g", [], [])
    many = helper.make_node("If", ["c"], ["y"], then_branch=inner, ints=list(range(-5, 5000)))
    model = _small()
    model.graph.node.append(many)
    with pytest.raises(BundleError, match="keeps numbers in another file"):
        check_standard(model.SerializeToString(), "m")


def test_operators_of_one_vendor_are_refused() -> None:
    """They are named by their domain."""
    model = _small()
    model.graph.node.append(helper.make_node("FusedMatMul", ["a", "b"], ["c"], domain="com.vendor"))
    with pytest.raises(BundleError, match=r"needs operators of 'com\.vendor'"):
        check_standard(model.SerializeToString(), "m")


def test_functions_of_its_own_are_refused() -> None:
    """They would be a second place for operators to be."""
    model = _small()
    model.functions.add(name="f", domain="ai.onnx")
    with pytest.raises(BundleError, match="defines functions of its own"):
        check_standard(model.SerializeToString(), "m")


@pytest.mark.parametrize("junk", [b"\xff" * 40, b"\x3a\xff\xff\xff\x7f", b"{}", b"\x0f"])
def test_what_is_no_graph_is_refused(junk: bytes) -> None:
    """Lengths that lead beyond its end, numbers that never end."""
    with pytest.raises(BundleError, match="m is not an ONNX graph"):
        check_standard(junk, "m")


def _small() -> ModelProto:
    model = ModelProto()
    model.ParseFromString(small.graph())
    return model
