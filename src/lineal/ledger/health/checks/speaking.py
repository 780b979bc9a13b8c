"""Others who are told of runs: whether that worked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.ledger.health.finding import ADVICE, Finding
from lineal.ledger.outbox import notes
from lineal.ledger.place import ledger_dir

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lineal.ledger.health.finding import Asked
    from lineal.pipeline.workspace import Workspace


def check(ws: Workspace, _asked: Asked) -> Iterator[Finding]:
    for target, problem in notes(ledger_dir(ws.project.lineal_dir)).items():
        yield Finding(ADVICE, f"{target} was not told of runs: {problem}", "lineal ledger tell")
