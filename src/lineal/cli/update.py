"""``lineal update``: let imports follow their source to where it is now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.cli.import_arguments import add_jobs, telling
from lineal.cli.recording import recording
from lineal.pipeline.imports.update import UpdateOptions, update
from lineal.pipeline.workspace import open_workspace

if TYPE_CHECKING:
    import argparse

HELP = "Let imports follow their source to where it is now."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("targets", nargs="+", help=".dvc files of imports")
    parser.add_argument("--rev", metavar="REV", help="go to this commit, branch or tag")
    parser.add_argument(
        "-R", "--recursive", action="store_true", help="all imports below the directories named"
    )
    parser.add_argument(
        "--no-download",
        action="store_true",
        help="record what the source has, leave the data there until `lineal pull`",
    )
    parser.add_argument(
        "--to-remote", action="store_true", help="bring the data to a remote, not here"
    )
    parser.add_argument("-r", "--remote", metavar="NAME", help="the remote of --to-remote")
    add_jobs(parser)


def run(args: argparse.Namespace) -> int:
    given = vars(args)
    options = UpdateOptions(**{name: given[name] for name in UpdateOptions._fields})
    with open_workspace(warn=args.console.warn) as ws, recording(ws) as recorder:
        update(ws, args.targets, options, telling(args.console, recorder))
    return 0
