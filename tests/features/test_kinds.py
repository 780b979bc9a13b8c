"""Kinds of columns, and whether they may be missing."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from lineal.base.errors import TableError
from lineal.features.kinds import raw_columns


def test_kinds_and_missing_values_are_read_off_the_table() -> None:
    """NaN and the empty text are missing, too."""
    frame = pl.DataFrame(
        {
            "x": [1.5, float("nan")],
            "n": [1, None],
            "c": ["a", ""],
            "t": [True, False],
            "_row": [1, 2],
        }
    )
    found = [(one.name, one.kind, one.nullable) for one in raw_columns(frame, {"_row"})]
    assert found == [
        ("x", "number", True),
        ("n", "integer", True),
        ("c", "text", True),
        ("t", "boolean", False),
    ]


def test_a_column_no_model_takes_is_named() -> None:
    """With what it is."""
    with pytest.raises(TableError, match="column 'day' is Date"):
        raw_columns(pl.DataFrame({"day": [date(2026, 1, 1)]}))


def test_a_name_that_a_part_of_the_line_cannot_have_is_refused() -> None:
    """Polars would take it for a pattern of names."""
    with pytest.raises(TableError, match=r"column '\*' cannot be called so"):
        raw_columns(pl.DataFrame({"*": [1]}))
