"""Bringing MLflow up to date: each run once, and where it is there as a fact."""

from __future__ import annotations

import hashlib
import time
from typing import TYPE_CHECKING

from lineal.base.ids import short
from lineal.ledger.append import append
from lineal.ledger.asking.reading import mirrors_of
from lineal.ledger.asking.states import state_of_run
from lineal.ledger.fact import NewFact
from lineal.ledger.kinds import mirrored as kind
from lineal.ledger.kinds import run
from lineal.ledger.mlflow.api import MLflowApi
from lineal.ledger.mlflow.plan import mirrored
from lineal.ledger.mlflow.target import client_of
from lineal.ledger.openlineage.home import home

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lineal.ledger.mlflow.api import There
    from lineal.ledger.mlflow.target import MLflow
    from lineal.ledger.opening import Ledger
    from lineal.ledger.stores.port import Store
    from lineal.pipeline.workspace import Workspace

SYSTEM = "mlflow"
_PAGE = 100


def mirror_new(
    ledger: Ledger, ws: Workspace, target: MLflow, environ: Mapping[str, str]
) -> list[str]:
    """URLs of the runs that are there now and were not before.

    Runs of others are theirs to mirror. What is remembered is how far it got, run by run: one
    that is stopped in between is completed the next time.
    """
    waiting = _waiting(ledger, target)
    first = next(waiting, None)
    if first is None:
        return []
    where = home(ws)
    api = MLflowApi(client_of(target, environ))
    experiment = api.experiment(target.experiment)
    urls = []
    for number, id_ in (first, *waiting):
        state = state_of_run(ledger.store, id_, short(id_))
        if any(one.here for one in state.stages):
            plan = mirrored(state, where.namespace, where.repository)
            there = api.write(experiment, id_.hex(), plan)
            if there.url not in mirrors_of(ledger.store, id_):
                append(ledger.store, ledger.writer, [_fact(ledger.store, id_, there)])
            urls.append(there.url)
        ledger.store.run("remember", _key(target, ledger.writer.id), str(number))
    return urls


def _waiting(ledger: Ledger, target: MLflow) -> Iterator[tuple[int, bytes]]:
    found = ledger.store.rows("remembered", _key(target, ledger.writer.id))
    number = int(found[0][0]) if found else 0
    while True:
        args = [run.KIND], number, ledger.writer.id, _PAGE
        rows = ledger.store.rows("told_after_of", *args)
        yield from ((num, id_) for num, id_, *_ in rows)
        if len(rows) < _PAGE:
            return
        number = rows[-1][0]


def _key(target: MLflow, writer: str) -> str:
    place = f"{target.label} {target.experiment}"
    return f"mlflow:{hashlib.sha256(place.encode()).hexdigest()[:16]}:{writer}"


def _fact(store: Store, id_: bytes, there: There) -> NewFact:
    nth = len(mirrors_of(store, id_))
    payload = {"run": id_.hex(), "system": SYSTEM, "id": there.id, "url": there.url}
    return NewFact(kind.fact_id(id_, nth), kind.KIND, time.time_ns() // 1000, payload)
