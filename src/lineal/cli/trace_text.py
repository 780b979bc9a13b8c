"""A trace for people: a tree of what was made by what, down to what came from outside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from lineal.base.ids import short
from lineal.cli.amounts import size_text
from lineal.cli.moments import ago, clock, lasted, now
from lineal.cli.output import BOLD, CYAN, DIM, YELLOW
from lineal.cli.status_colours import STATUS_COLOURS
from lineal.cli.values import (
    ascii_only,
    columns_of_terminal,
    cut,
    short_commit,
    short_oid,
    value_text,
)
from lineal.ledger.kinds.execution import IMPORTED, RAN
from lineal.ledger.rows import UNDECLARED
from lineal.ledger.trace.graph import COPY, HOLDS, MEMBER, PLACE
from lineal.ledger.trace.tree import branches

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lineal.cli.output import Console
    from lineal.ledger.trace.execution import Described
    from lineal.ledger.trace.lineage import Trace, Use
    from lineal.ledger.trace.tree import Branch

_MOST_PARAMS, _MOST_COMMANDS, _MOST_REASONS = 12, 3, 2
_GRAVE = 0.15
_HOW = {MEMBER: "in", HOLDS: "holds", COPY: "same bytes as", PLACE: "written there:"}


class _Strokes(NamedTuple):
    down: str
    fork: str
    end: str
    made: str


_UNICODE = _Strokes("│  ", "├─ ", "└─ ", "← ")
_ASCII = _Strokes("|  ", "|- ", "`- ", "<- ")


def show_trace(console: Console, trace: Trace) -> None:
    strokes = _ASCII if ascii_only() else _UNICODE
    width = columns_of_terminal()
    present = now()
    environment: Mapping[str, Any] | None = None
    for one in branches(trace):
        head, rest = _prefixes(one, strokes)
        if one.use is not None:
            console.say(head + _item(console, trace, one, one.use, strokes))
            head = rest
        if one.execution is None or one.shown:
            continue
        made = trace.executions[one.execution]
        lines = [*_execution(console, made, present)]
        if made.environment and made.environment != environment:
            environment = made.environment
            lines.append(f"environment {environment_text(environment)}")
        if one.execution in trace.cut:
            lines.append(console.paint("… not followed further: --depth", DIM))
        for at, line in enumerate(lines):
            mark = strokes.made if one.use is not None else ""
            lead = (head + mark) if at == 0 else rest + " " * len(mark)
            room = None if width is None else max(20, width - len(lead))
            console.say(lead + (cut(line, room) if "\x1b" not in line else line))


def _prefixes(one: Branch, strokes: _Strokes) -> tuple[str, str]:
    """Of the first line and of those that follow it."""
    if not one.depth:
        return "", strokes.down if one.open else ""
    blank = " " * len(strokes.down)
    above = "".join(strokes.down if more else blank for more in one.guides)
    below = blank if one.last else strokes.down
    return (
        above + (strokes.end if one.last else strokes.fork),
        above + below + (strokes.down if one.open else ""),
    )


def _item(console: Console, trace: Trace, one: Branch, use: Use, strokes: _Strokes) -> str:
    parts = [console.paint(use.path, BOLD), console.paint(short_oid(use.oid), DIM)]
    if one.how:
        unsure = "" if one.certain else " (by its path: its files are not known)"
        parts.insert(0, _HOW[one.how])
        parts.append(unsure)
    if use.size is not None:
        parts.append(size_text(use.size))
    if use.nfiles is not None:
        parts.append(f"{use.nfiles:,} files")
    if use.role == UNDECLARED:
        parts.append(console.paint("read, but not declared", YELLOW))
    if use.read is False:
        parts.append(console.paint("not seen to be read", DIM))
    if one.shown and one.execution is not None:
        made = trace.executions[one.execution]
        parts.append(f"{strokes.made}{made.stage} {short(made.id)}, shown above")
    elif one.execution is None and not use.through:
        parts.append(_unmade(trace, use))
    if use.others:
        times = "time" if use.others == 1 else "times"
        parts.append(console.paint(f"made {use.others:,} more {times}", DIM))
    return "  ".join(filter(None, parts))


def _unmade(trace: Trace, use: Use) -> str:
    commit = trace.in_git.get((use.path, use.oid))
    if commit is not None:
        return f"in Git at {short_commit(commit)}"
    return "" if "://" in use.path else "made by nobody the ledger knows"


def _execution(console: Console, made: Described, present: int) -> Iterator[str]:
    colour = STATUS_COLOURS.get(made.status)
    status = console.paint(made.status, colour) if colour else made.status
    took = f" in {lasted(made.seconds)}" if made.status == RAN and made.seconds else ""
    when = f"{ago(made.time, present)} ({clock(made.time)[:16]})"
    parts = [console.paint(made.stage, CYAN), short(made.id), f"{status} {when}{took}"]
    if made.author:
        parts.append(f"by {made.author}")
    if made.commit:
        parts.append(f"at {short_commit(made.commit, dirty=made.dirty)}")
    if made.committed and (made.dirty or not made.commit):
        parts.append(f"committed in {short_commit(made.committed)}")
    yield "  ".join(parts)
    yield from _command(made)
    if made.params:
        shown = [f"{key}={value_text(made.params[key])}" for key in list(made.params)]
        more = f" and {len(shown) - _MOST_PARAMS} more" if len(shown) > _MOST_PARAMS else ""
        yield f"params {', '.join(shown[:_MOST_PARAMS])}{more}"
    yield from _completeness(console, made)
    if made.payload.get("error"):
        yield f"error {made.payload['error']}".splitlines()[0]


def _command(made: Described) -> Iterator[str]:
    if made.status == IMPORTED:
        yield "imported from below"
    lines = made.cmd
    for line in lines[:_MOST_COMMANDS]:
        yield f"$ {line}"
    if len(lines) > _MOST_COMMANDS:
        yield f"  … {len(lines) - _MOST_COMMANDS} more lines"


def _completeness(console: Console, made: Described) -> Iterator[str]:
    """Small doubts are only counted in; what a change could hide behind is said."""
    reasons = (made.payload.get("completeness") or {}).get("reasons") or []
    if made.score is None or not reasons:
        return
    grave = [str(one.get("text", "")) for one in reasons if one.get("weight", 0) >= _GRAVE]
    because = f": {'; '.join(grave[:_MOST_REASONS])}" if grave else ""
    more = f"; and {len(grave) - _MOST_REASONS} more" if len(grave) > _MOST_REASONS else ""
    text = f"completeness {made.score:.2g}{because}{more}"
    yield console.paint(text, YELLOW) if grave else text


def environment_text(environment: Mapping[str, Any]) -> str:
    packages = environment.get("packages")
    parts = [
        f"Python {environment['python']}" if environment.get("python") else "",
        f"{len(packages)} packages" if packages else "",
        str(environment.get("os") or ""),
        str(environment.get("machine") or ""),
    ]
    return ", ".join(filter(None, parts))
