"""States side by side: a column each while there are few, a line each when there are many."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lineal.base.ids import short
from lineal.cli.moments import ago, lasted, now
from lineal.cli.output import BOLD, DIM
from lineal.cli.table import Table, as_markdown
from lineal.cli.values import (
    ascii_only,
    columns_of_terminal,
    cut,
    delta_text,
    print_rows,
    short_commit,
    short_oid,
    value_text,
)
from lineal.ledger.asking.changes import ABSENT, Change
from lineal.ledger.asking.comparing import (
    CODE,
    INPUTS,
    METRICS,
    OUTPUTS,
    PARAMS,
    SECONDS,
)
from lineal.ledger.asking.sparkline import sparkline

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lineal.cli.output import Console
    from lineal.ledger.asking.comparing import CompareRow, Sections
    from lineal.ledger.asking.state import State

# More columns than this are not read side by side.
_MOST_COLUMNS = 6
_MOST_NAMES = 8
_COMMIT_DIGITS = 40
_FULL = 32
_WORDS = {SECONDS: "time"}


def show_comparison(
    console: Console,
    states: Sequence[State],
    sections: Sections,
    histories: Mapping[str, Sequence[float]],
) -> None:
    if not sections:
        console.say("Nothing differs: the same values, inputs, code, environment and outputs.")
        return
    if len(states) > _MOST_COLUMNS:
        _show_lines(console, states, sections)
        return
    titles = [["", *map(_name, states)], ["", *map(_about, states)]]
    body = {section: _rows(section, rows, histories) for section, rows in sections.items()}
    every = [*titles, *(row for rows in body.values() for row in rows)]
    widths = [max(len(row[at]) for row in every if at < len(row)) for at in range(len(titles[0]))]
    for title, style in zip(titles, (BOLD, DIM), strict=True):
        console.say(console.paint(_line(title, widths), style))
    for section, rows in body.items():
        console.say(console.paint(_WORDS.get(section, section), BOLD))
        for row in rows:
            console.say(cut(_line(row, widths), columns_of_terminal()))


def markdown(states: Sequence[State], sections: Sections) -> str:
    """One table; the first column says which section."""
    rows = [
        [_WORDS.get(section, section), row.key, *_values(section, row)]
        for section, rows in sections.items()
        for row in rows
    ]
    return as_markdown(Table(["", "", *(one.label for one in states)], rows))


def shown_value(section: str, value: Any) -> str:  # noqa: ANN401  whatever a section compares
    if value is ABSENT:
        return value_text(value)
    if section in (INPUTS, OUTPUTS):
        return short_oid(value)
    if section == SECONDS:
        return lasted(value)
    if section == CODE and isinstance(value, str) and len(value) >= _COMMIT_DIGITS:
        return short_commit(value.rstrip("+"), dirty=value.endswith("+"))
    return value_text(value)


def _rows(
    section: str, rows: Sequence[CompareRow], histories: Mapping[str, Sequence[float]]
) -> list[list[str]]:
    shown = []
    for row in rows:
        drawing = ""
        if section == METRICS:
            drawing = sparkline(histories.get(row.key, ()), ascii_only=ascii_only())
        shown.append([f"  {row.key}", *_values(section, row), *([drawing] if drawing else [])])
    return shown


def _values(section: str, row: CompareRow) -> list[str]:
    """Metrics from the second on say how far they are from the first."""
    texts = [shown_value(section, value) for value in row.values]
    if section != METRICS:
        return texts
    deltas = [Change(row.key, row.values[0], value).delta for value in row.values]
    return [
        f"{text} ({delta_text(delta)})" if delta else text
        for text, delta in zip(texts, deltas, strict=True)
    ]


def _show_lines(console: Console, states: Sequence[State], sections: Sections) -> None:
    """One table with what has values as its columns; of the rest only the names."""
    columns = [["", *map(_name, states)], ["", *map(_about, states)]]
    columns += [
        [row.key, *(shown_value(section, value) for value in row.values)]
        for section in (PARAMS, METRICS)
        for row in sections.get(section, ())
    ]
    widths = [max(map(len, column)) for column in columns]
    for at in range(len(states) + 1):
        line = cut(_line([column[at] for column in columns], widths), columns_of_terminal())
        console.say(console.paint(line, BOLD) if at == 0 else line)
    others = {name: rows for name, rows in sections.items() if name not in (PARAMS, METRICS)}
    if others:
        console.say(console.paint("what else differs", BOLD))
    listed = [[_WORDS.get(section, section), _names(rows)] for section, rows in others.items()]
    print_rows(console, listed, "  ")
    if others:
        console.note(f"compare up to {_MOST_COLUMNS} to see these, or use --json")


def _names(rows: Sequence[CompareRow]) -> str:
    more = f" and {len(rows) - _MOST_NAMES} more" if len(rows) > _MOST_NAMES else ""
    return ", ".join(row.key for row in rows[:_MOST_NAMES]) + more


def _name(state: State) -> str:
    """As it was asked for; an id spelled out is the short one to people."""
    return state.label if state.id is None or len(state.label) < _FULL else short(state.id)


def _about(state: State) -> str:
    """When and by whom."""
    payload = state.payload
    if payload.get("started") is None:
        return short_commit(state.commit)
    author = payload.get("author") or {}
    name = author.get("name") or author.get("email") or ""
    return f"{ago(payload['started'], now())} {name}".strip()


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    room = [*widths, *[0] * (len(cells) - len(widths))]
    return "  ".join(map(str.ljust, cells, room)).rstrip()
