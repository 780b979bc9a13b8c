"""``lineal pull``: bring data from a remote into the cache and the workspace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.base.errors import DataError
from lineal.cli.checkout import show_changes
from lineal.cli.ledger_sharing import add_ledger_argument, pull_ledger
from lineal.cli.share_arguments import add_share_arguments, asked_of
from lineal.cli.transfer_progress import (
    UP_TO_DATE,
    make_meter,
    refuse_failed,
    summary,
    tell_problems,
)
from lineal.pipeline.sharing.fetch import FetchOptions
from lineal.pipeline.sharing.pull import pull
from lineal.pipeline.workspace import open_workspace

if TYPE_CHECKING:
    import argparse

    from lineal.pipeline.sharing.pull import Pulled

HELP = "Bring tracked data from a remote into the workspace."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_share_arguments(parser)
    add_ledger_argument(parser)
    for names, text in (
        ("--glob", "targets are patterns of paths"),
        ("-f --force", "overwrite files that are saved nowhere"),
        ("--allow-missing", "data that is on no remote is no error"),
    ):
        parser.add_argument(*names.split(), action="store_true", help=text)


def run(args: argparse.Namespace) -> int:
    options = FetchOptions(asked_of(args), run_cache=args.run_cache)
    with open_workspace(warn=args.console.warn) as ws:
        done = pull(
            ws,
            options,
            force=args.force,
            allow_missing=args.allow_missing,
            meter=make_meter(args.console),
        )
        try:
            _tell(args, done)
        finally:
            # Facts do not wait for data that is missing.
            pull_ledger(args, ws)
    return 0


def _tell(args: argparse.Namespace, done: Pulled) -> None:
    tell_problems(args.console, done.fetched, "download")
    show_changes(args.console, done.placed)
    said = summary({"fetched": done.fetched.moved, **done.placed.counts})
    failed = () if args.allow_missing else done.placed.failed
    if said or not (failed or done.fetched.failed):
        args.console.say(said or UP_TO_DATE)
    refuse_failed(done.fetched, "download")
    if failed:
        raise DataError(
            "Checkout failed for following targets:\n" + "\n".join(failed),
            hint="their data is not on the remote: push it from where it is,"
            " or lineal run to make it again",
        )
