"""Comparing two versions of a table. Reads each column once or twice, one at a time.

`shared_schema` brings both to the same columns, `keys` finds what tells rows apart, `align`
pairs the rows, `columns` compares.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from lineal.tables.align import Alignment, align, align_nothing, align_whole
from lineal.tables.columns import changed_cells, column_change, summaries
from lineal.tables.keys import DECLARED, GIVEN, NO_COLUMN, found_key, known_key
from lineal.tables.report import ChangedRow, Key, RowChange, TableDiff
from lineal.tables.scan import collected, column_names, scan
from lineal.tables.shared_schema import shared

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lineal.tables.kinds import Source
    from lineal.tables.options import CompareOptions
    from lineal.tables.shared_schema import Shared


def count_rows(source: Source) -> int:
    return _height(scan(source), source.shown)


def one_table(source: Source) -> bool:
    """Whether all parts have the same columns: a folder of unlike tables is not one of them."""
    if len(source.parts) == 1:
        return True
    names = {tuple(sorted(column_names(source.kind, part.path))) for part in source.parts}
    return len(names) == 1


def compare_tables(old: Source, new: Source, options: CompareOptions) -> TableDiff:
    before, after = scan(old), scan(new)
    tables = shared(before, after)
    shown = new.shown
    if tables.columns:
        key, rows = _paired(tables, options, shown)
    else:
        heights = _height(before, shown), _height(after, shown)
        key, rows = Key((), NO_COLUMN), align_nothing(*heights)
    changed = _changed(tables, key, rows, options.tolerance, shown) if key.columns else {}
    counts = {name: int(mask.sum()) for name, mask in changed.items()}
    any_changed = _any(changed, rows.old.len())
    total = int(any_changed.sum())
    old_rows = rows.old.len() + rows.removed.len()
    new_rows = rows.new.len() + rows.added.len()
    summary = (
        summaries(tables.old, tables.types, old_rows, shown),
        summaries(tables.new, tables.types, new_rows, shown),
    )
    return TableDiff(
        old_rows=old_rows,
        new_rows=new_rows,
        schema=tables.change,
        key=key,
        rows=RowChange(
            added=rows.added.len(),
            removed=rows.removed.len(),
            changed=total if key.columns else None,
            same=rows.old.len() - total,
            added_rows=_rows(after, rows.added, options.limit, shown),
            removed_rows=_rows(before, rows.removed, options.limit, shown),
            changed_rows=_changed_rows(tables, key, rows, changed, any_changed, options.limit),
        ),
        columns=tuple(
            column_change(
                tables,
                name,
                counts.get(name, 0) if key.columns else None,
                (summary[0][name], summary[1][name]),
                shown,
            )
            for name in tables.columns
        ),
    )


def _height(frame: pl.LazyFrame, shown: str) -> int:
    return int(collected(frame.select(pl.len()), shown).item())


def _paired(tables: Shared, options: CompareOptions, shown: str) -> tuple[Key, Alignment]:
    """By the key that was named, declared or found; by whole rows where it repeats."""
    if options.key:
        key = known_key(tables, options.key, GIVEN, shown)
    elif options.declared:
        key = known_key(tables, options.declared, DECLARED, shown)
    else:
        key = found_key(tables, shown)
    if key.columns:
        rows = align(tables, key.columns, shown)
        if rows.duplicates == (0, 0):
            return key, rows
        key = Key((), _not_unique(key, rows.duplicates))
    return key, align_whole(tables, shown)


def _not_unique(key: Key, duplicates: tuple[int, int]) -> str:
    where = [
        f"{count} times in the {side} version"
        for side, count in zip(("old", "new"), duplicates, strict=True)
        if count
    ]
    names = ", ".join(key.columns)
    return f"{names} ({key.how}) repeats {' and '.join(where)}, so whole rows are compared"


def _changed(
    tables: Shared, key: Key, rows: Alignment, tolerance: float, shown: str
) -> dict[str, pl.Series]:
    """For each column that is not of the key and differs anywhere: in which pairs of rows."""
    found = {}
    for name in tables.columns:
        if name not in key.columns:
            mask = changed_cells(tables, name, rows, tolerance, shown)
            if mask.any():
                found[name] = mask
    return found


def _any(changed: dict[str, pl.Series], count: int) -> pl.Series:
    mask = pl.repeat(value=False, n=count, dtype=pl.Boolean, eager=True)
    for one in changed.values():
        mask = mask | one
    return mask


def _rows(
    frame: pl.LazyFrame, numbers: pl.Series, limit: int, shown: str
) -> tuple[dict[str, Any], ...]:
    wanted = numbers.head(limit)
    if not wanted.len():
        return ()
    numbered = frame.with_row_index("\0row").filter(pl.col("\0row").is_in(wanted.implode()))
    return tuple(collected(numbered.drop("\0row"), shown).to_dicts())


def _changed_rows(
    tables: Shared,
    key: Key,
    rows: Alignment,
    changed: dict[str, pl.Series],
    mask: pl.Series,
    limit: int,
) -> tuple[ChangedRow, ...]:
    places = mask.arg_true().head(limit)
    if not places.len():
        return ()
    names = [*key.columns, *changed]
    old = _in_order(tables.old.select(names), rows.old.gather(places))
    new = _in_order(tables.new.select(names), rows.new.gather(places))
    return tuple(
        _changed_row(key, one, other, [name for name in changed if changed[name][place]])
        for place, one, other in zip(places.to_list(), old, new, strict=True)
    )


def _in_order(frame: pl.LazyFrame, numbers: pl.Series) -> list[dict[str, Any]]:
    numbered = frame.with_row_index("\0row").filter(pl.col("\0row").is_in(numbers.implode()))
    found = {row.pop("\0row"): row for row in collected(numbered, "").to_dicts()}
    return [found[number] for number in numbers.to_list()]


def _changed_row(
    key: Key, old: dict[str, Any], new: dict[str, Any], columns: Sequence[str]
) -> ChangedRow:
    return ChangedRow(
        {name: new[name] for name in key.columns},
        {name: old[name] for name in columns},
        {name: new[name] for name in columns},
    )
