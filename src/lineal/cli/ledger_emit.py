"""``lineal ledger emit``: tell the OpenLineage target what it was not told yet."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from lineal.base.errors import ConfigError
from lineal.ledger.opening import open_ledger
from lineal.ledger.openlineage.home import home
from lineal.ledger.openlineage.sending import send_new
from lineal.ledger.openlineage.target import target_of
from lineal.ledger.outbox import telling
from lineal.ledger.settings import read_settings
from lineal.pipeline.workspace import open_workspace

if TYPE_CHECKING:
    import argparse

HELP = "Send OpenLineage events of what happened since the last time."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace) -> int:
    with open_workspace(warn=args.console.warn) as ws:
        target = target_of(read_settings(ws).openlineage, os.environ)
        if target is None:
            raise ConfigError(
                "nowhere to send events to",
                hint="write `openlineage: {url: 'http://…'}` into lineal.yaml,"
                " or set OPENLINEAGE_URL",
            )
        with open_ledger(ws) as ledger, telling(ledger.directory):
            done = send_new(ledger, home(ws), target, ws.root)
    if args.json:
        import json  # deferred: text needs none

        said = {"target": target.label, "sent": done.sent, "refused": done.refused}
        args.console.data(json.dumps(said))
    else:
        args.console.say(f"{done.sent} events sent to {target.label}")
    if done.refused:
        args.console.warn(f"{target.label} refused {done.refused} events for good")
    return 1 if done.refused else 0
