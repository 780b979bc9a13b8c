"""``lineal data commit``: record changed data and commit it in Git, in one step."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from lineal.base.errors import TargetError
from lineal.cli.data_git import ensure_driver, git_of
from lineal.pipeline.add import AddOptions, add
from lineal.pipeline.commit import commit
from lineal.pipeline.comparing.sides import choose
from lineal.pipeline.discover import discover
from lineal.pipeline.load import lock_path
from lineal.pipeline.unsaved import unsaved_data
from lineal.pipeline.workspace import open_workspace

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Sequence

    from lineal.cli.output import Console
    from lineal.pipeline.workspace import Workspace
    from lineal.storage.gitrun import Git

HELP = "Record changed data, and commit it in Git."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="*", help="data, stages; new data is added; default: all")
    parser.add_argument("-m", "--message", required=True, metavar="MSG", help="the commit message")


def run(args: argparse.Namespace) -> int:
    console: Console = args.console
    with open_workspace(warn=console.warn) as ws:
        git = git_of(ws, console)
        ensure_driver(ws, git, console)
        written = _record(ws, console, args.paths) if args.paths else _record_changed(ws, console)
    with open_workspace(warn=console.warn) as ws:
        changed = _changed_files(ws, git, written, everything=not args.paths)
    if changed:
        git.must("add", "--", *changed)
    if git.tells("diff", "--cached", "--quiet") is not None:
        console.say("Nothing to commit: no data and no project file has changed.")
        return 0
    git.must("commit", "--quiet", "--message", args.message)
    left = git.ask("status", "--porcelain", "--untracked-files=no").splitlines()
    if left:
        console.note(f"not committed: {', '.join(line[3:] for line in left)}")
    return 0


def _record_changed(ws: Workspace, console: Console) -> set[str]:
    """What was added is added again; what a stage makes is for the stage to make."""
    found = unsaved_data(ws)
    for stage in found.results:
        console.warn(
            f"results of stage '{stage.name}' are not as recorded",
            hint=f"lineal run, or lineal data commit {stage.name} to record them as they are",
        )
    written: set[str] = set()
    for stage in found.sources:
        console.note(f"+ lineal commit --force {ws.show(stage.file)}")
        commit(ws, ws.show(stage.file), _yes, force=True)
        written.add(stage.file)
    return written


def _record(ws: Workspace, console: Console, paths: Sequence[str]) -> set[str]:
    written: set[str] = set()
    for path in paths:
        if not choose(ws, [path]).missing:
            console.note(f"+ lineal commit --force {path}")
            for stage in commit(ws, path, _yes, force=True):
                written |= {stage.file, lock_path(stage.file)}
        elif os.path.lexists(os.path.join(ws.cwd, path)):
            console.note(f"+ lineal add {path}")
            written |= set(add(ws, [path], AddOptions()))
        else:
            raise TargetError(f"'{path}' does not exist", hint="check the spelling")
    return written


def _yes(question: str) -> bool:
    del question
    return True


def _changed_files(
    ws: Workspace, git: Git, written: Iterable[str], *, everything: bool
) -> list[str]:
    """Project files that Git does not have as they are, and what stages read and write in Git."""
    belongs = {os.path.relpath(path, git.root) for path in written}
    if everything:
        belongs |= {os.path.relpath(path, git.root) for path in _of_stages(ws)}
    listed = git.ask("status", "--porcelain", "-z", "--untracked-files=all", "--no-renames")
    changed = [(entry[:2], entry[3:]) for entry in listed.split("\0") if entry]
    return sorted(
        path
        for state, path in changed
        if path in belongs
        or (everything and _is_project_file(path) and _is_inside(path, ws, git))
        or (state != "??" and os.path.basename(path) == ".gitignore" and bool(belongs))
    )


def _of_stages(ws: Workspace) -> Iterable[str]:
    for stage in discover(ws):
        yield from (path for path in stage.local_inputs if not ws.git.is_ignored(path))
        yield from (out.path for out in stage.outs if not out.cache and not out.external)


def _is_project_file(path: str) -> bool:
    name = os.path.basename(path)
    return name.endswith(".dvc") or name in _NAMES


_NAMES = frozenset({"dvc.yaml", "dvc.lock", ".gitignore", ".dvcignore", ".gitattributes"})


def _is_inside(path: str, ws: Workspace, git: Git) -> bool:
    return f"{git.root}/{path}".startswith(f"{ws.root}/")
