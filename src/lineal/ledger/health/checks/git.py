"""Git: whether there is one, and that it leaves what is ours alone."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from lineal.ledger.health.finding import ADVICE, BROKEN, GOOD, Finding
from lineal.storage.githead import head_commit
from lineal.storage.gitindex import TrackedPaths
from lineal.storage.gitrules import resolve_git_dir
from lineal.storage.gitrun import Git
from lineal.storage.merge_driver import DRIVER, names_files

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lineal.ledger.health.finding import Asked
    from lineal.pipeline.workspace import Workspace


def check(ws: Workspace, _asked: Asked) -> Iterator[Finding]:
    import shutil  # deferred: only doctor looks for programs

    root = ws.project.git_root
    if root is None:
        yield Finding(
            ADVICE, "the project is in no Git repository: code has no versions", "git init"
        )
        return
    if shutil.which("git") is None:
        yield Finding(BROKEN, "there is a repository, and no git on the PATH", "install Git")
        return
    commit = head_commit(root)
    said = f"at {commit[:8]}" if commit else "without a commit yet"
    yield Finding(GOOD, f"{root} {said}")
    yield from _ours(ws, root)
    yield from _merging(Git(ws.root), ws.root)


def _merging(git: Git, root: str) -> Iterator[Finding]:
    """`.gitattributes` comes with a clone, the command it names does not."""
    if names_files(git, root) and not git.tells("config", "--get", DRIVER):
        yield Finding(
            BROKEN,
            "Git would merge dvc.lock line by line here, into records of what never ran",
            "lineal data merge --install",
        )


def _ours(ws: Workspace, root: str) -> Iterator[Finding]:
    """`.lineal` has what belongs to one copy of a project; committed, it would be others' too."""
    directory = ws.project.lineal_dir
    shown = os.path.relpath(directory, root)
    if TrackedPaths(root, resolve_git_dir(root)).holds(shown):
        yield Finding(
            BROKEN,
            f"{shown} is tracked by Git: others would get this copy's ledger as theirs",
            f"git rm -r --cached {shown}, then commit",
        )
    ignoring = os.path.join(directory, ".gitignore")
    try:
        with open(ignoring, encoding="utf-8") as stream:
            is_whole = "*" in stream.read().split()
    except FileNotFoundError:
        is_whole = False
    if not is_whole:
        text = f"{shown} is not ignored by Git as a whole"
        yield Finding(ADVICE, text, f"echo '*' > {shown}/.gitignore")
