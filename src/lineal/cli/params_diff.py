"""``lineal params diff``: how parameters differ between two revisions, or from the workspace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.cli.reports import add_diff_arguments, print_changes
from lineal.pipeline.reports.at_revisions import values_of
from lineal.pipeline.reports.params import ask_params
from lineal.pipeline.workspace import open_workspace

if TYPE_CHECKING:
    import argparse

HELP = "Show how parameters differ between two revisions."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_diff_arguments(parser, "parameter")
    parser.add_argument("--deps", action="store_true", help="only parameters that stages depend on")


def run(args: argparse.Namespace) -> int:
    targets: dict[str, tuple[str, ...]] = dict.fromkeys(args.targets or (), ())
    with open_workspace(warn=args.console.warn) as ws:
        names = (args.a_rev, args.b_rev)
        found = values_of(ws, names, lambda one: ask_params(one, targets, deps_only=args.deps))
        print_changes(args, "Param", found, ws.show)
    return 0
