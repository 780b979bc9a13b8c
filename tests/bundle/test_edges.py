"""Rows at the edges: the nearest values that go different ways, and what is unusual."""

from __future__ import annotations

import numpy as np
import polars as pl

from lineal.bundle.edges import edge_rows
from lineal.features.recipe import Feature
from tests.bundle import fitted

RATE = Feature(name="rate", sql="minutes / GREATEST(courses, 1)", type="number")


def test_values_are_moved_to_both_sides_of_a_threshold() -> None:
    """The two differ by the least a float64 can; whole numbers by one."""
    model, table = fitted.model("lightgbm"), fitted.table(200, seed=3)
    used = model.arrays["threshold"][np.asarray(model.arrays["left"]) >= 0].tolist()
    minutes = edge_rows(model, table)["minutes"].drop_nulls().to_list()
    met = {one for one in minutes if one in used}
    after = {float(np.nextafter(one, np.inf)) for one in met}
    assert (True, True) == (len(met) > 5, after <= set(minutes))


def test_values_are_moved_through_features() -> None:
    """The raw column is moved until the feature crosses."""
    model, table = fitted.model("tree", (RATE,)), fitted.table(200, seed=3)
    plain = edge_rows(fitted.model("tree"), table)
    assert len(plain) < len(edge_rows(model, table))


def test_texts_never_seen_and_missing_values_are_tried() -> None:
    """Missing only where training saw it missing."""
    edges = edge_rows(fitted.model("logistic"), fitted.table(50))
    seen = set(fitted.table(50)["country"])
    nulls = {name for name in edges.columns if edges[name].null_count()}
    assert (True, {"country", "minutes"}) == (
        len(set(edges["country"]) - seen) > 1,
        nulls,
    )


def test_a_column_that_is_never_known_is_left_so() -> None:
    """There is no range in which to move it."""
    table = fitted.table(30).with_columns(minutes=pl.lit(None, dtype=pl.Float64))
    edges = edge_rows(fitted.model("tree"), table)
    assert {0.0, -1.0, None} == set(edges["minutes"])


def test_whole_numbers_stay_among_those_that_a_float64_has() -> None:
    """Ten times the largest would be none that 64 bits hold."""
    table = fitted.table(30).with_columns(courses=pl.lit(2**60))
    edges = edge_rows(fitted.model("tree"), table)
    assert {2**53, 2**60, 0, -(2**53)} == set(edges["courses"])


def test_rows_that_training_refuses_are_left_out() -> None:
    """Far out a power is larger than what a tree takes; the step would end with an error."""
    power = Feature(name="power", sql="POWER(minutes, 12)", type="number")
    table = fitted.table(30).with_columns(minutes=pl.lit(1.5e3))
    edges = edge_rows(fitted.model("tree", (power,)), table)
    assert (True, True) == (len(edges) > 0, (edges["minutes"].abs() < 1.4e4).all())
