"""Facts as run events: what OpenLineage's own client makes of them is what they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from lineal.ledger.kinds import execution
from lineal.ledger.opening import open_store
from lineal.ledger.openlineage.telling import spoken_after
from tests.ledger.builder import Builder, oid
from tests.ledger.openlineage.official import judge

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lineal.ledger.openlineage.naming import Home
    from lineal.ledger.stores.port import Store

Event = dict[str, Any]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """One kind is enough: what is read is the same."""
    opened = open_store(f"{tmp_path}/ledger.db")
    yield opened
    opened.close()


def events(store: Store, home: Home) -> list[Event]:
    found = [event for one in spoken_after(store, home) for event in one.events]
    for event in found:
        judge(event)
    return found


def full_history(store: Store) -> None:
    """Every status, and every field that a facet is made of."""
    build = Builder(store)
    environment = build.environment(python="3.11", variables={"TZ": "UTC"})
    build.execution("raw.csv.dvc", status=execution.ADDED, makes={"raw.csv": "raw"})
    with build.run(commit="c" * 40, branch="main", environment=environment):
        build.execution(
            "train",
            uses={"raw.csv": "raw", "s3://lake/t": "etag:1", "data": {"oid": "d/", "nfiles": 3}},
            makes={"model": "m", "metrics.json": {"oid": "j", "role": "metric"}},
            params={"train.lr": 0.1, "deep": True, "none": None},
            metrics={"auc": 0.9},
            why=[{"what": "param", "how": "modified", "key": "train.lr", "before": 1, "now": 2}],
            completeness={"score": 0.5, "reasons": [{"what": "undeclared", "path": "x"}]},
            resources={"wall": 1.0, "cpu": 0.5, "memory": 10, "read": 1, "written": 2},
            log="a" * 64,
            entry="e" * 32,
            columns=[
                {
                    "from": {"path": "raw.csv", "oid": oid("raw"), "column": "age"},
                    "to": {"path": "model", "oid": oid("m"), "column": "score"},
                    "how": "scaled",
                }
            ],
        )
        build.execution("broken", status=execution.FAILED, error="exit code 1")
        build.execution("again", status=execution.RESTORED, cmd=["a", "b"])
    build.execution("stopped", status=execution.KILLED)
    build.execution("known", status=execution.OBSERVED, seconds=None)
    build.execution("got.dvc", status=execution.IMPORTED, uses={"https://h/x": "etag:2"})
    build.execution("spark/etl", status=execution.REPORTED)


def test_every_event_is_what_the_standard_says(store: Store, home: Home) -> None:
    """Strictly, by the classes made from its schemas; ours by the schemas we publish."""
    full_history(store)

    told = [(event["job"]["name"], event["eventType"]) for event in events(store, home)]
    assert [
        *[("raw.csv.dvc", kind) for kind in ("START", "COMPLETE")],
        *[("train", kind) for kind in ("START", "COMPLETE")],
        *[("broken", kind) for kind in ("START", "FAIL")],
        *[("again", kind) for kind in ("START", "COMPLETE")],
        *[("lineal run", kind) for kind in ("START", "FAIL")],
        *[("stopped", kind) for kind in ("START", "ABORT")],
        ("known", "COMPLETE"),
        *[("got.dvc", kind) for kind in ("START", "COMPLETE")],
    ] == told


def last(store: Store, home: Home, job: str) -> Event:
    return [event for event in events(store, home) if event["job"]["name"] == job][-1]


def test_inputs_and_outputs_have_versions_and_sizes(store: Store, home: Home) -> None:
    """Which bytes, and how many."""
    Builder(store).execution("train", uses={"s3://lake/t": "etag:1"}, makes={"model": "m"})
    event = last(store, home, "train")
    (used,), (made,) = event["inputs"], event["outputs"]

    assert (
        ("s3://lake", "t", "etag:1", 100),
        ("git://git.example.org/team/churn", "model", oid("m"), 100),
    ) == (
        (used["namespace"], used["name"], *_version(used, "input")),
        (made["namespace"], made["name"], *_version(made, "output")),
    )


def _version(dataset: Event, side: str) -> tuple[str, int]:
    version: str = dataset["facets"]["version"]["datasetVersion"]
    size: int = dataset[f"{side}Facets"][f"{side}Statistics"]["size"]
    return version, size


def test_columns_are_told_where_they_are_known(store: Store, home: Home) -> None:
    """In the standard facet, against the input they come from."""
    full_history(store)
    fields = last(store, home, "train")["outputs"][0]["facets"]["columnLineage"]["fields"]

    assert ("raw.csv", "age") == (
        fields["score"]["inputFields"][0]["name"],
        fields["score"]["inputFields"][0]["field"],
    )


@pytest.mark.parametrize(
    ("facet", "field", "value"),
    [
        ("executionParameters", "parameters", {"key": "deep", "value": "true"}),
        ("environmentVariables", "environmentVariables", {"name": "TZ", "value": "UTC"}),
    ],
)
def test_standard_facets_have_the_values(
    store: Store, home: Home, facet: str, field: str, value: Event
) -> None:
    """As words, which is all the standard has."""
    full_history(store)

    assert value == last(store, home, "train")["run"]["facets"][facet][field][0]


def test_a_stage_names_the_run_that_caused_it(store: Store, home: Home) -> None:
    """So that whoever receives them can put them together."""
    full_history(store)
    stage, parent = last(store, home, "train"), last(store, home, "lineal run")

    assert parent["run"]["runId"] == stage["run"]["facets"]["parent"]["run"]["runId"]


def test_the_code_is_the_commit_of_the_run(store: Store, home: Home) -> None:
    """With a URL that has no user in it."""
    full_history(store)
    code = last(store, home, "train")["job"]["facets"]["sourceCodeLocation"]

    assert ("c" * 40, "ssh://git.example.org/team/churn.git") == (code["version"], code["url"])


def test_the_start_says_what_was_known_then(store: Store, home: Home) -> None:
    """Neither how it went nor what it made."""
    full_history(store)
    start = next(event for event in events(store, home) if event["job"]["name"] == "train")
    facets = start["run"]["facets"]

    assert ([], False, True) == (
        start["outputs"],
        "lineal_metrics" in facets or "lineal_execution" in facets,
        "lineal_params" in facets,
    )
