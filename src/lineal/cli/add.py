"""``lineal add``: track files and directories."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.base.errors import UsageError
from lineal.cli.git_hint import suggest_git_add
from lineal.cli.recording import recording
from lineal.pipeline.add import AddOptions, add
from lineal.pipeline.workspace import open_workspace

if TYPE_CHECKING:
    import argparse

HELP = "Track files and directories: write .dvc files, fill the cache."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("targets", nargs="+", help="files and directories")
    parser.add_argument("--no-commit", action="store_true", help="do not fill the cache yet")
    parser.add_argument("--glob", action="store_true", help="targets are patterns")
    parser.add_argument("-o", "--out", metavar="PATH", help="copy the data into the project there")
    parser.add_argument("-f", "--force", action="store_true", help="replace what is at --out")
    parser.add_argument(
        "--no-relink",
        dest="relink",
        action="store_false",
        help="leave the files as they are, do not link them to the cache",
    )


def run(args: argparse.Namespace) -> int:
    if args.out is not None and (len(args.targets) > 1 or args.glob or args.no_commit):
        what = "--glob" if args.glob else "--no-commit" if args.no_commit else "several targets"
        raise UsageError(f"{what} can't be used with --out", hint="add them one by one")
    options = AddOptions(args.no_commit, args.glob, args.out, args.force, args.relink)
    with open_workspace(warn=args.console.warn) as ws:
        with recording(ws) as recorder:
            files = add(ws, args.targets, options, recorder)
        suggest_git_add(ws, args.console, files)
    return 0
