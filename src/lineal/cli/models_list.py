"""``lineal models list``: versions of models, with what points at them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from lineal.bundle.shown import short_bundle
from lineal.cli.models_text import short_metrics, version_json
from lineal.cli.moments import ago, now
from lineal.cli.table import NOTHING, Table, as_text
from lineal.cli.values import printable
from lineal.ledger.opening import open_ledger
from lineal.pipeline.workspace import open_workspace
from lineal.registry.described import plain_metrics
from lineal.registry.listing import list_models

if TYPE_CHECKING:
    import argparse

    from lineal.registry.listing import Listed

HELP = "List the versions of models, and which of them are in use."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("model", nargs="?", help="only of this model")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace) -> int:
    with open_workspace(warn=args.console.warn) as ws, open_ledger(ws) as ledger:
        found = list_models(ledger.store, args.model)
    if args.json:
        rows = [version_json(one) for one in found]
        args.console.data(json.dumps(rows, ensure_ascii=False))
        return 0
    if not found:
        args.console.note("no model is registered yet: a stage with `lineal step register` does")
        return 0
    args.console.say(as_text(_table(found)))
    return 0


def _table(found: list[Listed]) -> Table:
    present = now()
    return Table(
        ["Version", "Alias", "Gates", "Metrics", "Bundle", "Registered"],
        [
            [
                printable(one.version.name),
                printable(", ".join(one.aliases)) or NOTHING,
                printable(one.version.verdict) or NOTHING,
                short_metrics(plain_metrics(one.payload.get("metrics"))) or NOTHING,
                short_bundle(one.version.bundle),
                ago(one.version.time, present),
            ]
            for one in found
        ],
    )
