"""What is not a run or an execution, for people: an artifact, a commit, a value over time."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from lineal.base.ids import short
from lineal.cli.amounts import size_text
from lineal.cli.log_text import values_text
from lineal.cli.moments import ago, clock, now
from lineal.cli.output import BOLD
from lineal.cli.values import ascii_only, print_rows, printable, short_commit, value_text
from lineal.ledger.asking.changes import is_number, same
from lineal.ledger.asking.shown import finished
from lineal.ledger.asking.sparkline import sparkline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lineal.cli.output import Console
    from lineal.ledger.asking.shown import ShownArtifact, ShownCommit, Touch, Valued

_MOST = 10


def tell_artifact(console: Console, one: ShownArtifact) -> None:
    console.say(console.paint(f"artifact {one.oid}", BOLD))
    measures = [
        size_text(one.size) if one.size is not None else "",
        f"{one.nfiles:,} files" if one.nfiles is not None else "",
    ]
    size = ", ".join(filter(None, measures))
    if size:
        console.say(f"  size         {size}")
    for at, path in enumerate(one.paths):
        console.say(f"  {'path' if at == 0 else '':<13}{path}")
    _tell_touches(console, "made by", one.made, "nothing in the ledger made it")
    _tell_touches(console, "used by", one.used, "nothing used it")
    if one.paths and finished(one.made):
        console.note(f"where it came from: lineal trace md5:{one.oid[:12]}")
    if one.used:
        console.note(f"what it reached: lineal impact md5:{one.oid[:12]}")


def tell_commit(console: Console, one: ShownCommit) -> None:
    payload = one.payload
    console.say(console.paint(f"commit {short_commit(one.commit)}", BOLD))
    if payload is not None:
        committed = payload.get("committed", 0)
        console.say(f"  subject      {printable(payload.get('subject', ''))}")
        name, mail = payload.get("name"), payload.get("author", "")
        console.say(f"  who          {printable(f'{name} <{mail}>' if name else mail)}")
        console.say(f"  when         {clock(committed)} ({ago(committed, now())})")
    if one.brought:
        console.say(console.paint("results it brought", BOLD))
        print_rows(
            console, [[short(row.id), row.stage, values_text([row])] for row in one.brought], "  "
        )
    if one.executed:
        _tell_touches(console, "run at it", one.executed, "")
    if payload is None and not one.executed:
        console.say("  nothing was run at it, and its history was not read")
        console.note("lineal ledger import --git turns the history of Git into facts")


def tell_values(console: Console, kind: str, key: str, values: Sequence[Valued]) -> None:
    """Only where it changed, newest first; numbers drawn as well."""
    console.say(console.paint(f"{kind} {key}", BOLD))
    numbers = [float(one.value) for one in values if is_number(one.value)]
    drawing = sparkline(numbers[-60:], ascii_only=ascii_only())
    if drawing:
        console.say(f"  {drawing}")
    changed = [
        *values[:1],
        *(after for before, after in pairwise(values) if not same(before.value, after.value)),
    ]
    present = now()
    rows = [
        [short(one.id), one.stage, ago(one.time, present), value_text(one.value)]
        for one in reversed(changed)
    ]
    print_rows(console, rows[: 2 * _MOST], "  ")
    if len(rows) > 2 * _MOST:
        console.say(f"  … {len(rows) - 2 * _MOST} earlier values: --json has all")
    if len(values) > len(changed):
        console.say(f"  ({len(values)} executions; only where it changed)")


def _tell_touches(console: Console, title: str, touches: Sequence[Touch], none: str) -> None:
    console.say(console.paint(title, BOLD))
    present = now()
    rows = [
        [short(one.id), one.stage, one.status, ago(one.time, present)] for one in reversed(touches)
    ]
    print_rows(console, rows[:_MOST], "  ")
    if len(rows) > _MOST:
        console.say(f"  … {len(rows) - _MOST} more: --json has all")
    if not rows:
        console.say(f"  {none}")
