"""``lineal commit``: record the workspace as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.cli.ask import confirm
from lineal.cli.recording import recording
from lineal.pipeline.commit import commit
from lineal.pipeline.workspace import open_workspace

if TYPE_CHECKING:
    import argparse

HELP = "Record the workspace as it is, without running."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("targets", nargs="*", help="stages, outputs or .dvc files; default: all")
    parser.add_argument("-f", "--force", action="store_true", help="do not ask about changes")
    parser.add_argument(
        "-d", "--with-deps", action="store_true", help="also what the targets depend on"
    )
    parser.add_argument(
        "-R", "--recursive", action="store_true", help="all stages below the directories named"
    )
    parser.add_argument(
        "--no-relink",
        dest="relink",
        action="store_false",
        help="leave the files in the workspace as they are, do not link them to the cache",
    )


def run(args: argparse.Namespace) -> int:
    with open_workspace(warn=args.console.warn) as ws, recording(ws) as recorder:
        for target in args.targets or [None]:
            commit(
                ws,
                target,
                confirm,
                with_deps=args.with_deps,
                recursive=args.recursive,
                force=args.force,
                relink=args.relink,
                recorder=recorder,
            )
    return 0
