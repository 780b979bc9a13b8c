"""``lineal ledger rebuild``: the tables that questions are asked of, again from the facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.ledger.opened import open_as_is
from lineal.ledger.proving.rebuild import rebuild
from lineal.pipeline.workspace import open_workspace

if TYPE_CHECKING:
    import argparse

HELP = "Make the tables of the ledger again from its facts."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    del parser


def run(args: argparse.Namespace) -> int:
    with open_workspace(warn=args.console.warn) as ws, open_as_is(ws) as ledger:
        count = rebuild(ledger.store)
    args.console.say(f"The tables say again what {count} facts say.")
    return 0
