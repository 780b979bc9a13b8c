"""``lineal ledger tell``: what a run starts in the background, so that it need not wait."""

from __future__ import annotations

import os
from contextlib import ExitStack
from typing import TYPE_CHECKING

from lineal.base.errors import LinealError
from lineal.ledger.opening import open_ledger
from lineal.ledger.outbox import note, telling, waiting
from lineal.ledger.place import ledger_dir
from lineal.ledger.settings import read_settings
from lineal.pipeline.workspace import open_workspace

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from lineal.ledger.opening import Ledger
    from lineal.ledger.settings import Settings
    from lineal.pipeline.workspace import Workspace

HELP = "Tell everybody who is to be told."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    del parser


def run(args: argparse.Namespace) -> int:
    with open_workspace(warn=args.console.warn) as ws, ExitStack() as turn:
        directory = ledger_dir(ws.project.lineal_dir)
        with waiting(directory) as is_next:
            if not is_next:
                return 0
            turn.enter_context(telling(directory))
        with open_ledger(ws) as ledger:
            problems = _tell(ws, ledger)
        note(directory, problems)
    for who, problem in problems.items():
        args.console.warn(f"{who}: {problem}")
    return 1 if problems else 0


def _tell(ws: Workspace, ledger: Ledger) -> dict[str, str]:
    """What is wrong, by who could not be told."""
    settings = read_settings(ws)
    everybody = (("OpenLineage", _openlineage), ("MLflow", _mlflow))
    found = {who: _problem(tell, ws, ledger, settings) for who, tell in everybody}
    return {who: problem for who, problem in found.items() if problem}


def _problem(
    tell: Callable[[Workspace, Ledger, Settings], str],
    ws: Workspace,
    ledger: Ledger,
    settings: Settings,
) -> str:
    """One that cannot be told keeps nothing from the others."""
    try:
        return tell(ws, ledger, settings)
    except LinealError as exc:
        return exc.message


def _openlineage(ws: Workspace, ledger: Ledger, settings: Settings) -> str:
    from lineal.ledger.openlineage.home import home  # deferred: only where it is wanted
    from lineal.ledger.openlineage.sending import send_new  # deferred: as above
    from lineal.ledger.openlineage.target import target_of  # deferred: as above

    target = target_of(settings.openlineage, os.environ)
    if target is None:
        return ""
    refused = send_new(ledger, home(ws), target, ws.root).refused
    return f"{target.label} refused {refused} events for good" if refused else ""


def _mlflow(ws: Workspace, ledger: Ledger, settings: Settings) -> str:
    from lineal.ledger.mlflow.mirror import mirror_new  # deferred: only where it is wanted
    from lineal.ledger.mlflow.target import mlflow_of  # deferred: as above

    target = mlflow_of(settings.mlflow, os.environ, ws.root)
    if target is not None:
        mirror_new(ledger, ws, target, os.environ)
    return ""
