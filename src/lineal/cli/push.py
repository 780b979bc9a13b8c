"""``lineal push``: send data to where it is shared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.cli.ledger_sharing import add_ledger_argument, push_ledger
from lineal.cli.share_arguments import add_share_arguments, asked_of
from lineal.cli.transfer_progress import (
    UP_TO_DATE,
    make_meter,
    refuse_failed,
    summary,
    tell_problems,
)
from lineal.pipeline.sharing.push import PushOptions, push
from lineal.pipeline.workspace import open_workspace

if TYPE_CHECKING:
    import argparse

HELP = "Send tracked data to a remote."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_share_arguments(parser)
    add_ledger_argument(parser)
    parser.add_argument("--glob", action="store_true", help="targets are patterns of paths")
    parser.add_argument(
        "--check",
        action="store_true",
        help="list the remote and compare every object, instead of trusting its directories",
    )


def run(args: argparse.Namespace) -> int:
    options = PushOptions(asked_of(args), run_cache=args.run_cache, check=args.check)
    with open_workspace(warn=args.console.warn) as ws:
        done = push(ws, options, make_meter(args.console))
        tell_problems(args.console, done, "upload")
        refuse_failed(done, "upload")
        args.console.say(summary({"pushed": done.moved}) or UP_TO_DATE)
        push_ledger(args, ws)
    return 0
