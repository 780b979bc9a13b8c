"""``lineal init``: start a project, with the files ``dvc init`` writes, or from a template."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from lineal.base.errors import ProjectError, UsageError
from lineal.cli.project_templates import check_empty, copy_files, template_files
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
    parser.add_argument(
        "--template",
        metavar="NAME",
        help="begin with a whole line, from a table to a served model: purchase",
    )


def run(args: argparse.Namespace) -> int:
    root = os.path.abspath(args.directory)
    if args.no_scm and args.subdir:
        raise UsageError("--no-scm and --subdir contradict each other")
    if args.template is not None:
        return _from_template(args, root)
    os.makedirs(root, exist_ok=True)
    git_root = None if args.no_scm else _git_root_for(root, subdir=args.subdir)
    create_project(root, git_root=git_root, force=args.force)
    args.console.say("Initialized a project: settings in .dvc, the pipeline goes into dvc.yaml.")
    if git_root:
        args.console.say("The new files are staged; `git commit` when you like.")
    args.console.note("next: `lineal add DATA`, `lineal stage add`, `lineal run`")
    return 0


def _from_template(args: argparse.Namespace, root: str) -> int:
    """What is wrong is found before anything is made."""
    files = template_files(args.template)
    check_empty(root)
    os.makedirs(root, exist_ok=True)
    if not args.no_scm and find_git_root(root) is None:
        _git_init(root)
    git_root = None if args.no_scm else _git_root_for(root, subdir=args.subdir)
    create_project(root, git_root=git_root)
    copy_files(files, root)
    args.console.say(f"Made a project in {args.directory} from the template '{args.template}':")
    for name in files:
        args.console.say(f"  {name}")
    steps = ["python generate.py", "lineal add data/students.csv", "lineal run"]
    if root != os.getcwd():
        steps.insert(0, f"cd {_quoted(args.directory)}")
    args.console.note("next, or read README.md:")
    for step in steps:
        args.console.note(f"  {step}")
    return 0


def _git_init(root: str) -> None:
    from lineal.storage.gitrun import Git  # deferred: only where there is no repository yet

    Git(root).ask("init", "--quiet")


def _quoted(path: str) -> str:
    import shlex  # deferred: only here

    return shlex.quote(path)


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
