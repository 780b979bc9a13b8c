"""Projects to begin with: directories that come along, copied into a new project."""

from __future__ import annotations

import os

from lineal.base.errors import ProjectError, UsageError
from lineal.base.suggest import did_you_mean

#: What may be in a directory that counts as empty: the user has run `git init` there.
_HARMLESS = {".git"}


def template_files(name: str) -> dict[str, str]:
    """Paths below the project to paths of files here."""
    known = template_names()
    if name not in known:
        raise UsageError(
            f"there is no template '{name}'{did_you_mean(name, known)}",
            hint=f"templates: {', '.join(known)}",
        )
    top = os.path.join(_directory(), name)
    found = {}
    for directory, folders, files in os.walk(top):
        folders[:] = sorted(one for one in folders if one != "__pycache__")
        for file in sorted(files):
            full = os.path.join(directory, file)
            found[os.path.relpath(full, top)] = full
    return found


def template_names() -> list[str]:
    return sorted(entry.name for entry in os.scandir(_directory()) if entry.is_dir())


def check_empty(root: str) -> None:
    """A template never mixes with what is there."""
    here = sorted(set(os.listdir(root)) - _HARMLESS) if os.path.isdir(root) else []
    if here:
        raise ProjectError(
            f"{root} is not empty: there is '{here[0]}'", hint="give a directory that is new"
        )


def copy_files(files: dict[str, str], root: str) -> None:
    for name, source in files.items():
        target = os.path.join(root, name)
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with open(source, "rb") as given, open(target, "wb") as made:
            made.write(given.read())


def _directory() -> str:
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    return os.path.join(package, "templates")
