"""Which row of the old table is which row of the new one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from lineal.tables.scan import collected

if TYPE_CHECKING:
    from lineal.tables.shared_schema import Shared

_ROW = "row"
_ROWS_AT_ONCE = 1_000_000


class Alignment(NamedTuple):
    """Row numbers. ``old`` and ``new`` go together one by one; ``duplicates`` are keys."""

    old: pl.Series
    new: pl.Series
    removed: pl.Series
    added: pl.Series
    duplicates: tuple[int, int] = (0, 0)


def align(tables: Shared, key: tuple[str, ...], shown: str) -> Alignment:
    """By key. Numbers and times are joined as they are, everything else by 128 bits of hash.

    A key that repeats pairs nothing: it only says how often.
    """
    parts = _key_parts(tables, key)
    old = collected(tables.old.select(parts), shown)
    new = collected(tables.new.select(parts), shown)
    same = old.equals(new)
    again = _duplicates(old)
    twins = (again, again if same else _duplicates(new))
    if same or twins != (0, 0):
        # The usual case of a table that was only edited: no join is needed.
        every = pl.int_range(old.height, dtype=pl.UInt32, eager=True)
        return Alignment(every, every, every.clear(), every.clear(), twins)
    return _joined(old.with_row_index(_ROW), new.with_row_index(_ROW), old.columns)


def align_whole(tables: Shared, shown: str) -> Alignment:
    """Without a key: equal rows go together, as many as there are on both sides."""
    row = pl.struct(tables.columns).hash(1).alias("key")
    old = _numbered(collected(tables.old.select(row), shown))
    new = _numbered(collected(tables.new.select(row), shown))
    return _joined(old, new, ["key", "turn"])


def align_nothing(old_rows: int, new_rows: int) -> Alignment:
    """Tables that have no column in common: every row is another one."""
    every = pl.int_range(max(old_rows, new_rows), dtype=pl.UInt32, eager=True)
    none = every.clear()
    return Alignment(none, none, every.head(old_rows), every.head(new_rows))


def _joined(old: pl.DataFrame, new: pl.DataFrame, names: list[str]) -> Alignment:
    """In several parts, each with the keys of one remainder: the tables of a join stay small."""
    count = 1 + max(old.height, new.height) // _ROWS_AT_ONCE
    pairs = pl.concat(
        _pairs(_remainder(old, names, part, count), _remainder(new, names, part, count), names)
        for part in range(count)
    )
    both = pairs.drop_nulls().sort("new")
    return Alignment(
        both["old"],
        both["new"],
        pairs.filter(pl.col("new").is_null())["old"].sort(),
        pairs.filter(pl.col("old").is_null())["new"].sort(),
    )


def _remainder(frame: pl.DataFrame, names: list[str], part: int, count: int) -> pl.DataFrame:
    if count == 1:
        return frame
    return frame.filter(pl.col(names[0]).hash(3) % count == part)


def _pairs(old: pl.DataFrame, new: pl.DataFrame, names: list[str]) -> pl.DataFrame:
    joined = old.join(new, on=names, how="full", nulls_equal=True, coalesce=False)
    return joined.select(pl.col(_ROW).alias("old"), pl.col(f"{_ROW}_right").alias("new"))


def _numbered(frame: pl.DataFrame) -> pl.DataFrame:
    """The first of several equal rows goes with the first, the second with the second."""
    place = pl.int_range(pl.len(), dtype=pl.UInt32)
    begins = pl.when(pl.col("key").ne_missing(pl.col("key").shift(1)) | (place == 0)).then(place)
    ordered = frame.with_row_index(_ROW).sort("key", _ROW)
    # A window over as many groups as there are rows would take gigabytes.
    return ordered.with_columns((place - begins.forward_fill()).alias("turn"))


def _key_parts(tables: Shared, key: tuple[str, ...]) -> list[pl.Expr]:
    if len(key) == 1 and _is_plain(tables.types[key[0]]):
        return [pl.col(key[0]).alias("key")]
    return [pl.struct(key).hash(seed).alias(f"key{seed}") for seed in (1, 2)]


def _is_plain(kind: pl.DataType) -> bool:
    return kind.is_integer() or kind.is_temporal()


def _duplicates(frame: pl.DataFrame) -> int:
    """How many rows have a key that an earlier row has."""
    return frame.height - frame.n_unique()
