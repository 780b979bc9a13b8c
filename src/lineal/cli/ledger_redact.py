"""``lineal ledger redact``: remove what a fact says, or a log, and leave a chain that holds."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

from lineal.base.errors import UsageError
from lineal.base.ids import RANDOM_BYTES, make_id, short
from lineal.cli.ask import confirm
from lineal.ledger.opening import open_ledger
from lineal.ledger.proving.redact import Order, find_target, redact
from lineal.pipeline.workspace import open_workspace
from lineal.storage.gitrun import Git

if TYPE_CHECKING:
    import argparse

    from lineal.ledger.opened import Ledger
    from lineal.ledger.proving.redact import Target
    from lineal.pipeline.workspace import Workspace

HELP = "Remove what a run, an execution or a log says, for good and everywhere."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("ref", help="the id of a run or execution, or of a kept text")
    parser.add_argument("--reason", required=True, metavar="TEXT", help="why: this is recorded")
    parser.add_argument("-y", "--yes", action="store_true", help="do not ask")


def run(args: argparse.Namespace) -> int:
    with open_workspace(warn=args.console.warn) as ws, open_ledger(ws) as ledger:
        target = find_target(ledger, args.ref)
        _make_sure(args, target)
        done = redact(ledger, target, _order(ws, ledger, args.reason))
    what = f"the payload of {short(target.facts[0].id)}" if target.facts else "the text"
    texts = len(done.texts) if target.facts else 0
    also = f", and {texts} text{'' if texts == 1 else 's'} of it" if texts else ""
    args.console.say(f"Removed {what}{also}. `lineal push` has it removed where it was shared.")
    return 0


def _make_sure(args: argparse.Namespace, target: Target) -> None:
    if args.yes:
        return
    if target.facts:
        what = f"what the {target.facts[0].kind} {short(target.facts[0].id)} says"
    else:
        what = f"the text {(target.text or '')[:12]}"
    if not confirm(f"This removes {what} for good. Go on?"):
        raise UsageError(f"{what} was not removed", hint="--yes asks nothing")


def _order(ws: Workspace, ledger: Ledger, reason: str) -> Order:
    git = Git(ws.root).tells("config", "user.email") if ws.project.git_root else None
    now = time.time_ns() // 1000
    author = git or ledger.writer.label
    return Order(make_id(now, os.urandom(RANDOM_BYTES)), now, author, reason)
