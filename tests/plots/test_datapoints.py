"""From data files to points."""

from __future__ import annotations

from typing import Any

import pytest

from lineal.base.errors import DataError
from lineal.plots.datapoints import points_of, rows_in, sources_of

LOSS = [{"epoch": "0", "loss": "3"}, {"epoch": "1", "loss": "2"}]


def points(props: dict[str, Any], **files: Any) -> list[tuple[Any, Any]]:
    """What is drawn of `loss`, as pairs of x and y."""
    found = points_of("loss", {"loss": LOSS, **files}, props, "workspace")
    x, y = (found.props[axis] for axis in "xy")
    return [(point[x], point[y]) for point in found.points]


@pytest.mark.parametrize(
    ("props", "expected"),
    [
        ({}, [(0, "3"), (1, "2")]),
        ({"x": "epoch"}, [("0", "3"), ("1", "2")]),
        ({"x": "loss", "y": "epoch"}, [("3", "0"), ("2", "1")]),
        ({"y": ["loss", "epoch"]}, [(0, "3"), (1, "2"), (0, "0"), (1, "1")]),
        ({"x": {"loss": "epoch"}, "y": {"loss": "loss"}}, [("0", "3"), ("1", "2")]),
    ],
)
def test_fields_are_named_or_guessed(
    props: dict[str, Any], expected: list[tuple[Any, Any]]
) -> None:
    """Without an x the steps are counted; without a y the last field counts."""
    assert expected == points(props)


def test_an_x_of_another_file_is_joined_by_position() -> None:
    """Row by row."""
    props = {"x": {"time": "s"}, "y": {"loss": "loss"}}

    assert [(10, "3"), (20, "2")] == points(props, time=[{"s": 10}, {"s": 20}])


def test_several_files_become_series_of_one_plot() -> None:
    """Told apart by file and field, without the directories they share."""
    props = {"y": {"logs/a": "v", "logs/b": "v"}}

    found = points_of("p", {"logs/a": [{"v": 1}], "logs/b": [{"v": 2}]}, props, "HEAD")

    expected = [
        {"v": 1, "step": 0, "rev": "HEAD", "filename": "a", "field": "v"},
        {"v": 2, "step": 0, "rev": "HEAD", "filename": "b", "field": "v"},
    ]
    assert expected == found.points


def test_labels_are_the_fields_unless_given() -> None:
    """Several fields have none in common."""
    found = points_of("loss", {"loss": LOSS}, {"y": ["loss", "epoch"], "x_label": "t"}, "r")

    assert ("t", "y") == (found.props["x_label"], found.props["y_label"])


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ({"train": [{"a": 1}, {"a": 2}]}, [{"a": 1}, {"a": 2}]),
        ({"x": {"y": [{"a": 1}]}, "z": [{"b": 2}, {"b": 3}]}, [{"a": 1, "b": 2}, {"b": 3}]),
        ([{"a": 1}, {"b": 2}], []),
        ([1, 2], []),
        ({"a": 1}, []),
    ],
)
def test_tables_are_found_inside_documents(content: Any, expected: list[Any]) -> None:
    """Rows have to be alike; several tables stand side by side."""
    assert expected == rows_in(content)


@pytest.mark.parametrize(
    ("props", "message"),
    [
        ({"y": "los"}, "has no field 'los'; did you mean 'loss'"),
        ({"x": "gone"}, "has no field 'gone'"),
        ({"x": {"loss": ["epoch", "loss"]}, "y": "loss"}, "2 fields for x and 1 for y"),
        ({"x": {"time": "s"}}, "cannot be joined: 1 and 2 rows"),
    ],
)
def test_what_does_not_fit_is_named(props: dict[str, Any], message: str) -> None:
    """With what would have fitted."""
    with pytest.raises(DataError, match=message):
        points(props, time=[{"s": 1}])


def test_the_files_of_a_plot_are_those_of_its_axes() -> None:
    """The id itself is one unless y names files."""
    props = {"x": {"t": "s"}, "y": {"a": "v", "b": ["v", "w"]}}

    assert (["a", "b", "t"], ["p"]) == (sources_of("p", props), sources_of("p", {"y": "v"}))
