"""What differs beside the data: values, code, environment; as text and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from lineal.cli.log_json import changes_json
from lineal.cli.output import BOLD, GREEN, RED
from lineal.cli.values import arrow, change_text, metric_text, short_commit, short_oid
from lineal.ledger.asking.changes import ABSENT
from lineal.ledger.asking.comparing import CODE, INPUTS, METRICS, OUTPUTS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lineal.cli.output import Console
    from lineal.ledger.asking.changes import Change
    from lineal.storage.git.diffs import FileDiff

# Lines of hunks and changes of a section that are shown without being asked for.
_MOST_LINES = 40
_MOST_CHANGES = 30
_COMMIT_DIGITS = 40


class Report(NamedTuple):
    """``changes`` by section; ``notes`` say what could not be compared, and why."""

    changes: Mapping[str, tuple[Change, ...]]
    code: tuple[FileDiff, ...] = ()
    notes: tuple[str, ...] = ()


def show_report(console: Console, report: Report, *, all_hunks: bool = False) -> None:
    for section, changes in report.changes.items():
        console.say(f"{console.paint(section.capitalize(), BOLD)}:")
        shown = changes if all_hunks else changes[:_MOST_CHANGES]
        for change in shown:
            console.say(f"    {_line(section, change)}")
        if len(changes) > len(shown):
            console.say(f"    … {len(changes) - len(shown)} more: --full shows all")
        if section == CODE:
            _show_code(console, report.code, all_hunks=all_hunks)
        console.say()
    if report.code and CODE not in report.changes:
        console.say(f"{console.paint('Code', BOLD)}:")
        _show_code(console, report.code, all_hunks=all_hunks)
        console.say()
    for note in report.notes:
        console.note(note)


def report_json(report: Report) -> dict[str, Any]:
    return {
        **{section: changes_json(changes) for section, changes in report.changes.items()},
        "files": [
            {
                "path": one.path,
                "added": one.added,
                "removed": one.removed,
                "diff": "\n".join(one.lines),
            }
            for one in report.code
        ],
        "notes": list(report.notes),
    }


def _line(section: str, change: Change) -> str:
    if section == METRICS:
        before, after = change.before, change.after
        if change.delta is not None:
            return f"{change_text(change)} {metric_text(change).rpartition(' ')[2]}"
        return change_text(change) if before is not ABSENT or after is not ABSENT else ""
    if section in (INPUTS, OUTPUTS):
        return _item(change)
    if section == CODE:
        sides = [_code_value(value) for value in (change.before, change.after)]
        return f"{change.key} {sides[0]} {arrow()} {sides[1]}"
    return change_text(change)


def _item(change: Change) -> str:
    if change.before is ABSENT:
        return f"added     {change.key}  {short_oid(change.after)}"
    if change.after is ABSENT:
        return f"gone      {change.key}  {short_oid(change.before)}"
    return f"modified  {change.key}  {short_oid(change.before)} {arrow()} {short_oid(change.after)}"


def _code_value(value: Any) -> str:  # noqa: ANN401  a commit, a branch, or nothing
    if value is ABSENT:
        return "-"
    text = str(value)
    if len(text) < _COMMIT_DIGITS:
        return text
    return short_commit(text.rstrip("+"), dirty=text.endswith("+"))


def _show_code(console: Console, files: Sequence[FileDiff], *, all_hunks: bool) -> None:
    left = sum(len(one.lines) for one in files) if all_hunks else _MOST_LINES
    for one in files:
        console.say(f"    {one.path}  +{one.added} -{one.removed}")
        for line in one.lines[:left]:
            console.say(f"      {_coloured(console, line)}".rstrip())
        if len(one.lines) > left > 0:
            console.say(f"      … {len(one.lines) - left} more lines: --code shows all")
        left = max(0, left - len(one.lines))


def _coloured(console: Console, line: str) -> str:
    colour = {"+": GREEN, "-": RED}.get(line[:1])
    return console.paint(line, colour) if colour else line
