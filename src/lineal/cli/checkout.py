"""``lineal checkout``: bring data files from the cache into the workspace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.base.errors import DataError
from lineal.cli.output import GREEN, RED, YELLOW
from lineal.pipeline.checkout import CheckoutOptions, check_out
from lineal.pipeline.workspace import open_workspace

if TYPE_CHECKING:
    import argparse

    from lineal.cli.output import Console
    from lineal.pipeline.checkout import CheckedOut

HELP = "Bring data files from the cache into the workspace."

_COLOURS = {"modified": YELLOW, "added": GREEN, "deleted": RED}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("targets", nargs="*", help="stages, outputs or .dvc files; default: all")
    for names, text in (
        ("--summary", "print counts instead of paths"),
        ("-d --with-deps", "also what the targets depend on"),
        ("-R --recursive", "all stages below the directories named"),
        ("-f --force", "overwrite files that are saved nowhere"),
        ("--relink", "link everything anew, as cache.type says"),
        ("--allow-missing", "data that is not in the cache is no error"),
    ):
        parser.add_argument(*names.split(), action="store_true", help=text)


def run(args: argparse.Namespace) -> int:
    given = vars(args)
    options = CheckoutOptions(**{name: given[name] for name in CheckoutOptions._fields})
    with open_workspace(warn=args.console.warn) as ws:
        done = check_out(ws, args.targets, options)
    if args.summary:
        args.console.say(_summary(done.counts) or "No changes.")
    else:
        show_changes(args.console, done)
    if done.failed and not options.allow_missing:
        raise DataError(
            "Checkout failed for following targets:\n" + "\n".join(done.failed),
            hint="their data is not in the cache: lineal pull, or lineal run to make it again",
        )
    if args.relink:
        args.console.say("Relinked successfully")
    return 0


def show_changes(console: Console, done: CheckedOut) -> None:
    for kind, colour in _COLOURS.items():
        for path in getattr(done, kind):
            console.say(f"{console.paint(kind[0].upper(), colour)}\t{path}")


def _summary(counts: dict[str, int]) -> str:
    """As DVC counts: ``2 files modified and 1 file added``."""
    parts = [
        f"{count} file{'s' if count > 1 else ''} {kind}" for kind, count in counts.items() if count
    ]
    return " and ".join(", ".join(parts).rsplit(", ", 1))
