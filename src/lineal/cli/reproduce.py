"""``lineal reproduce``: run again what was recorded, elsewhere, and compare every hash."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

from lineal.base.ids import RANDOM_BYTES, make_id, short
from lineal.cli.output import BOLD, GREEN, RED, YELLOW, Console
from lineal.cli.run_report import RunReporter
from lineal.ledger.kinds.reproduction import DIFFERENT, IDENTICAL, IMPOSSIBLE
from lineal.ledger.opening import open_ledger
from lineal.ledger.reproducing.comparison import as_json
from lineal.ledger.reproducing.engine import OPTIONS
from lineal.ledger.reproducing.reproduce import Asked, remember, reproduce
from lineal.ledger.reproducing.subject import subjects
from lineal.lineage.places import receipts_dir
from lineal.lineage.refs import Finder
from lineal.pipeline.workspace import open_workspace

if TYPE_CHECKING:
    import argparse

    from lineal.ledger.reproducing.comparison import Compared, Reproduction, Version

HELP = "Run again what was recorded, in a clean place, and compare every hash."

_COLOURS = {IDENTICAL: GREEN, DIFFERENT: RED, IMPOSSIBLE: YELLOW}
_SHORT = 8
_MICROS = 1_000_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("ref", help="a file (path or path@rev), exec:ID, run:ID or stage:NAME")
    parser.add_argument(
        "--from-inputs",
        action="store_true",
        help="run only what made it, from its recorded inputs; default: from the raw sources",
    )
    parser.add_argument("--keep", metavar="DIR", help="leave the worktree in this new directory")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace) -> int:
    console: Console = args.console
    # What the stages print is for people; with --json the verdict alone is on stdout.
    told = Console(quiet=True) if args.json else console
    keep = None if args.keep is None else os.path.abspath(args.keep)
    with open_workspace(warn=console.warn) as ws, open_ledger(ws) as ledger:
        node = Finder(receipts_dir(ws)).node(ws, ledger, args.ref)
        wanted = subjects(ws, ledger, node, args.ref)
        asked = Asked(
            wanted,
            lambda there: _Reporter(told, there, OPTIONS, None),
            _describe,
            args.from_inputs,
            keep,
        )
        done = reproduce(ws, ledger, asked)
        now = time.time_ns() // 1000
        remember(ledger, done, now, make_id(now, os.urandom(RANDOM_BYTES)))
    if args.json:
        import json  # deferred: text needs none

        console.data(json.dumps(as_json(done), ensure_ascii=False))
    else:
        _show(console, args.ref, done)
    return 0 if done.verdict == IDENTICAL else 1


class _Reporter(RunReporter):
    """As a run is told; but its lock is nobody's."""

    def lock_written(self, path: str, *, created: bool) -> None:
        pass


def _describe(path: str, then: str, now: str) -> list[str]:
    from lineal.cli.reproduce_inside import describe  # deferred: only when something differs

    return describe(path, then, now)


def _show(console: Console, ref: str, done: Reproduction) -> None:
    verdict = console.paint(done.verdict, _COLOURS[done.verdict])
    commit = f" at {done.commit[:_SHORT]}" if done.commit else ""
    dirty = " with uncommitted changes of then" if done.dirty else ""
    ids = ", ".join(f"exec:{short(each)}" for each in done.executions[:3])
    console.say(f"{console.paint(ref, BOLD)} ({ids}){commit}{dirty}: {verdict}")
    for line in done.missing:
        console.say(f"  missing: {line}")
    if done.missing and len(done.planned) > len(done.executions):
        console.say(
            f"  lineal reproduce {ref} --from-inputs needs only the inputs of the last stage"
        )
    if done.failed is not None:
        console.say(f"  {done.failed} failed when it was run again; its output is above")
    for compared in done.artifacts:
        _show_artifact(console, compared, first=compared is done.first)
    for taken in done.taken:
        console.say(f"  taken as recorded: what {taken.stage} made ({taken.why})")
    if done.hints:
        console.say("  what is known of why:")
        for hint in done.hints:
            console.say(f"    {hint}")
    if done.ran:
        what = f"{len(done.ran)} stage{'' if len(done.ran) == 1 else 's'}"
        console.say(f"  {what} run again in {done.seconds:.1f} s: {', '.join(done.ran)}")
    if done.kept is not None:
        console.say(f"  kept in {done.kept}; git worktree remove --force {done.kept} removes it")


def _show_artifact(console: Console, compared: Compared, *, first: bool) -> None:
    if compared.same:
        same = console.paint("same   ", GREEN)
        console.say(f"  {same}  {compared.path}  {_version(compared.recorded)}")
        return
    then, now = _version(compared.recorded), _version(compared.made)
    mark = "  the first that differs" if first else ""
    console.say(f"  {console.paint('differs', RED)}  {compared.path}  {then} -> {now}{mark}")
    for name in compared.members:
        console.say(f"           {name}")
    for line in compared.details:
        console.say(f"      {line}")


def _version(version: Version) -> str:
    if version.oid is None:
        return "nothing"
    files = "" if version.nfiles is None else f", {version.nfiles} files"
    size = "" if version.size is None else f" ({version.size:,} bytes{files})"
    return f"{version.oid[:_SHORT]}{size}"
