"""``lineal remote add``: say where data is shared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.cli.remote_level import add_level, dvc_dir_for, warn_of_kind, warn_of_secret
from lineal.storage.config import remote_edit

if TYPE_CHECKING:
    import argparse

HELP = "Add a remote: a place where data is shared."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_level(parser)
    parser.add_argument("-d", "--default", action="store_true", help="make it the default remote")
    parser.add_argument(
        "-f", "--force", action="store_true", help="replace a remote of that name, settings and all"
    )
    parser.add_argument("name", type=str.lower, help="the name of the remote")
    parser.add_argument(
        "url", help="a directory, s3://, gs://, azure://, ssh://, http(s)://, or remote://NAME/path"
    )


def run(args: argparse.Namespace) -> int:
    dvc_dir = dvc_dir_for(args.level)
    if args.default:
        args.console.say(f"Setting '{args.name}' as a default remote.")
    level = args.level or "repo"
    remote_edit.add(dvc_dir, level, args.name, args.url, replace=args.force)
    if args.default:
        remote_edit.set_default(dvc_dir, level, args.name)
    warn_of_secret(args, "url", args.url)
    warn_of_kind(args.console, args.url)
    return 0
