"""``lineal ledger import``: history that was made without Lineal becomes part of the ledger."""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING

from lineal.base.errors import UsageError
from lineal.cli.status_line import StatusLine
from lineal.ledger.backfill.commits import BRANCHES, EVERYTHING, Range, parse_range
from lineal.ledger.backfill.importing import Imported, import_history
from lineal.ledger.opened import open_as_is
from lineal.ledger.recording.ingest import take_in
from lineal.pipeline.workspace import open_workspace

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from lineal.cli.output import Console
    from lineal.ledger.backfill.importing import Broken

HELP = "Turn the Git history of the project into facts."

_MOST_SHOWN = 5
_SHORT = 7
_INTERRUPTED = 130


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--git",
        nargs="?",
        const="",
        metavar="REVS",
        help="import commits: a branch or a range such as v1.0..main;"
        " default: what is on branches and tags",
    )
    parser.add_argument(
        "--all", action="store_true", help="every reference, also those of DVC's experiments"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace) -> int:
    if args.git is None:
        raise UsageError("import from where?", hint="lineal ledger import --git")
    if args.git and args.all:
        raise UsageError("--all is every commit; a range is some", hint="leave out one of them")
    began = time.monotonic()
    progress = Progress(live=_is_live(args.console))
    with open_workspace(warn=args.console.warn) as ws, open_as_is(ws) as ledger:
        # What runs know of executions is more than what a commit tells. What the workspace
        # records is left for later: most of it is about to be found in the commit it is from.
        take_in(ws, ledger)
        wanted = parse_range(ws.history.git_dir, args.git) if args.git else _everywhere(args.all)
        try:
            done = import_history(ws, ledger, wanted, progress)
        except KeyboardInterrupt:
            progress.clear()
            args.console.note(
                "interrupted; what was imported is kept, the same command goes on from there"
            )
            return _INTERRUPTED
        finally:
            progress.clear()
    _tell(args, done, time.monotonic() - began)
    return 0


def _everywhere(everything: bool) -> Range:  # noqa: FBT001  one flag, spelled at its only call
    return Range(EVERYTHING if everything else BRANCHES)


def _is_live(console: Console) -> bool:
    return sys.stderr.isatty() and not console.quiet and os.environ.get("TERM") != "dumb"


class Progress:
    """One line on a terminal: how far, how fast."""

    __slots__ = ("_began", "_line")

    def __init__(self, *, live: bool) -> None:
        self._line = StatusLine() if live else None
        self._began = time.monotonic()

    def __call__(self, done: int, total: int) -> None:
        if self._line is not None:
            rate = done / max(time.monotonic() - self._began, 1e-3)
            left = (total - done) / max(rate, 1e-3)
            self._line.show(
                f"importing · {done} of {total} commits · {rate:.0f} commits/s · {left:.0f} s left"
            )

    def clear(self) -> None:
        if self._line is not None:
            self._line.clear()


def _tell(args: argparse.Namespace, done: Imported, seconds: float) -> None:
    console: Console = args.console
    if args.json:
        import json  # deferred: text needs none

        said = {**done._asdict(), "broken": [each._asdict() for each in done.broken]}
        console.data(json.dumps(said, ensure_ascii=False))
        return
    _warn_broken(console.warn, done.broken)
    if not done.looked_at:
        console.say("Nothing new: every commit there is was imported.")
        return
    console.say(
        f"{_count(done.looked_at, 'commit')} read in {seconds:.1f} s:"
        f" {_count(done.executions, 'execution')} found"
        f", {done.known} known before"
        f"; {_count(done.commits, 'commit')} changed what is recorded."
    )
    if done.executions:
        console.say("lineal log --executions lists them, lineal trace PATH shows what made what.")


def _warn_broken(warn: Callable[[str], None], broken: tuple[Broken, ...]) -> None:
    for each in broken[:_MOST_SHOWN]:
        first = each.problem.splitlines()[0]
        versions = _count(each.versions, "version")
        warn(f"{each.path}: skipped {versions}, first in {each.commit[:_SHORT]}: {first}")
    if len(broken) > _MOST_SHOWN:
        warn(f"and {len(broken) - _MOST_SHOWN} more files; --json names all")


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
