"""``lineal plots show``: the plots of the workspace as one page, or as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.cli.plots import add_plot_flags, show_plots
from lineal.pipeline.revisions import WORKSPACE_NAME

if TYPE_CHECKING:
    import argparse

HELP = "Draw the plots of the workspace into one HTML page."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "targets", nargs="*", help="files, or plots of dvc.yaml by name; default: all"
    )
    add_plot_flags(parser)


def run(args: argparse.Namespace) -> int:
    return show_plots(args, lambda _ws: [WORKSPACE_NAME])
