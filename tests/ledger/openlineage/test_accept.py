"""Events of others in the ledger: each once, and those of a run together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from lineal.ledger.asking.reading import payload_of
from lineal.ledger.opening import Ledger
from lineal.ledger.openlineage.accept import accept
from lineal.ledger.writer import Writer
from tests.ledger.builder import Builder, oid
from tests.ledger.openlineage.examples import RUN_ID, dataset, event

if TYPE_CHECKING:
    from pathlib import Path

    from lineal.ledger.openlineage.naming import Home
    from lineal.ledger.stores.port import Store

START = event("START", inputs=[dataset("s3a://raw", "in")])
COMPLETE = event("COMPLETE", second=9, outputs=[dataset("s3://lake", "out/table", "42")])


@pytest.fixture
def ledger(store: Store, tmp_path: Path) -> Ledger:
    return Ledger(store, Writer("us", "us@here"), str(tmp_path))


def executions(ledger: Ledger) -> list[dict[str, Any]]:
    rows = ledger.store.select("select id from executions order by time", [])
    return [payload_of(ledger.store, bytes(id_)) or {} for (id_,) in rows]


def edges(payload: dict[str, Any]) -> tuple[list[list[str]], list[list[str]]]:
    uses, makes = ([[e["path"], e["oid"]] for e in payload[side]] for side in ("uses", "makes"))
    return uses, makes


def test_start_and_complete_are_one_execution(ledger: Ledger, home: Home) -> None:
    """Inputs are often said at the start, and outputs at the end."""
    accept(ledger, home, [START, COMPLETE])
    (said,) = executions(ledger)

    assert (
        ("spark/etl", "reported", 9.0),
        (
            [["s3://raw/in", "version?:" + said["uses"][0]["oid"][-16:]]],
            [["s3://lake/out/table", "42"]],
        ),
    ) == ((said["stage"], said["status"], said["seconds"]), edges(said))


def test_what_comes_twice_is_there_once(ledger: Ledger, home: Home) -> None:
    """Senders send again when they got no answer."""
    again = [START, START, COMPLETE, COMPLETE, START]
    news = [one.is_new for one in accept(ledger, home, again)]

    assert ([True, False, True, False, False], 1) == (news, len(executions(ledger)))


def test_the_same_end_at_another_time_is_the_same(ledger: Ledger, home: Home) -> None:
    """One run ends once."""
    later = {**COMPLETE, "eventTime": "2026-01-31T11:59:30Z"}

    assert [True, False] == [one.is_new for one in accept(ledger, home, [COMPLETE, later])]


def test_without_a_version_each_run_makes_another(ledger: Ledger, home: Home) -> None:
    """Else yesterday's table would seem to be today's."""
    outputs = [dataset("s3://lake", "out")]
    other = {"runId": RUN_ID.replace("019c", "019d")}
    accept(
        ledger,
        home,
        [event("COMPLETE", outputs=outputs), event("COMPLETE", outputs=outputs, run=other)],
    )
    first, second = (said["makes"][0]["oid"] for said in executions(ledger))

    assert first != second


def test_an_input_without_a_version_is_what_was_made_last(ledger: Ledger, home: Home) -> None:
    """Another job wrote it before."""
    other = {"runId": RUN_ID.replace("019c", "019d")}
    reads = event("COMPLETE", second=20, run=other, inputs=[dataset("s3a://lake/", "/out/table")])
    accept(ledger, home, [COMPLETE, reads])

    assert "42" == executions(ledger)[1]["uses"][0]["oid"]


def test_a_file_of_the_project_is_itself(ledger: Ledger, home: Home) -> None:
    """A job downstream that names our output by our namespace has used those very bytes."""
    Builder(ledger.store, now=1_000_000).execution("train", makes={"model.pkl": "m1"})
    accept(ledger, home, [event("COMPLETE", inputs=[dataset(home.namespace, "model.pkl")])])

    assert [["model.pkl", oid("m1")]] == edges(executions(ledger)[1])[0]


@pytest.mark.parametrize(("kind", "status"), [("FAIL", "failed"), ("ABORT", "killed")])
def test_what_failed_made_nothing_good(ledger: Ledger, home: Home, kind: str, status: str) -> None:
    """It is no source of what was used later."""
    facets = {"errorMessage": {"message": "out of memory", "programmingLanguage": "JVM"}}
    accept(ledger, home, [event(kind, run={"runId": RUN_ID, "facets": facets})])
    (said,) = executions(ledger)

    assert (status, "out of memory") == (said["status"], said["error"])


def test_columns_become_edges(ledger: Ledger, home: Home) -> None:
    """Spark says from which columns each was computed."""
    source = {"namespace": "s3://raw", "name": "in", "field": "age"}
    lineage = {"fields": {"years": {"inputFields": [source, {"broken": 1}]}, "odd": 7}}
    accept(
        ledger,
        home,
        [
            event(
                "COMPLETE",
                inputs=[dataset("s3://raw", "in", "1")],
                outputs=[dataset("s3://lake", "out", "2", columnLineage=lineage)],
            )
        ],
    )

    assert [
        {
            "from": {"path": "s3://raw/in", "oid": "1", "column": "age"},
            "to": {"path": "s3://lake/out", "oid": "2", "column": "years"},
            "how": "",
        }
    ] == executions(ledger)[0]["columns"]


def test_one_wrong_event_keeps_nothing_from_the_others(ledger: Ledger, home: Home) -> None:
    """Each of a batch is for itself."""
    outcomes = accept(ledger, home, [{}, COMPLETE])

    assert (True, None, 1) == (
        outcomes[0].wrong is not None,
        outcomes[1].wrong,
        len(executions(ledger)),
    )


def test_facets_nobody_knows_are_kept(ledger: Ledger, home: Home) -> None:
    """Somebody will ask."""
    run = {"runId": RUN_ID, "facets": {"spark_version": {"spark-version": "4.0"}}}
    accept(ledger, home, [event("COMPLETE", run=run)])

    assert {"spark-version": "4.0"} == executions(ledger)[0]["report"]["facets"]["spark_version"]


def test_what_was_reported_is_not_told_again(ledger: Ledger, home: Home) -> None:
    """Two ledgers that tell each other would never end."""
    from lineal.ledger.openlineage.telling import spoken_after  # deferred: only here

    accept(ledger, home, [START, COMPLETE, event("FAIL")])

    assert [] == [event for one in spoken_after(ledger.store, home) for event in one.events]
