"""``lineal plots diff``: several revisions of each plot, drawn over each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.base.errors import RevisionError
from lineal.cli.plots import add_plot_flags, show_plots
from lineal.pipeline.revisions import WORKSPACE_NAME

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from lineal.pipeline.workspace import Workspace

HELP = "Draw several revisions of each plot over each other."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "revisions",
        nargs="*",
        help="revisions to draw; a single one is compared with the workspace",
    )
    parser.add_argument(
        "--targets", nargs="*", metavar="PATH", help="files, or plots of dvc.yaml by name"
    )
    add_plot_flags(parser)


def run(args: argparse.Namespace) -> int:
    return show_plots(args, lambda ws: _revisions(ws, args.revisions))


def _revisions(ws: Workspace, given: Sequence[str]) -> Sequence[str] | None:
    """Without any: HEAD and the workspace if that has changes. None before the first commit."""
    from lineal.storage.git.references import all_commits, is_dirty  # deferred: starts git

    try:
        ws.history.objects.resolve("HEAD")
    except RevisionError:
        if all_commits(ws.history.git_dir):
            raise
        return None
    if len(given) > 1:
        return given
    if not given and is_dirty(ws.history.git_dir, ws.history.git_root):
        return ["HEAD", WORKSPACE_NAME]
    return [*given, WORKSPACE_NAME]
