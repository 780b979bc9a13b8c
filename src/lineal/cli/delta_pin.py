"""``lineal delta pin``."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from lineal.base.errors import UsageError
from lineal.pipeline.workspace import open_workspace
from lineal.tables.delta_pins import PINS_FILE, set_pin

if TYPE_CHECKING:
    import argparse

HELP = "Pin a Delta table to a version, or move its pin to a newer one."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", help="what the table is called in this project")
    parser.add_argument(
        "table",
        nargs="?",
        help="directory or URL, such as remote://lake/sales; not needed to move a pin",
    )
    parser.add_argument("--version", type=int, metavar="N", help="default: the newest")
    parser.add_argument("--timestamp", metavar="TIME", help="the version that was newest then")
    parser.add_argument("--file", default=PINS_FILE, help=f"default: {PINS_FILE}")


def run(args: argparse.Namespace) -> int:
    if args.version is not None and args.timestamp is not None:
        raise UsageError("--version and --timestamp exclude each other", hint="leave one out")
    with open_workspace(warn=args.console.warn) as ws:
        file = os.path.normpath(os.path.join(ws.cwd, args.file))
        table = _relative_to(file, args.table, ws.cwd)
        pin = set_pin(ws, file, args.name, table, version=args.version, timestamp=args.timestamp)
        shown = ws.show(file)
    args.console.say(
        f"Pinned '{pin.name}' to version {pin.version} of {pin.table} ({pin.timestamp}).\n"
        f"A stage depends on it with `-p {shown}:{pin.name}`."
    )
    return 0


def _relative_to(file: str, table: str | None, cwd: str) -> str | None:
    """A path was typed from where the person stands, and is kept from where the file is."""
    if table is None or "://" in table or os.path.isabs(table):
        return table
    return os.path.relpath(os.path.join(cwd, table), os.path.dirname(file))
