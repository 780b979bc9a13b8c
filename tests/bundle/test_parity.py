"""Parity: measured where it hurts, and told when it is not there."""

from __future__ import annotations

import numpy as np
import pytest

from lineal.bundle.compiling import compile_model, signature_of
from lineal.bundle.parity import measure
from lineal.bundle.session import open_session
from lineal.features.recipe import Feature
from tests.bundle import fitted

RATE = Feature(name="rate", sql="minutes / GREATEST(courses, 1)", type="number")


@pytest.mark.parametrize("family", fitted.FAMILIES)
def test_no_decision_flips_at_any_edge(family: str) -> None:
    """The graph says what training says, to the last bits, and decides the same."""
    model = fitted.model(family, (RATE,))
    signature = signature_of(model.recipe)
    session = open_session(compile_model(model), signature, "m")
    found = measure(model, session, signature, fitted.table(200, seed=3))
    assert (0, True, True) == (found.flips, found.max_difference < 1e-12, found.edges > 1000)


def test_a_threshold_that_was_rounded_is_found() -> None:
    """Test rows alone would not show it; values on both sides of the threshold do."""
    model, rows = fitted.model("forest"), fitted.table(200, seed=3)
    rounded = model.arrays["threshold"].astype(np.float32).astype(np.float64)
    other = model._replace(arrays={**model.arrays, "threshold": rounded - 1e-6})
    signature = signature_of(model.recipe)
    session = open_session(compile_model(other), signature, "m")
    found = measure(model, session, signature, rows)
    assert (True, False) == (found.max_difference > 1e-3, found.worst is None)


def test_without_rows_nothing_is_claimed() -> None:
    """Zero rows are told as zero rows, for the gate to judge."""
    model = fitted.model("tree")
    signature = signature_of(model.recipe)
    session = open_session(compile_model(model), signature, "m")
    found = measure(model, session, signature, fitted.table(5).clear())
    assert (0, 0) == (found.rows, found.edges)
