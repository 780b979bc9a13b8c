"""Which columns tell the rows of a table apart: told, declared, or found."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Final

import polars as pl

from lineal.base.errors import UsageError
from lineal.base.suggest import closest
from lineal.tables.report import Key
from lineal.tables.scan import collected

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lineal.tables.shared_schema import Shared

GIVEN: Final = "given"
DECLARED: Final = "declared in meta.key"
FOUND: Final = "found: unique in both"
NO_KEY: Final = "no column is unique in both, so whole rows are compared"
NO_COLUMN: Final = "the versions have no column in common"

_NAMES: Final = ("id", "key", "uuid", "index", "pk")
_SUFFIXES: Final = ("_id", "_key", "_uuid", " id", "Id", "ID")
_MOST_TRIED: Final = 6


def known_key(tables: Shared, columns: Sequence[str], how: str, shown: str) -> Key:
    """Check a key somebody named; whether it is unique shows when it is used."""
    for name in columns:
        if name not in tables.columns:
            near = closest(name, tables.columns)
            raise UsageError(
                f"{shown} has no column '{name}' in both versions",
                hint=f"did you mean '{near}'?" if near else f"it has {', '.join(tables.columns)}",
            )
    return Key(tuple(columns), how)


def found_key(tables: Shared, shown: str) -> Key:
    """The first that is unique on both sides: by name, then by position, then in pairs."""
    for columns in _candidates(tables):
        sides = (tables.old, tables.new)
        if all(_is_unique(side, columns, shown) for side in sides):
            return Key(columns, FOUND)
    return Key((), NO_KEY)


def _candidates(tables: Shared) -> Iterator[tuple[str, ...]]:
    fit = [name for name in tables.columns if _can_be_key(tables.types[name])]
    named = [name for name in fit if name.lower() in _NAMES or name.endswith(_SUFFIXES)]
    # A measured value may be unique by chance; the first column, text and times rarely are.
    likely = [name for name in fit if name in tables.columns[:1] or _tells(tables.types[name])]
    ordered = list(dict.fromkeys((*named, *likely)))[:_MOST_TRIED]
    for count in (1, 2, 3):
        yield from combinations(ordered, count)


def _can_be_key(kind: pl.DataType) -> bool:
    return not (kind.is_nested() or kind.is_float() or kind == pl.Boolean())


def _tells(kind: pl.DataType) -> bool:
    return kind == pl.String() or kind.is_temporal()


def _is_unique(frame: pl.LazyFrame, columns: tuple[str, ...], shown: str) -> bool:
    """A few rows first: most candidates fall at once."""
    for part in (frame.head(10_000), frame):
        keys = collected(part.select(_digest(columns)), shown).to_series()
        if keys.null_count() or keys.n_unique() != len(keys):
            return False
    return True


def _digest(columns: tuple[str, ...]) -> pl.Expr:
    """One number for the key of a row; null where a part of the key is."""
    whole = pl.all_horizontal(pl.col(name).is_not_null() for name in columns)
    return pl.when(whole).then(pl.struct(columns).hash(1))
