"""``lineal models register``: a bundle from anywhere becomes the next version of a model."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from lineal.ledger.opening import open_ledger
from lineal.pipeline.workspace import open_workspace
from lineal.registry.adding import add_within, told

if TYPE_CHECKING:
    import argparse

HELP = "Register a bundle by hand, as the next version of a model."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("bundle", metavar="BUNDLE", help="the directory of the bundle")
    parser.add_argument("--model", required=True, metavar="NAME", help="the model")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace) -> int:
    with open_workspace(warn=args.console.warn) as ws, open_ledger(ws) as ledger:
        done = add_within(ws, ledger, args.bundle, args.model, {})
    if args.json:
        version = done.version
        row = {
            "model": version.model,
            "number": version.number,
            "bundle": version.bundle,
            "verdict": version.verdict,
            "new": done.is_new,
        }
        args.console.data(json.dumps(row))
        return 0
    first, *rest = told(done)
    args.console.say(first)
    for line in rest:
        args.console.note(f"next: {line}")
    return 0
