"""Events of others, checked: what is wrong is named, and nothing secret is kept."""

from __future__ import annotations

from typing import Any

import pytest

from lineal.base.errors import DocumentError
from lineal.ledger.openlineage.event import DATASET, read_event
from tests.ledger.openlineage.examples import RUN_ID, event


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"eventTime": None}, "eventTime is missing"),
        ({"eventTime": "yesterday"}, "eventTime is no time"),
        ({"eventTime": "1969-12-31T00:00:00Z"}, "before 1970"),
        ({"eventType": "DONE"}, "eventType is one of ABORT, COMPLETE"),
        ({"eventType": ["COMPLETE"]}, "eventType is one of ABORT, COMPLETE"),
        ({"run": {"runId": "7"}}, "run.runId is no UUID"),
        ({"run": []}, "run is an object"),
        ({"job": {"namespace": "spark"}}, "job.name is text"),
        ({"job": {"namespace": "spark", "name": "x" * 5000}}, "job.name is text of 1 to 4096"),
        ({"inputs": {}}, None),
        ({"inputs": 7}, "inputs is a list"),
        ({"outputs": [{"namespace": "s3://b"}]}, r"outputs\[0\].name is text"),
        ({"run": {"runId": RUN_ID, "facets": [1]}}, "run.facets is an object"),
    ],
)
def test_what_is_wrong_is_named(change: dict[str, Any], complaint: str | None) -> None:
    """So that whoever wrote the sender can mend it."""
    if complaint is None:
        assert () == read_event({**event("COMPLETE"), **change}).inputs
        return
    with pytest.raises(DocumentError, match=complaint):
        read_event({**event("COMPLETE"), **change})


@pytest.mark.parametrize("data", [None, 7, "event", [], {}])
def test_what_is_no_event_is_refused(data: object) -> None:
    """Whatever JSON holds may come."""
    with pytest.raises(DocumentError, match="not an OpenLineage event"):
        read_event(data)


def test_depth_is_bounded() -> None:
    """Everything after it may recurse."""
    deep: dict[str, Any] = {}
    for _ in range(100):
        deep = {"x": deep}
    with pytest.raises(DocumentError, match="nested deeper"):
        read_event({**event("COMPLETE"), "more": deep})


def test_secrets_are_masked_by_their_names() -> None:
    """In whatever facet they come."""
    facets = {
        "environmentVariables": {
            "environmentVariables": [
                {"name": "AWS_SECRET_ACCESS_KEY", "value": "abc"},
                {"name": "TZ", "value": "UTC"},
            ]
        },
        "spark": {"db.password": "abc", "tokens": 7, "keyboard": "qwertz"},
    }
    read = read_event(event("COMPLETE", run={"runId": RUN_ID, "facets": facets}))
    listed = read.facets["environmentVariables"]["environmentVariables"]

    assert (["***", "UTC"], {"db.password": "***", "tokens": 7, "keyboard": "qwertz"}) == (
        [one["value"] for one in listed],
        read.facets["spark"],
    )


def test_what_no_database_takes_is_replaced() -> None:
    """A zero byte, and half of a character."""
    read = read_event(event("COMPLETE", job={"namespace": "a\0b", "name": "x\ud800"}))

    assert ("a�b", "x?") == (read.job.namespace, read.job.name)


def test_an_event_about_a_dataset_alone_is_one() -> None:
    """Catalogs send them."""
    told = {"eventTime": "2026-01-31T12:00:00Z", "dataset": {"namespace": "s3://b", "name": "k"}}

    assert (DATASET, "") == (read_event(told).kind, read_event(told).run)


def test_commands_for_terminals_are_no_part_of_a_name() -> None:
    """A list of stages must not be able to paint the screen."""
    wrong = event("COMPLETE")
    wrong["job"] = {"namespace": "a\nb", "name": "\x1b[31mred"}
    job = read_event(wrong).job

    assert ("a\ufffdb", "\ufffd[31mred") == (job.namespace, job.name)
