"""What the ``data`` verbs share: Git, said aloud, and the refusals that keep data safe."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from lineal.base.errors import DataError, ProjectError
from lineal.cli.checkout import show_changes
from lineal.pipeline.checkout import CheckoutOptions, check_out
from lineal.pipeline.unsaved import unsaved_data
from lineal.storage.gitrun import Git
from lineal.storage.merge_driver import (
    ensure_local_attributes,
    install,
    is_installed,
    names_files,
)

if TYPE_CHECKING:
    from lineal.cli.output import Console
    from lineal.pipeline.workspace import Workspace


def git_of(ws: Workspace, console: Console) -> Git:
    """Git in the project's working tree; every command that changes something is shown."""
    root = ws.project.git_root
    if root is None or ws.config.core.no_scm:
        raise ProjectError(
            "this project is not in Git, whose branches these would be",
            hint="git init, and commit the project files",
        )
    return Git(root, lambda command: console.note(f"+ {command}"))


def ensure_driver(ws: Workspace, git: Git, console: Console) -> None:
    """Each clone has to be told once: Git runs nothing that comes with a repository."""
    if not is_installed(git):
        install(git)
        console.note("Git merges dvc.lock and .dvc files with Lineal in this clone from now on.")
    if not names_files(git, ws.root):
        ensure_local_attributes(git)
        console.note("For every clone: `lineal data merge --install`, and commit .gitattributes.")


def refuse_unsaved(ws: Workspace, what: str) -> None:
    """Before Git changes anything: a switch is done in whole or not at all."""
    found = unsaved_data(ws)
    if not found.paths:
        return
    listed = "\n".join(ws.show(path) for path in found.paths)
    stages = " ".join(shlex.quote(stage.name) for stage in found.results if stage.name)
    hint = "lineal data commit -m MESSAGE keeps it, lineal checkout --force takes it back"
    raise DataError(
        f"{what} would lose data that is recorded nowhere:\n{listed}",
        hint=f"lineal commit {stages}, or lineal run, records what stages made" if stages else hint,
    )


def bring_data(ws: Workspace, console: Console) -> None:
    """The data of the project files as they are now, as `lineal checkout` does."""
    console.note("+ lineal checkout")
    done = check_out(ws, (), CheckoutOptions())
    show_changes(console, done)
    if done.failed:
        raise DataError(
            "this data is not in the cache:\n" + "\n".join(done.failed), hint="lineal pull"
        )
