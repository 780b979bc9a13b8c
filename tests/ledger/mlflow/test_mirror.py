"""The mirror in a real MLflow, read by MLflow's own client."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest

from lineal.base.errors import ConfigError, LedgerError
from lineal.base.ids import short
from lineal.ledger.asking.shown import show_run
from lineal.ledger.mlflow.mirror import mirror_new
from lineal.ledger.mlflow.target import MLflow, mlflow_of
from lineal.ledger.opening import Ledger, open_store
from lineal.ledger.writer import Writer
from lineal.pipeline.workspace import open_workspace
from tests.ledger.builder import Builder, oid
from tests.servers.answering import answering

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lineal.ledger.stores.port import Store
    from lineal.pipeline.workspace import Workspace
    from tests.servers.mlflow import MlflowServer

EXPERIMENT = {"experiment": {"experiment_id": "7"}}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(f"{tmp_path}/ledger.db")
    yield opened
    opened.close()


@pytest.fixture
def ledger(store: Store, tmp_path: Path) -> Ledger:
    return Ledger(store, Writer("us", "us@here"), str(tmp_path))


@pytest.fixture
def build(ledger: Ledger) -> Builder:
    return Builder(ledger.store, ledger.writer)


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    (tmp_path / "churn/.dvc").mkdir(parents=True)
    with open_workspace(str(tmp_path / "churn")) as opened:
        yield opened


def run_of(build: Builder, lr: float = 0.1) -> bytes:
    values = {f"p{at}": at for at in range(150)}
    steps = list(range(1200))
    with build.run(commit="c" * 40, branch="main") as run:
        build.execution(
            "train",
            uses={"raw.csv": "raw"},
            makes={"model.pkl": "m"},
            params={"train.lr": lr, "long": "x" * 7000, "odd%": 1, **values},
            metrics={"auc": 0.9, "verdict": "good"},
            series={"loss": {"steps": steps, "values": [1 / (step + 1) for step in steps]}},
        )
    return run.id


@pytest.mark.peer
def test_a_run_is_there_with_all_it_has(
    ledger: Ledger, build: Builder, ws: Workspace, mlflow: MlflowServer
) -> None:
    """Once, however often it was sent; more than fits in a request, or than MLflow allows."""
    id_ = run_of(build)
    target = MLflow(mlflow.uri, mlflow.new_experiment())
    (url,) = mirror_new(ledger, ws, target, os.environ)
    # As one that was killed before it could remember what it had sent.
    ledger.store.select("delete from meta where key like ? returning key", ["mlflow:%"])
    mirror_new(ledger, ws, target, os.environ)
    (found,) = mlflow.runs(target.experiment)

    assert {
        "name": f"lineal {short(id_)}",
        "status": "FINISHED",
        "params": (153, "0.1", 6000),
        "metrics": {"auc": 0.9, "loss": pytest.approx(1 / 1200)},
        "history": (1200, [0, 1.0]),
        "inputs": [["raw.csv", oid("raw")]],
        "tags": ("c" * 40, "ann@example.org", id_.hex(), "good", oid("m")),
    } == {
        "name": found["name"],
        "status": found["status"],
        "params": _params(found["params"]),
        "metrics": found["metrics"],
        "history": (len(found["history"]["loss"]), found["history"]["loss"][0]),
        "inputs": found["inputs"],
        "tags": _tags(found["tags"]),
    }
    assert url.endswith(f"/runs/{found['id']}")


def _params(params: dict[str, str]) -> tuple[int, str, int]:
    return len(params), params["train.lr"], len(params["long"])


def _tags(tags: dict[str, str]) -> tuple[str, ...]:
    names = ("git.commit", "user", "run", "metric.verdict", "out/model.pkl")
    spelled = (
        "mlflow.source.git.commit",
        "mlflow.user",
        "lineal.run",
        names[3],
        "lineal.out/model.pkl",
    )
    return tuple(tags[name] for name in spelled)


def test_where_it_is_becomes_a_fact(ledger: Ledger, build: Builder, ws: Workspace) -> None:
    """`lineal show` leads there."""
    id_ = run_of(build)
    with answering() as other:
        other.bodies = [
            {"experiment": {"experiment_id": "7"}},
            {},
            {"run": {"info": {"run_id": "r"}}},
        ]
        mirror_new(ledger, ws, MLflow(other.url, "churn"), {})
        (fact,) = _facts(ledger, "mirrored")
        shown = show_run(ledger.store, id_)

        assert {
            "run": id_.hex(),
            "system": "mlflow",
            "id": "r",
            "url": shown.mirrors[0],
        } == fact
        assert (f"{other.url}/#/experiments/7/runs/r",) == shown.mirrors


def _facts(ledger: Ledger, kind: str) -> list[dict[str, Any]]:
    from lineal.ledger.codec import unpack  # deferred: only here

    rows = ledger.store.rows("told_after", [kind], 0, 100)
    return [unpack(row[4]) for row in rows]


def test_a_run_without_anything_is_not_mirrored(
    ledger: Ledger, build: Builder, ws: Workspace
) -> None:
    """Nothing happened."""
    with build.run():
        build.skipped("train")
    with answering() as other:
        other.bodies = [EXPERIMENT]

        assert [] == mirror_new(ledger, ws, MLflow(other.url, "churn"), {})


def test_a_server_that_says_no_is_named_without_secrets(
    ledger: Ledger, build: Builder, ws: Workspace
) -> None:
    """And the run waits."""
    run_of(build)
    with answering() as other:
        other.statuses = [403]
        uri = other.url.replace("//", "//ann:hush@")
        with pytest.raises(LedgerError, match="MLflow at http://127") as caught:
            mirror_new(ledger, ws, MLflow(uri, "churn"), {})

        assert "hush" not in f"{caught.value} {caught.value.hint}"


@pytest.mark.parametrize(
    ("settings", "environ", "found"),
    [
        ({}, {"MLFLOW_TRACKING_URI": "http://h"}, None),
        ({"uri": "http://h"}, {}, ("http://h", "churn")),
        ({"experiment": "e"}, {"MLFLOW_TRACKING_URI": "http://h"}, ("http://h", "e")),
    ],
)
def test_the_project_says_whether_to_mirror(
    settings: dict[str, str], environ: dict[str, str], found: tuple[str, str] | None
) -> None:
    """A variable alone is often there for other reasons."""
    assert found == mlflow_of(settings, environ, "/work/churn")


@pytest.mark.parametrize(
    ("settings", "complaint"),
    [
        ({"url": "http://h"}, "unknown setting 'mlflow.url'; did you mean"),
        ({"experiment": "e"}, "mlflow says no uri"),
        ({"uri": "sqlite:///m.db"}, "not the URL of a server"),
        ({"uri": 7}, "'mlflow.uri' is to be text"),
    ],
)
def test_a_setting_that_means_nothing_is_an_error(settings: dict[str, Any], complaint: str) -> None:
    """Said before anything is sent."""
    with pytest.raises(ConfigError, match=complaint):
        mlflow_of(settings, {}, "/work/churn")
