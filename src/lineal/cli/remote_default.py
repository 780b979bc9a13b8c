"""``lineal remote default``: the remote that is meant when none is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.cli.remote_level import add_level, dvc_dir_for
from lineal.storage.config import remote_edit

if TYPE_CHECKING:
    import argparse

HELP = "Show, set or unset the default remote."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_level(parser)
    parser.add_argument("-u", "--unset", action="store_true", help="have no default remote")
    parser.add_argument("name", nargs="?", type=str.lower, help="the remote; without it: show")


def run(args: argparse.Namespace) -> int:
    dvc_dir = dvc_dir_for(args.level)
    if args.unset or args.name is not None:
        remote_edit.set_default(dvc_dir, args.level, None if args.unset else args.name)
        return 0
    default = remote_edit.default_at(dvc_dir, args.level)
    args.console.say(default if default is not None else "No default remote set")
    return 0 if default is not None else 1
