"""``lineal delta list``."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from lineal.pipeline.workspace import open_workspace
from lineal.tables.delta import version_at
from lineal.tables.delta_pins import PINS_FILE, place_of_pin, read_pins

if TYPE_CHECKING:
    import argparse

    from lineal.pipeline.workspace import Workspace
    from lineal.tables.delta_pins import Pin

HELP = "Show which versions Delta tables are pinned to, and whether there are newer ones."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--file", default=PINS_FILE, help=f"default: {PINS_FILE}")
    parser.add_argument("--json", action="store_true", help="as JSON")


def run(args: argparse.Namespace) -> int:
    with open_workspace(warn=args.console.warn) as ws:
        file = os.path.normpath(os.path.join(ws.cwd, args.file))
        found = [(pin, _newest(ws, file, pin)) for pin in read_pins(ws, file).values()]
    if args.json:
        import json  # deferred: only with --json

        said = {pin.name: {**pin._asdict(), "newest": newest} for pin, newest in found}
        args.console.data(json.dumps(said))
        return 0
    width = max((len(pin.name) for pin, _ in found), default=0)
    for pin, newest in found:
        behind = f"newest is {newest}" if newest > pin.version else "the newest"
        args.console.say(f"{pin.name:<{width}}  version {pin.version}, {behind}  {pin.table}")
    return 0


def _newest(ws: Workspace, file: str, pin: Pin) -> int:
    return version_at(ws.config, place_of_pin(ws, file, pin.table), None)
