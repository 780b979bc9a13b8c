"""Bundles with verdicts, and what people do with them."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

from lineal.gates.document import dump
from lineal.gates.gate import FAIL, INCONCLUSIVE, PASS, Verdict
from lineal.ledger.opening import open_ledger
from lineal.pipeline.workspace import open_workspace
from lineal.registry.adding import add_within
from tests.bundle import small

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lineal.ledger.opened import Ledger
    from lineal.pipeline.workspace import Workspace
    from lineal.registry.versions import Version

GOOD = Verdict(check="performance/roc_auc", verdict=PASS, why="0.95 is at least 0.9", measured=0.95)
OPEN = Verdict(check="fairness/IN", verdict=INCONCLUSIVE, why="it has no rows", n=0, needed=200)
BAD = Verdict(
    check="data_quality/violations",
    verdict=FAIL,
    why="1 is not at most 0; 1 of 'passed at most started'",
    measured=1.0,
    relation="<=",
    threshold=0.0,
    n=1000,
)


def bundle(path: str, *verdicts: Verdict, offset: float = -3.0) -> str:
    """At a path, replacing what is there; another ``offset`` is another model."""
    if os.path.isdir(path):
        shutil.rmtree(path)
    return small.write(path, gates=dump(list(verdicts), {"model/model.json": "00"}), offset=offset)


@contextmanager
def opened() -> Iterator[tuple[Workspace, Ledger]]:
    """The project around."""
    with open_workspace() as ws, open_ledger(ws) as ledger:
        yield ws, ledger


def registered(*verdicts: Verdict, offset: float = -3.0, model: str = "purchase") -> Version:
    """A bundle at ``build/bundle``, as the register stage leaves it."""
    os.makedirs("build", exist_ok=True)
    path = bundle("build/bundle", *verdicts, offset=offset)
    with opened() as (ws, ledger):
        return add_within(ws, ledger, path, model, {"roc_auc": 0.95}).version
