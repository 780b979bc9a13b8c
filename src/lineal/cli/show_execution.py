"""An execution for people: why, from what, with which values, to what, and how it ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lineal.base.errors import LedgerError
from lineal.base.ids import short
from lineal.cli.amounts import size_text
from lineal.cli.moments import ago, lasted, now
from lineal.cli.output import BOLD
from lineal.cli.show_run import (
    head,
    metric_texts,
    tell_code,
    tell_environment,
    tell_moment,
)
from lineal.cli.values import ascii_only, print_rows, printable, short_oid, value_text
from lineal.ledger.asking.changes import ABSENT
from lineal.ledger.asking.derived import derived
from lineal.ledger.asking.sparkline import sparkline
from lineal.ledger.asking.told import reason_text, reasons_of, run_at_all
from lineal.ledger.completeness import describe
from lineal.ledger.kept import read_kept

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from lineal.cli.output import Console
    from lineal.ledger.asking.changes import Change
    from lineal.ledger.asking.shown import ShownExecution

_MOST_EDGES = 30
_TAIL_LINES = 10
_MOST_POINTS = 40


def tell_execution(console: Console, one: ShownExecution, directory: str) -> None:
    payload, ref = one.payload, f"exec:{short(one.id)}"
    head(console, "execution", short(one.id), payload["status"], payload["stage"])
    if payload.get("run"):
        console.say(f"  run          {short(bytes.fromhex(payload['run']))}")
    tell_moment(console, payload)
    tell_code(console, payload, ref)
    for line in _command_lines(payload):
        console.say(line)
    for again in one.reproduced:
        console.say(f"  reproduced   {again.verdict}, {ago(again.time, now())}")
    _tell_why(console, one)
    _tell_edges(console, "inputs", payload.get("uses") or (), one.inputs)
    _tell_params(console, one)
    _tell_lines(console, "metrics", metric_texts(one.line))
    _tell_lines(console, "logged", [*_series(payload)])
    _tell_edges(console, "outputs", payload.get("makes") or (), ())
    _tell_lines(console, "used", [*_resources(payload.get("resources") or {})])
    tell_environment(console, one.environment, one.environment_changes)
    for line in describe(payload.get("completeness")):
        console.say(line)
    if payload.get("error"):
        console.say(console.paint("error", BOLD))
        console.say(f"  {printable(payload['error'])}")
    tell_log_tail(console, payload, directory, ref)
    if one.before is not None:
        before = f"exec:{short(one.before)}"
        console.note(f"against the one before: lineal diff {before} {ref}")


def tell_log_tail(console: Console, payload: Mapping[str, Any], directory: str, ref: str) -> None:
    """The last lines; a log that is not here is no error while other things are shown."""
    if not payload.get("log"):
        return
    try:
        lines = read_kept(directory, payload["log"]).decode(errors="replace").splitlines()
    except LedgerError as exc:
        console.warn(exc.message, hint=exc.hint)
        return
    if not lines:
        return
    rest = len(lines) - _TAIL_LINES
    note = f", the last {_TAIL_LINES} of {len(lines)} lines: lineal show {ref} --log"
    console.say(console.paint("log", BOLD) + (note if rest > 0 else ""))
    for line in lines[-_TAIL_LINES:]:
        console.say(f"  {printable(line)}")


def _command_lines(payload: Mapping[str, Any]) -> Iterator[str]:
    command = payload.get("cmd")
    lines = command.splitlines() if isinstance(command, str) else command or ()
    for at, line in enumerate(lines):
        yield f"  {'command' if at == 0 else '':<13}{printable(line)}"


def _tell_why(console: Console, one: ShownExecution) -> None:
    reasons = reasons_of(one.payload, first=one.before is None)
    alone = run_at_all(one.payload, first=one.before is None)
    texts = [*([alone] if alone else []), *(reason_text(why, value_text) for why in reasons)]
    if texts:
        _tell_lines(console, "why it ran", texts)
    else:
        told = [reason_text(why, value_text) for why in derived(one)]
        _tell_lines(console, "what had changed since the one before", told)


def _tell_edges(
    console: Console, title: str, edges: Sequence[Mapping[str, Any]], changed: Sequence[Change]
) -> None:
    if not edges:
        return
    before = {one.key: one.before for one in changed}
    console.say(console.paint(title, BOLD))
    rows = [
        [
            edge["path"],
            short_oid(edge["oid"]),
            "" if edge.get("size") is None else size_text(edge["size"]),
            _remark(edge, before),
        ]
        for edge in edges[:_MOST_EDGES]
    ]
    print_rows(console, rows, "  ")
    if len(edges) > _MOST_EDGES:
        console.say(f"  … {len(edges) - _MOST_EDGES} more: --json has all")


def _remark(edge: Mapping[str, Any], before: Mapping[str, Any]) -> str:
    files = f"{edge['nfiles']:,} files" if edge.get("nfiles") is not None else ""
    role = edge.get("role", "")
    shown_role = role if role not in ("dep", "out") else ""
    change = ""
    if edge["path"] in before:
        was = before[edge["path"]]
        change = "new" if was is ABSENT else f"changed, was {short_oid(was)}"
    return ", ".join(filter(None, (files, shown_role, change)))


def _tell_params(console: Console, one: ShownExecution) -> None:
    changed = {change.key: change for change in one.line.changed_params}
    texts = []
    for key, value in sorted(one.line.params.items()):
        before = changed[key].before if key in changed else ABSENT
        note = f"  (was {value_text(before)})" if before is not ABSENT else ""
        texts.append(f"{key} {value_text(value)}{note}")
    _tell_lines(console, "params", texts)


def _series(payload: Mapping[str, Any]) -> Iterator[str]:
    for key, series in sorted((payload.get("series") or {}).items()):
        numbers = [value for value in series.get("values", ()) if isinstance(value, int | float)]
        every = max(1, -(-len(numbers) // _MOST_POINTS))
        drawing = sparkline(numbers[::every], ascii_only=ascii_only())
        last = value_text(numbers[-1]) if numbers else ""
        yield f"{key} {last}  {drawing}  {len(series.get('values', ()))} values"


def _resources(resources: Mapping[str, Any]) -> Iterator[str]:
    if resources.get("cpu") is not None:
        yield f"cpu {lasted(resources['cpu'])}"
    names = (("memory", "memory at most"), ("read", "read"), ("written", "written"))
    for key, words in names:
        if resources.get(key) is not None:
            yield f"{words} {size_text(resources[key])}"


def _tell_lines(console: Console, title: str, texts: Sequence[str]) -> None:
    if texts:
        console.say(console.paint(title, BOLD))
        for text in texts:
            console.say(f"  {printable(text)}")
