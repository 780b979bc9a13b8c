"""``lineal remote rename``: another name for a remote."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.cli.remote_level import add_level, dvc_dir_for
from lineal.storage.config import remote_edit

if TYPE_CHECKING:
    import argparse

HELP = "Rename a remote."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_level(parser)
    parser.add_argument("name", type=str.lower, help="its name now")
    parser.add_argument("new", help="its new name")


def run(args: argparse.Namespace) -> int:
    dvc_dir = dvc_dir_for(args.level)
    remote_edit.rename(dvc_dir, args.level or "repo", args.name, args.new)
    return 0
