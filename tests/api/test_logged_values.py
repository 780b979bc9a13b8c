"""What may be logged under which name."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from lineal.api.logged_values import checked_name, metrics_in, nested, params_in
from lineal.base.errors import UsageError


def test_numbers_of_other_libraries_are_numbers() -> None:
    """Whole ones stay whole."""
    given: dict[str, Any] = {"a": np.float32(0.5), "b": np.int64(3), "c": {"d": True}}

    expected = [("a", 0.5), ("b", 3), ("c/d", True)]
    assert expected == list(metrics_in(given, {}))


@pytest.mark.parametrize("value", ["0.5", None, [1], np.array([1, 2])])
def test_what_is_no_number_is_no_metric(value: object) -> None:
    """Said with what takes it."""
    with pytest.raises(UsageError, match=r"the metric 'a' is a .*, not a number"):
        list(metrics_in({"a": value}, {}))


@pytest.mark.parametrize("name", ["", "../x", "/x", "a//b", "a\nb", "x" * 300, "c:x", "a/."])
def test_names_lead_nowhere_else(name: str) -> None:
    """They are names of files."""
    with pytest.raises(UsageError, match="cannot be the name"):
        checked_name(name)


def test_params_are_plain_values() -> None:
    """What JSON does not hold, in words."""
    given = {"lr": np.float64(0.1), "kind": "tree", "sizes": (1, 2), "of": {"type": int}}

    expected = [("lr", 0.1), ("kind", "tree"), ("sizes", [1, 2]), ("of.type", "<class 'int'>")]
    assert expected == list(params_in(given, {}))


def test_names_with_slashes_are_trees() -> None:
    """A name that is a value and a branch at once stays as it is spelled."""
    values = {"a": 1, "b/c": 2, "b/d": 3, "a/e": 4}

    assert {"a": 1, "b": {"c": 2, "d": 3}, "a/e": 4} == nested(values)


def test_no_metric_takes_the_place_of_those_below_it() -> None:
    """Whichever was logged first."""
    assert {"a/b": 1, "a": 2, "a/c/d": 3} == nested({"a/b": 1, "a": 2, "a/c/d": 3})
