"""Scores from a bundle: one row or many, and never a score that is not a number."""

from __future__ import annotations

import numpy as np
import pytest

from lineal.base.errors import BundleError
from lineal.bundle.format import SCORE, Decision, Golden, Input, Manifest, Signature
from lineal.bundle.graph.builder import Builder
from lineal.bundle.opened import Bundle
from lineal.bundle.predictor import Predictor
from lineal.bundle.session import open_session

SIGNATURE = Signature(inputs=(Input(name="x", kind="number"),), target="y")


def test_many_rows_are_scored_as_each_alone() -> None:
    """A table larger than a block is cut, and put together again."""
    predictor, x = _root(), np.linspace(1.0, 2.0, 700).reshape(-1, 1)
    alone = [predictor.scores({"x": row.reshape(1, 1)})[0] for row in x]
    assert alone == predictor.scores({"x": x}).tolist()


@pytest.mark.parametrize("x", [[[-1.0]], [[np.inf]], [[1.0], [np.nan], [2.0]]])
def test_a_score_that_is_not_a_number_is_an_error(x: list[list[float]]) -> None:
    """It would be decided as negative, and nobody would know."""
    with pytest.raises(BundleError, match="gives a score that is not a number"):
        _root().scores({"x": np.array(x)})


def test_columns_that_do_not_fit_are_an_error() -> None:
    """Whatever the runtime raises, the bundle is named."""
    with pytest.raises(BundleError, match="bundle 'here' cannot score"):
        _root().scores({"x": np.zeros((1, 2))})


def test_the_threshold_itself_is_positive() -> None:
    """At or above is positive, with the names that the decision has."""
    predictor = _root()
    assert ["yes", "no"] == [predictor.decide(0.5), predictor.decide(np.nextafter(0.5, 0))]


def _root() -> Predictor:
    """Score = √x: not a number for some x."""
    builder = Builder()
    builder.output(SCORE, builder.node("Sqrt", builder.input("x", text=False)))
    graph = builder.model("root").SerializeToString()
    bundle = Bundle(
        path="here",
        id="0" * 64,
        manifest=Manifest(format=1, model="root", files={}),
        signature=SIGNATURE,
        decision=Decision(threshold=0.5, positive="yes", negative="no"),
        golden=Golden(rows=(), scores=(), tolerance=0.0),
        session=open_session(graph, SIGNATURE, "model.onnx"),
        documents={},
    )
    return Predictor(bundle)
