"""``lineal models export``: the bundle of a version as a plain folder, for elsewhere."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from lineal.base.errors import DataError
from lineal.bundle.shown import short_bundle
from lineal.ledger.opening import open_ledger
from lineal.pipeline.workspace import open_workspace
from lineal.registry.bundles import files_in, materialise, place
from lineal.registry.versions import resolve

if TYPE_CHECKING:
    import argparse

HELP = "Write the bundle of a version into a folder, which is served without a project."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("model", metavar="MODEL[@VERSION|@ALIAS]", help="without version: newest")
    parser.add_argument("directory", metavar="DIR", help="a folder that is not there yet")


def run(args: argparse.Namespace) -> int:
    if os.path.lexists(args.directory):
        raise DataError(f"'{args.directory}' is there already", hint="name a folder that is not")
    with open_workspace(warn=args.console.warn) as ws, open_ledger(ws) as ledger:
        version = resolve(ledger.store, args.model)
        place(args.directory, version.bundle, files_in(materialise(ws, version)))
    args.console.say(
        f"wrote {version.name} (bundle {short_bundle(version.bundle)}) to {args.directory}"
    )
    args.console.note(f"next: lineal serve {args.directory}")
    return 0
