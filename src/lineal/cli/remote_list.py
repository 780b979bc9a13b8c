"""``lineal remote list``: the remotes there are, and where."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from lineal.cli.output import GREEN
from lineal.cli.remote_level import add_level, dvc_dir_for
from lineal.storage.config import remote_edit
from lineal.storage.config.edit import files_of, read_level
from lineal.storage.remotes.address import without_secrets

if TYPE_CHECKING:
    import argparse

HELP = "List the remotes."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_level(parser)
    parser.add_argument(
        "--show-origin", action="store_true", help="name the files that speak of each remote"
    )


def run(args: argparse.Namespace) -> int:
    dvc_dir = dvc_dir_for(args.level)
    found = remote_edit.settings_at(dvc_dir, args.level)
    default = found.get("core", {}).get("remote")
    for name, settings in found.get("remote", {}).items():
        # A level may have only a password for a remote that another one places.
        parts = [name, without_secrets(str(settings.get("url", "")))]
        if args.show_origin:
            parts.append(",".join(_origins(dvc_dir, args.level, name)))
        if name == default:
            parts.append("(default)")
        text = "\t".join(parts).expandtabs(8)
        args.console.say(args.console.paint(text, GREEN) if name == default else text)
    return 0


def _origins(dvc_dir: str | None, level: str | None, name: str) -> list[str]:
    return [
        os.path.relpath(file.path) if file.level in {"repo", "local"} else file.path
        for file in files_of(dvc_dir, level)
        if name in read_level(file).get("remote", {})
    ]
