"""Telling Git to merge ``dvc.lock`` and ``.dvc`` files with Lineal.

Two halves: ``.gitattributes`` says for which files and is committed; the command stands in the
clone's own configuration, because Git runs nothing that came with a repository.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Final

from lineal.storage.atomic import append_whole

if TYPE_CHECKING:
    from lineal.storage.gitrun import Git

ATTRIBUTES_FILE: Final = ".gitattributes"
DRIVER: Final = "merge.lineal.driver"
_LINES: Final = ("dvc.lock merge=lineal", "*.dvc merge=lineal")


def ensure_attributes(root: str) -> str | None:
    """Name the files in ``.gitattributes``; return it if it changed."""
    path = os.path.join(root, ATTRIBUTES_FILE)
    try:
        with open(path, "rb") as file:
            present = file.read()
    except FileNotFoundError:
        present = b""
    known = {b" ".join(line.split()) for line in present.splitlines()}
    missing = [line for line in _LINES if line.encode() not in known]
    if not missing:
        return None
    text = "".join(f"{line}\n" for line in missing)
    begin = "\n" if present and not present.endswith(b"\n") else ""
    append_whole(path, (begin + text).encode())
    return path


def ensure_local_attributes(git: Git) -> None:
    """The same for this clone alone, where the files are not named for everybody yet."""
    path = os.path.join(git.root, git.ask("rev-parse", "--git-path", "info/attributes").rstrip())
    os.makedirs(os.path.dirname(path), exist_ok=True)
    append_whole(path, "".join(f"{line}\n" for line in _LINES).encode())


def names_files(git: Git, root: str) -> bool:
    """Tell whether Git would ask us about the project's lock."""
    said = git.ask("check-attr", "merge", "--", os.path.join(root, "dvc.lock"))
    return said.rstrip().endswith(": lineal")


def is_installed(git: Git) -> bool:
    """Tell whether this clone would run this very installation."""
    wanted = dict(_settings())
    return git.tells("config", "--get", DRIVER) == wanted[DRIVER]


def install(git: Git) -> None:
    """Write the command into the configuration of this clone, worktrees included."""
    for name, value in _settings():
        git.ask("config", "--local", name, value)


def _settings() -> tuple[tuple[str, str], ...]:
    # What clashes between two ancestors must not look decided when their heirs are merged.
    return (
        ("merge.lineal.name", "Lineal: dvc.lock by stage, .dvc files by file"),
        (DRIVER, _command("")),
        ("merge.lineal.recursive", "lineal-ancestor"),
        ("merge.lineal-ancestor.name", "Lineal: for a merge of common ancestors"),
        ("merge.lineal-ancestor.driver", _command("--ancestor ")),
    )


def _command(flags: str) -> str:
    """This installation where it still is, else the one on PATH.

    Git runs it in a shell, from the root of the working tree; ``-P`` keeps a directory of that
    tree from being imported in place of a library.
    """
    import shlex  # deferred: only who installs

    python = shlex.quote(sys.executable).replace("%", "%%")
    return (
        f'p={python}; if test -x "$p"; then set -- "$p" -P -m lineal; else set -- lineal; fi; '
        f'"$@" merge-driver {flags}%O %A %B %P'
    )
