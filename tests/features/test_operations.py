"""The table of operations, and that every compiler has all of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from lineal.bundle.graph.expressions import TABLES
from lineal.features.expression import TRUTH
from lineal.features.operations import OPERATIONS, SAME
from lineal.features.polars_operations import POLARS

_TRUTHS = {name for name, one in OPERATIONS.items() if one.result in {TRUTH, SAME}}
_VALUES = {name for name, one in OPERATIONS.items() if one.result != TRUTH}


def test_polars_computes_every_operation_and_no_other() -> None:
    """A new operation without this fails here, not in somebody's pipeline."""
    assert set(POLARS) == set(OPERATIONS)


@pytest.mark.parametrize(
    ("name", "expected"), [("values", _VALUES), ("true", _TRUTHS), ("false", _TRUTHS)]
)
def test_the_graph_compiles_every_operation_and_no_other(name: str, expected: set[str]) -> None:
    """Values of numbers and texts; truths where they are true, and where they are false."""
    assert set(getattr(TABLES, name)) == expected


def test_every_operation_says_how_it_is_written() -> None:
    """The docs are made of it."""
    assert [name for name, one in OPERATIONS.items() if not (one.sql and one.doc)] == []


def test_every_operation_is_in_the_docs() -> None:
    """As it is written in SQL."""
    page = (Path(__file__).parents[2] / "docs/features.md").read_text(encoding="utf-8")
    written = page.replace("\\|", "|")
    assert [one.sql for one in OPERATIONS.values() if f"`{one.sql}`" not in written] == []
