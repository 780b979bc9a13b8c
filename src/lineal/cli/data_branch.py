"""``lineal data branch``: a branch of Git, and the data that goes with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.base.errors import UsageError
from lineal.cli.data_git import bring_data, ensure_driver, git_of, refuse_unsaved
from lineal.pipeline.workspace import open_workspace

if TYPE_CHECKING:
    import argparse

HELP = "Start or switch to a branch, data included."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", nargs="?", help="the branch; made if there is none; default: list")
    parser.add_argument("--from", dest="start", metavar="REV", help="where a new branch begins")


def run(args: argparse.Namespace) -> int:
    with open_workspace(warn=args.console.warn) as ws:
        git = git_of(ws, args.console)
        if args.name is None:
            if args.start is not None:
                raise UsageError("--from needs the name of a branch")
            return git.run("branch", "--list")
        ensure_driver(ws, git, args.console)
        exists = git.tells("rev-parse", "--verify", "--quiet", f"refs/heads/{args.name}")
        if exists is not None and args.start is not None:
            raise UsageError(
                f"there is a branch '{args.name}' already",
                hint=f"lineal data branch {args.name} switches to it",
            )
        if exists is None and args.start is None:
            # Nothing moves: changes in the workspace simply come along.
            git.must("switch", "--create", args.name)
            return 0
        refuse_unsaved(ws, f"switching to '{args.name}'")
        if exists is None:
            git.must("switch", "--create", args.name, args.start)
        else:
            git.must("switch", args.name)
    # Opened anew: the project files are those of another commit.
    with open_workspace(warn=args.console.warn) as ws:
        bring_data(ws, args.console)
    return 0
