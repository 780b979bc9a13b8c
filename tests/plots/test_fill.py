"""A plot put into a template."""

from __future__ import annotations

from typing import Any

import pytest

from lineal.base.errors import DataError
from lineal.plots.anchors import anchor
from lineal.plots.fill import Filled, fill
from lineal.plots.model import Plot

TEMPLATE = {
    "data": {"values": anchor("data")},
    "title": anchor("title"),
    "encoding": {"x": {"field": anchor("x")}, "color": anchor("color"), "row": anchor("row")},
    "transform": [{"calculate": f"datum.{anchor('y')} * 2"}],
}
POINTS = [{"s": 0, "v.a": 1, "rev": "HEAD", "filename": "f", "field": "v.a"}]
PLOT = Plot(
    "p",
    POINTS,
    {"x": "s", "y": "v.a", "title": "T"},
    [{"filename": "f", "field": "v.a"}],
    ["HEAD"],
)


def filled(plot: Plot = PLOT, template: Any = TEMPLATE, *, split: bool = False) -> Filled:
    return fill(template, plot, "mine", split=split)


def test_anchors_are_replaced_by_values_and_within_text() -> None:
    """Dots in a field are escaped; a channel that is not needed stays empty."""
    expected = {
        "data": {"values": [{"s": 0, "v.a": 1, "rev": "HEAD"}]},
        "title": "T",
        "encoding": {
            "x": {"field": "s"},
            "color": {"field": "rev", "scale": {"domain": ["HEAD"], "range": ["#945dd6"]}},
            "row": {},
        },
        "transform": [{"calculate": "datum.v\\.a * 2"}],
    }

    assert expected == filled().spec


def test_several_series_are_told_apart_by_what_differs() -> None:
    """Here by the field alone."""
    points = [{"s": 0, "y": n, "rev": "r", "filename": "f", "field": n} for n in "ab"]
    series = [{"filename": "f", "field": n} for n in "ab"]
    plot = Plot("p", points, {"x": "s", "y": "y"}, series, ["r"])

    spec = filled(plot, {**TEMPLATE, "shape": anchor("shape")}).spec

    assert ["a", "b"] == spec["shape"]["scale"]["domain"]
    assert {"s": 0, "y": "a", "rev": "r", "field": "a"} == spec["data"]["values"][0]


def test_split_hands_data_and_looks_over_beside_the_specification() -> None:
    """Their anchors stay in place; what is not needed is emptied all the same."""
    found = filled(split=True)

    assert {anchor("data"), anchor("title"), anchor("color")} <= set(found.apart)
    assert (anchor("data"), {}) == (
        found.spec["data"]["values"],
        found.spec["encoding"]["row"],
    )


def test_data_that_looks_like_an_anchor_is_data() -> None:
    """Only the template has anchors."""
    plot = PLOT._replace(points=[{**POINTS[0], "s": anchor("title")}])

    assert anchor("title") == filled(plot).spec["data"]["values"][0]["s"]


def test_a_template_without_a_place_for_data_is_refused() -> None:
    """By its name."""
    with pytest.raises(DataError, match="'mine' has no place for data"):
        filled(template={"title": anchor("title")})


def test_without_a_point_there_is_nothing_to_draw() -> None:
    """Whatever the template."""
    assert Filled({}, {}) == filled(Plot("p"))
