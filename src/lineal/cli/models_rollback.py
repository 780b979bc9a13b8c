"""``lineal models rollback``: let an alias point again at what it pointed at before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.cli.models_promote import tell_move
from lineal.ledger.opening import open_ledger
from lineal.pipeline.workspace import open_workspace
from lineal.registry.moving import PRODUCTION, roll_back

if TYPE_CHECKING:
    import argparse

HELP = "Let an alias point at the version before; again, and it goes further back."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("model", metavar="MODEL", help="the model")
    parser.add_argument(
        "--from",
        dest="alias",
        default=PRODUCTION,
        metavar="ALIAS",
        help="the alias; default: production",
    )
    parser.add_argument("--reason", default="", metavar="TEXT", help="why: this is recorded")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace) -> int:
    with open_workspace(warn=args.console.warn) as ws, open_ledger(ws) as ledger:
        done = roll_back(ws, ledger, args.model, args.alias, args.reason)
    tell_move(args, args.alias, done)
    return 0
