"""``lineal fetch``: bring data from a remote into the cache."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.cli.ledger_sharing import add_ledger_argument, pull_ledger
from lineal.cli.share_arguments import add_share_arguments, asked_of
from lineal.cli.transfer_progress import (
    UP_TO_DATE,
    make_meter,
    refuse_failed,
    summary,
    tell_problems,
)
from lineal.pipeline.sharing.fetch import FetchOptions, fetch
from lineal.pipeline.workspace import open_workspace

if TYPE_CHECKING:
    import argparse

HELP = "Bring tracked data from a remote into the cache."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_share_arguments(parser)
    add_ledger_argument(parser)
    parser.add_argument(
        "--max-size", type=int, metavar="BYTES", help="leave out outputs of that size and more"
    )
    parser.add_argument(
        "--type",
        dest="types",
        action="append",
        default=[],
        choices=["metrics", "plots"],
        help="only outputs of this kind",
    )


def run(args: argparse.Namespace) -> int:
    options = FetchOptions(asked_of(args), args.run_cache, args.max_size, tuple(args.types))
    with open_workspace(warn=args.console.warn) as ws:
        done = fetch(ws, options, make_meter(args.console))
        tell_problems(args.console, done, "download")
        refuse_failed(done, "download")
        args.console.say(summary({"fetched": done.moved}) or UP_TO_DATE)
        pull_ledger(args, ws)
    return 0
