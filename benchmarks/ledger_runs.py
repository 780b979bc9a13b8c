"""Runs of a pipeline of three stages, tuned by two people, as `lineal run` would record them."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from lineal.base.ids import RANDOM_BYTES, make_id
from lineal.ledger.fact import NewFact
from lineal.ledger.kinds import execution, run

if TYPE_CHECKING:
    from collections.abc import Iterator

BEGIN = 1_577_836_800_000_000
_PAUSE = 600_000_000
_PEOPLE = ("ann", "bob")
_VALUES = 10


def facts_of_runs(runs: int) -> Iterator[list[NewFact]]:
    for number in range(runs):
        yield one_run(number)


def run_ids(runs: int) -> list[bytes]:
    return [_id(number, "run") for number in range(runs)]


def one_run(number: int) -> list[NewFact]:
    """It trained with 10 parameters, and reported 10 metrics; the rest was skipped."""
    return _facts(number, {})


def series_run(number: int, steps: int) -> list[NewFact]:
    """The same, with a metric over steps."""
    values = [1 / (step + 1) for step in range(steps)]
    return _facts(number, {"series": {"loss": {"steps": list(range(steps)), "values": values}}})


def _facts(number: int, more: dict[str, Any]) -> list[NewFact]:
    begin = BEGIN + number * _PAUSE
    run_id, id_ = _id(number, "run"), _id(number, "train")
    commit = hashlib.sha1(f"{number // 10}".encode(), usedforsecurity=False).hexdigest()
    common = {"commit": commit, "environment": "0" * 32}
    trained: dict[str, Any] = {
        **common,
        "run": run_id.hex(),
        "stage": "train",
        "cmd": "python src/train.py",
        "status": execution.FAILED if number % 50 == 0 else execution.RAN,
        "started": begin,
        "seconds": 12.5,
        "why": [{"what": "param", "path": "params.yaml", "key": "lr", "how": "modified"}],
        "uses": [_edge("data/clean.csv", number // 100), _edge("src/train.py", number // 20)],
        "makes": [_edge("models/model.pkl", number), _edge("metrics.json", number)],
        "params": {"params.yaml": _params(number)},
        "metrics": {"metrics.json": _metrics(number)},
        "entry": hashlib.sha256(f"{number}".encode()).hexdigest()[:32],
        **more,
    }
    told: dict[str, Any] = {
        **common,
        "started": begin,
        "seconds": 13.0,
        "status": run.FAILED if number % 50 == 0 else run.DONE,
        "command": "lineal run",
        "author": {"name": _PEOPLE[number % 2], "email": f"{_PEOPLE[number % 2]}@example.org"},
        "ran": [] if number % 50 == 0 else ["train"],
        "failed": ["train"] if number % 50 == 0 else [],
        "skipped": ["prepare", "evaluate"],
    }
    end = begin + 13_000_000
    return [
        NewFact(id_, execution.KIND, end, trained),
        NewFact(run_id, run.KIND, end, told),
    ]


def _params(number: int) -> dict[str, Any]:
    others = {f"train.p{at}": number % (at + 2) for at in range(_VALUES - 1)}
    return {"lr": number * 7919 % 1000 / 10_000, **others}


def _metrics(number: int) -> dict[str, Any]:
    others = {f"m{at}": number * 31 % 997 / (at + 1) for at in range(_VALUES - 1)}
    return {"auc": 0.5 + number * 104729 % 40_000 / 100_000, **others}


def _edge(path: str, version: int) -> dict[str, Any]:
    digest = hashlib.md5(f"{path} {version}".encode(), usedforsecurity=False).hexdigest()
    return {"path": path, "oid": digest, "size": 1000 + version}


def _id(number: int, what: str) -> bytes:
    seed = hashlib.sha256(f"{what} {number}".encode()).digest()[-RANDOM_BYTES:]
    return make_id(BEGIN + number * _PAUSE + (what == "train"), seed)
