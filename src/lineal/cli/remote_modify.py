"""``lineal remote modify``: change one setting of a remote."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.base.errors import UsageError
from lineal.cli.remote_level import add_level, dvc_dir_for, warn_of_kind, warn_of_secret
from lineal.storage.config import remote_edit

if TYPE_CHECKING:
    import argparse

HELP = "Change a setting of a remote."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_level(parser)
    parser.add_argument("-u", "--unset", action="store_true", help="remove the setting")
    parser.add_argument("name", type=str.lower, help="the name of the remote")
    parser.add_argument("option", help="the setting, as docs/reference/settings.md lists them")
    parser.add_argument("value", nargs="?", help="its new value")


def run(args: argparse.Namespace) -> int:
    dvc_dir = dvc_dir_for(args.level)
    if args.unset:
        if not remote_edit.unset(dvc_dir, args.level, args.name, args.option):
            args.console.warn(f"remote '{args.name}' had no {args.option} there")
        return 0
    if args.value is None:
        raise UsageError(
            f"which value for {args.option}?",
            hint=f"lineal remote modify {args.name} {args.option} VALUE, or --unset",
        )
    remote_edit.modify(dvc_dir, args.level, args.name, args.option, args.value)
    warn_of_secret(args, args.option, args.value)
    if args.option == "url":
        warn_of_kind(args.console, args.value)
    return 0
