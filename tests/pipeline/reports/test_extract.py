"""What is taken of a metrics or parameter file."""

from __future__ import annotations

from typing import Any

import pytest

from lineal.pipeline.reports.extract import metrics_in, params_in


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"a": 1, "b": {"c": "x", "d": [1]}}, {"a": 1, "b": {"c": "x"}}),
        ({"a": None, "b": {}, "c": {"d": []}}, {}),
        (0.5, 0.5),
        (0, {}),
        ([1, 2], {}),
    ],
)
def test_metrics_are_numbers_and_texts(data: Any, expected: Any) -> None:
    """Lists and nothings are left out, and mappings that have become empty."""
    assert expected == metrics_in(data)


DATA = {"a": {"l": [1, 2, 3], "x": {"y": 1}}, "b": [{"k": 1}, {"k": 2, "z": 0}], "c": 5, 7: "s"}


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ([], DATA),
        (["c"], {"c": 5}),
        (["a.x.y", "c"], {"a": {"x": {"y": 1}}, "c": 5}),
        (["a.x.y", "a.l"], {"a": {"x": {"y": 1}, "l": [1, 2, 3]}}),
        (["a.l.1"], {"a": {"l": [None, 2]}}),
        (["a.l.0", "a.l.1"], {"a": {"l": [1, 2]}}),
        (["b.*.k"], {"b": [{"k": 1}, {"k": 2}]}),
        (["**.y"], {"a": {"x": {"y": 1}}}),
        (["7"], {7: "s"}),
        (["a.gone", "c.d"], {}),
    ],
)
def test_listed_parameters_keep_their_place(keys: list[str], expected: Any) -> None:
    """Nested as in the file; what is not there is not."""
    assert expected == params_in(DATA, keys)
