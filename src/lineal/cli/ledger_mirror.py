"""``lineal ledger mirror``: bring MLflow up to date with the runs of this project."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from lineal.base.errors import ConfigError
from lineal.ledger.mlflow.mirror import mirror_new
from lineal.ledger.mlflow.target import mlflow_of
from lineal.ledger.opening import open_ledger
from lineal.ledger.outbox import telling
from lineal.ledger.settings import read_settings
from lineal.pipeline.workspace import open_workspace

if TYPE_CHECKING:
    import argparse

HELP = "Bring MLflow up to date with the runs that happened here."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace) -> int:
    with open_workspace(warn=args.console.warn) as ws:
        target = mlflow_of(read_settings(ws).mlflow, os.environ, ws.root)
        if target is None:
            raise ConfigError(
                "lineal.yaml names no MLflow", hint="write `mlflow: {uri: 'http://…'}` into it"
            )
        with open_ledger(ws) as ledger, telling(ledger.directory):
            urls = mirror_new(ledger, ws, target, os.environ)
    if args.json:
        import json  # deferred: text needs none

        args.console.data(json.dumps({"target": target.label, "runs": urls}))
        return 0
    for url in urls:
        args.console.say(url)
    args.console.note(f"{len(urls)} runs mirrored to {target.label}")
    return 0
