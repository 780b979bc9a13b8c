"""Rows that no table can hold are told from others before a database sees them."""

from __future__ import annotations

import pytest

from lineal.ledger import rows as r
from lineal.ledger.storable import are_storable

_GOOD = (
    r.ExecutionRow(None, "train", "ran", "c", 1, bytes(16)),
    r.RunRow(1, 0.5, "done", "a", "h", "c", None, 1, 0, 0),
    r.UseRow("a", "x", None, None, "dep"),
    r.ParamRow("lr", "0.1", 0.1),
    r.ColumnRow(("a", "x"), "c", ("b", "y"), "d", ""),
    r.ListingRow("x.dir", None, (("a", "x"),), ()),
    r.CommitRow("c", "a", 1, "s", (bytes(16),)),
    r.VersionRow("m", 1, bytes(32), "b", "x.dir", 5, 2, None, "pass"),
    r.AliasRow("m", "production", "promote", "moved", 1, bytes(32)),
)
_BAD = (
    r.ExecutionRow(None, 5, "ran", None, None, None),  # type: ignore[arg-type]
    r.ExecutionRow(bytes(1000), "train", "ran", None, None, None),
    r.UseRow("a", "x", 1 << 70, None, "dep"),
    r.UseRow("a", None, None, None, "dep"),  # type: ignore[arg-type]
    r.ListingRow("x.dir", None, (("a", 5),), ()),  # type: ignore[arg-type]
    r.CommitRow("c", "a", 1, "s", (5,)),  # type: ignore[arg-type]
    r.VersionRow("m", "7", bytes(32), None, None, None, None, None, "pass"),  # type: ignore[arg-type]
    r.AliasRow("m", "a", "promote", "moved", 1, None),  # type: ignore[arg-type]
)


def test_rows_of_every_kind_are_storable() -> None:
    """As kinds make them."""
    assert are_storable(_GOOD)


@pytest.mark.parametrize("row", _BAD)
def test_a_row_that_is_not_is_found(row: r.Row) -> None:
    """By type, and by size."""
    assert not are_storable([*_GOOD, row])
