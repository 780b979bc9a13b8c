"""``lineal remote remove``: forget a remote. What is stored there stays."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from lineal.cli.remote_level import add_level, dvc_dir_for
from lineal.storage.config import remote_edit

if TYPE_CHECKING:
    import argparse

HELP = "Forget a remote; the data there stays."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_level(parser)
    parser.add_argument("name", type=str.lower, help="the name of the remote")


def run(args: argparse.Namespace) -> int:
    left = remote_edit.remove(dvc_dir_for(args.level), args.level or "repo", args.name)
    for file in left:
        shown = os.path.relpath(file.path) if file.level in {"repo", "local"} else file.path
        flag = "--project" if file.level == "repo" else f"--{file.level}"
        args.console.warn(
            f"remote '{args.name}' is still in {shown}",
            hint=f"lineal remote remove {flag} {args.name}",
        )
    return 0
