"""``lineal init``: start a project, with the files ``dvc init`` writes."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from lineal.base.errors import ProjectError, UsageError
from lineal.storage.create import create_project
from lineal.storage.gitrules import find_git_root

if TYPE_CHECKING:
    import argparse

HELP = "Start a project in a Git repository."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("directory", nargs="?", default=".", help="where; default: here")
    parser.add_argument("--no-scm", action="store_true", help="the project is not in Git")
    parser.add_argument(
        "-f", "--force", action="store_true", help="replace .dvc, with the cache in it"
    )
    parser.add_argument(
        "--subdir", action="store_true", help="the Git repository begins further up"
    )


def run(args: argparse.Namespace) -> int:
    root = os.path.abspath(args.directory)
    if args.no_scm and args.subdir:
        raise UsageError("--no-scm and --subdir contradict each other")
    os.makedirs(root, exist_ok=True)
    git_root = None if args.no_scm else _git_root_for(root, subdir=args.subdir)
    create_project(root, git_root=git_root, force=args.force)
    args.console.say("Initialized a project: settings in .dvc, the pipeline goes into dvc.yaml.")
    if git_root:
        args.console.say("The new files are staged; `git commit` when you like.")
    args.console.note("next: `lineal add DATA`, `lineal stage add`, `lineal run`")
    return 0


def _git_root_for(root: str, *, subdir: bool) -> str:
    git_root = find_git_root(root)
    if git_root is None:
        raise ProjectError(
            f"{root} is not in a Git repository",
            hint="run `git init` first, or use --no-scm for a project without Git",
        )
    if git_root != root and not subdir:
        raise ProjectError(
            f"{root} is not the root of its Git repository, {git_root} is",
            hint="run `lineal init` there, or use --subdir to begin a project here",
        )
    return git_root
