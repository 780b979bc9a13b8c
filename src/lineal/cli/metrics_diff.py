"""``lineal metrics diff``: how metrics differ between two revisions, or from the workspace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.cli.reports import add_diff_arguments, add_precision, print_changes
from lineal.pipeline.reports.at_revisions import values_of
from lineal.pipeline.reports.metrics import ask_metrics
from lineal.pipeline.workspace import open_workspace

if TYPE_CHECKING:
    import argparse

HELP = "Show how metrics differ between two revisions."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_diff_arguments(parser, "metrics")
    add_precision(parser)
    parser.add_argument(
        "-R",
        "--recursive",
        action="store_true",
        help="(directories are always searched; the flag is DVC's)",
    )


def run(args: argparse.Namespace) -> int:
    with open_workspace(warn=args.console.warn) as ws:
        names = (args.a_rev, args.b_rev)
        found = values_of(ws, names, lambda one: ask_metrics(one, args.targets or ()))
        print_changes(args, "Metric", found, ws.show, digits=args.precision)
    return 0
