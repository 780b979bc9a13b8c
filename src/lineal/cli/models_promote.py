"""``lineal models promote``: let an alias point at a version whose gates passed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from lineal.bundle.shown import short_bundle
from lineal.ledger.opening import open_ledger
from lineal.pipeline.workspace import open_workspace
from lineal.registry.moving import PRODUCTION, promote

if TYPE_CHECKING:
    import argparse

    from lineal.registry.moving import Moved

HELP = "Let an alias point at a version, if all its gates passed."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("model", metavar="MODEL[@VERSION]", help="without version: the newest")
    parser.add_argument(
        "--to", default=PRODUCTION, metavar="ALIAS", help="the alias; default: production"
    )
    parser.add_argument("--reason", default="", metavar="TEXT", help="why: this is recorded")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace) -> int:
    with open_workspace(warn=args.console.warn) as ws, open_ledger(ws) as ledger:
        done = promote(ws, ledger, args.model, args.to, args.reason)
    tell_move(args, args.to, done)
    return 0


def tell_move(args: argparse.Namespace, alias: str, done: Moved) -> None:
    """For `rollback` too."""
    version, before = done.version, done.before
    if args.json:
        row: dict[str, Any] = {
            "alias": alias,
            "model": version.model,
            "number": version.number,
            "bundle": version.bundle,
            "before": None if before is None else before._asdict(),
            "moved": done.is_new,
        }
        args.console.data(json.dumps(row))
        return
    if not done.is_new:
        args.console.say(f"{alias} is {version.name} already")
        return
    name, was = version.name, ""
    if before:
        was = f"; it was {version.model}@{before.number}"
        if before.number == version.number:
            # Two copies of the project gave one number: the bundles tell them apart.
            name, was = version.exact, f"; it was {version.model}@{short_bundle(before.bundle)}"
    args.console.say(f"{alias} is {name} now{was}")
