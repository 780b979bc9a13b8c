"""How two versions of a table differ, as values. Pure."""

from __future__ import annotations

from typing import Any, NamedTuple


class Retyped(NamedTuple):
    column: str
    old: str
    new: str


class SchemaChange(NamedTuple):
    """Columns by name and type."""

    added: dict[str, str]
    removed: dict[str, str]
    retyped: tuple[Retyped, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.retyped)


class Key(NamedTuple):
    """What tells rows apart, and how that is known; no columns: whole rows are compared."""

    columns: tuple[str, ...]
    how: str


class Summary(NamedTuple):
    """One column in one version. What a type has no notion of is None."""

    nulls: int
    distinct: int
    low: Any = None
    high: Any = None
    mean: float | None = None


class ColumnChange(NamedTuple):
    """One column in both versions. ``changed`` counts rows that are in both, None without a key."""

    column: str
    changed: int | None
    old: Summary
    new: Summary
    appeared: tuple[Any, ...] = ()
    vanished: tuple[Any, ...] = ()


class ChangedRow(NamedTuple):
    key: dict[str, Any]
    old: dict[str, Any]
    new: dict[str, Any]


class RowChange(NamedTuple):
    """Counts, and the first rows of each sort."""

    added: int
    removed: int
    changed: int | None
    same: int
    added_rows: tuple[dict[str, Any], ...] = ()
    removed_rows: tuple[dict[str, Any], ...] = ()
    changed_rows: tuple[ChangedRow, ...] = ()


class TableDiff(NamedTuple):
    old_rows: int
    new_rows: int
    schema: SchemaChange
    key: Key
    rows: RowChange
    columns: tuple[ColumnChange, ...]
