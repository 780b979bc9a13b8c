"""Whether rows can be in a table: facts of others may say anything. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.ledger import rows as r

if TYPE_CHECKING:
    from collections.abc import Iterable

_TEXT, _TEXT_OR_NONE = (str,), (str, type(None))
_NUMBER, _NUMBER_OR_NONE = (int, float), (int, float, type(None))
_INTEGER, _INTEGER_OR_NONE = (int,), (int, type(None))
_BYTES, _BYTES_OR_NONE = (bytes,), (bytes, type(None))
_PLACE = (tuple,)

_EDGE = (_TEXT, _TEXT, _INTEGER_OR_NONE, _INTEGER_OR_NONE, _TEXT)
_VALUE = (_TEXT, _TEXT, _NUMBER_OR_NONE)
_FIELDS: dict[type, tuple[tuple[type, ...], ...]] = {
    r.RunRow: (
        _INTEGER,
        _NUMBER,
        *(_TEXT,) * 4,
        _TEXT_OR_NONE,
        *(_INTEGER,) * 3,
    ),
    r.ExecutionRow: (
        _BYTES_OR_NONE,
        _TEXT,
        _TEXT,
        _TEXT_OR_NONE,
        _NUMBER_OR_NONE,
        _BYTES_OR_NONE,
    ),
    r.UseRow: _EDGE,
    r.MakeRow: _EDGE,
    r.ParamRow: _VALUE,
    r.MetricRow: _VALUE,
    r.ColumnRow: (_PLACE, _TEXT, _PLACE, _TEXT, _TEXT),
    r.ListingRow: (_TEXT, _TEXT_OR_NONE, _PLACE, _PLACE),
    r.CommitRow: (_TEXT, _TEXT, _INTEGER, _TEXT, _PLACE),
    r.VersionRow: (
        _TEXT,
        _INTEGER,
        _BYTES,
        *(_TEXT_OR_NONE,) * 2,
        *(_INTEGER_OR_NONE,) * 2,
        _BYTES_OR_NONE,
        _TEXT,
    ),
    r.AliasRow: (*(_TEXT,) * 4, _INTEGER, _BYTES),
}
_LARGEST = 1 << 63
_LONGEST_BYTES = 64


def are_storable(rows: Iterable[r.Row]) -> bool:
    return all(_is_storable(row) for row in rows)


def _is_storable(row: r.Row) -> bool:
    if not all(map(isinstance, row, _FIELDS[type(row)])):
        return False
    for value in row:
        if isinstance(value, int) and not -_LARGEST <= value < _LARGEST:
            return False
        if isinstance(value, bytes) and len(value) > _LONGEST_BYTES:
            return False
        if isinstance(value, tuple) and not all(map(_is_part, value)):
            return False
    return True


def _is_part(value: object) -> bool:
    """Of what rows hold several of: texts, digests, or pairs of texts."""
    if isinstance(value, tuple):
        return all(isinstance(each, str) for each in value)
    return isinstance(value, str) or (isinstance(value, bytes) and len(value) <= _LONGEST_BYTES)
