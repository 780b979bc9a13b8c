"""Where the verbs of ``lineal receipts`` look: the project's receipts, or a directory."""

from __future__ import annotations

import os
from importlib.util import find_spec
from typing import TYPE_CHECKING

from lineal.base.errors import DataError, TargetError
from lineal.receipts import places
from lineal.storage.project import find_project

if TYPE_CHECKING:
    import argparse

_NEEDED = ("msgspec", "arro3")


def add_place(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--receipts", metavar="DIR", help="where receipts are, if not here")
    parser.add_argument("--json", action="store_true", help="print JSON")


def receipts_place(args: argparse.Namespace) -> str:
    """The directory, when what reads it is installed; TargetError for one that has no receipts."""
    _require()
    if args.receipts is None:
        return f"{find_project().lineal_dir}/receipts"
    directory: str = os.path.abspath(os.path.expanduser(args.receipts))
    if not os.path.isdir(places.wal(directory)):
        raise TargetError(
            f"there are no receipts in {args.receipts}",
            hint="name the directory that was given to lineal serve --receipts",
        )
    return directory


def and_place(args: argparse.Namespace) -> str:
    """What a command that is suggested needs, to look at the same place."""
    if args.receipts is None:
        return ""
    from shlex import quote  # deferred: only people are told

    return f" --receipts {quote(args.receipts)}"


def _require() -> None:
    for name in _NEEDED:
        if find_spec(name) is None:
            raise DataError(
                f"receipts are read with {name}, which is not installed",
                hint="pip install 'lineal[serve]'",
            )
