"""How datasets differ, for people and as JSON."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Any

from lineal.cli.output import BOLD, GREEN, RED, YELLOW

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lineal.cli.output import Console
    from lineal.tables.data_diff import Dataset, FileNames
    from lineal.tables.report import ColumnChange, Summary, TableDiff
    from lineal.tables.text_diff import TextDiff

_COLOURS = {"added": GREEN, "deleted": RED, "modified": YELLOW}
_MOST_NAMES = 8
_MOST_LINES = 40
_WIDEST = 40


def as_json(value: Any) -> Any:  # noqa: ANN401  any of the reports, and what cells hold
    """Named tuples by their names; what JSON has no notion of as text."""
    if hasattr(value, "_asdict"):
        return {name: as_json(item) for name, item in value._asdict().items()}
    if isinstance(value, dict):
        return {str(name): as_json(item) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [as_json(item) for item in value]
    return _scalar(value)


def _scalar(value: object) -> object:
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, float):
        return value if isfinite(value) else str(value)
    return value if value is None or isinstance(value, (bool, int, str)) else str(value)


def show_dataset(console: Console, dataset: Dataset, indent: str = "") -> None:
    head = console.paint(f"{indent}{dataset.path}", BOLD)
    console.say(f"{head}  {console.paint(dataset.kind, _COLOURS[dataset.kind])}")
    inner = f"{indent}  "
    if dataset.files is not None:
        _show_files(console, dataset.files, inner)
    if dataset.rows is not None:
        console.say(f"{inner}{_label('rows')}{dataset.rows:,}")
    if dataset.table is not None:
        _show_table(console, dataset.table, inner)
    if dataset.text is not None:
        _show_text(console, dataset.text, inner)
    for member in dataset.members:
        show_dataset(console, member, inner)


def _show_files(console: Console, files: FileNames, indent: str) -> None:
    for kind, names in zip(("added", "removed", "modified"), files, strict=True):
        if names:
            console.say(f"{indent}{_label('files')}{len(names):,} {kind}: {_listed(names)}")


def _show_text(console: Console, text: TextDiff, indent: str) -> None:
    sizes = [f"{size:,} bytes" if size is not None else None for size in text[:2]]
    console.say(f"{indent}{_label('size')}{' → '.join(filter(None, sizes))}")
    if text.lines:
        console.say(f"{indent}{_label('lines')}{text.added} added, {text.removed} removed")
    for line in text.lines[:_MOST_LINES]:
        colour = GREEN if line.startswith("+") else RED if line.startswith("-") else ""
        console.say(f"{indent}  {console.paint(line, colour) if colour else line}")
    if len(text.lines) > _MOST_LINES:
        console.say(f"{indent}  … {len(text.lines) - _MOST_LINES} more lines")


def _show_table(console: Console, table: TableDiff, indent: str) -> None:
    difference = table.new_rows - table.old_rows
    change = f"{table.old_rows:,} → {table.new_rows:,} ({difference:+,})"
    console.say(f"{indent}{_label('rows')}{change if difference else f'{table.new_rows:,}'}")
    for label, line in _schema_lines(table):
        console.say(f"{indent}{_label(label)}{line}")
    rows = table.rows
    counts = [f"{rows.added:,} added", f"{rows.removed:,} removed"]
    counts += [f"{rows.changed:,} changed"] if rows.changed is not None else []
    console.say(f"{indent}{_label('compared')}{', '.join(counts)}, {rows.same:,} the same")
    names = ", ".join(table.key.columns)
    by = f"{names} ({table.key.how})" if names else table.key.how
    console.say(f"{indent}{_label('by')}{by}")
    for column in table.columns:
        words = _column_words(column)
        if words:
            console.say(f"{indent}{_label('column')}{column.column}: {'; '.join(words)}")
    _show_rows(console, table, indent)


def _schema_lines(table: TableDiff) -> Iterable[tuple[str, str]]:
    schema = table.schema
    lines = [f"+ {name} {kind}" for name, kind in schema.added.items()]
    lines += [f"- {name} {kind}" for name, kind in schema.removed.items()]
    lines += [f"~ {one.column} {one.old} → {one.new}" for one in schema.retyped]
    return zip(["schema", *[""] * len(lines)], lines, strict=False)


def _column_words(column: ColumnChange) -> list[str]:
    """Only what differs; nothing for a column that is as it was."""
    old, new = column.old, column.new
    words = [f"{_count(column.changed, 'cell')} changed"] if column.changed else []
    if old.nulls != new.nulls:
        words.append(f"nulls {old.nulls:,} → {new.nulls:,}")
    words += _range_words(old, new)
    if column.appeared:
        words.append(f"new values {_listed(map(_cell, column.appeared))}")
    if column.vanished:
        words.append(f"gone values {_listed(map(_cell, column.vanished))}")
    return words


def _range_words(old: Summary, new: Summary) -> list[str]:
    names = (("mean", old.mean, new.mean), ("min", old.low, new.low), ("max", old.high, new.high))
    return [
        f"{name} {_cell(before)} → {_cell(after)}"
        for name, before, after in names
        # The first and last text in the alphabet says nothing about a column of names.
        if _cell(before) != _cell(after) and not isinstance(before or after, str)
    ]


def _show_rows(console: Console, table: TableDiff, indent: str) -> None:
    rows = table.rows
    for row in rows.changed_rows:
        cells = "; ".join(
            f"{name} {_cell(row.old[name])} → {_cell(row.new[name])}" for name in row.new
        )
        console.say(f"{indent}{console.paint('~', YELLOW)} {_row(row.key)}  {cells}")
    for one in rows.removed_rows:
        console.say(f"{indent}{console.paint('-', RED)} {_row(one)}")
    for one in rows.added_rows:
        console.say(f"{indent}{console.paint('+', GREEN)} {_row(one)}")
    shown = len(rows.changed_rows) + len(rows.removed_rows) + len(rows.added_rows)
    hidden = rows.added + rows.removed + (rows.changed or 0) - shown
    if hidden:
        console.say(f"{indent}… {hidden:,} more rows: --limit N shows more, --json all it has")


def _row(row: Mapping[str, Any]) -> str:
    return " ".join(f"{name}={_cell(value)}" for name, value in row.items())


def _cell(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, float):
        return f"{value:.6g}"
    text = str(value)
    return text if len(text) <= _WIDEST else f"{text[:_WIDEST]}…"


def _listed(names: Iterable[str]) -> str:
    every = list(names)
    more = len(every) - _MOST_NAMES
    return ", ".join(every[:_MOST_NAMES]) + (f" and {more:,} more" if more > 0 else "")


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _label(text: str) -> str:
    return f"{text:<10}"
