"""Sending: each event once, whatever the other side does in between."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from lineal.base.errors import ConfigError, LedgerError
from lineal.ledger.opening import Ledger
from lineal.ledger.openlineage.sending import Sent, send_new
from lineal.ledger.openlineage.target import Target, target_of
from lineal.ledger.writer import Writer
from tests.ledger.builder import Builder
from tests.servers.answering import Answering, answering

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lineal.ledger.openlineage.naming import Home
    from lineal.ledger.stores.port import Store


@pytest.fixture
def other() -> Iterator[Answering]:
    with answering() as found:
        yield found


@pytest.fixture
def ledger(store: Store, tmp_path: Path) -> Ledger:
    return Ledger(store, Writer("us", "us@here"), str(tmp_path))


@pytest.fixture
def build(ledger: Ledger) -> Builder:
    return Builder(ledger.store, ledger.writer)


def told(other: Answering) -> list[tuple[str, str]]:
    return [(said["job"]["name"], said["eventType"]) for _, said in other.asked]


def test_events_are_sent_once(ledger: Ledger, build: Builder, home: Home, other: Answering) -> None:
    """Then only what is new."""
    target = Target(other.url)
    build.execution("train")
    first = send_new(ledger, home, target, "/w")
    build.execution("test")
    second = send_new(ledger, home, target, "/w")

    assert (
        (Sent(2, 0), Sent(2, 0)),
        [("train", "START"), ("train", "COMPLETE"), ("test", "START"), ("test", "COMPLETE")],
    ) == ((first, second), told(other))


def test_facts_of_others_are_theirs_to_tell(ledger: Ledger, home: Home, other: Answering) -> None:
    """A ledger that was pulled has told its facts where it was."""
    Builder(ledger.store, Writer("them", "them@there")).execution("train")

    assert Sent(0, 0) == send_new(ledger, home, Target(other.url), "/w")


def test_what_was_not_taken_is_sent_later(
    ledger: Ledger, build: Builder, home: Home, other: Answering
) -> None:
    """From where it stopped: the fact that was not told as a whole."""
    build.execution("train")
    build.execution("test")
    other.statuses += [201, 201, 503]
    with pytest.raises(LedgerError, match="answers 503"):
        send_new(ledger, home, Target(other.url), "/w")
    other.asked.clear()
    send_new(ledger, home, Target(other.url), "/w")

    assert [("test", "START"), ("test", "COMPLETE")] == told(other)


def test_what_is_refused_for_good_keeps_nothing_waiting(
    ledger: Ledger, build: Builder, home: Home, other: Answering
) -> None:
    """One event that a receiver does not like is not sent for ever."""
    build.execution("train")
    other.statuses += [422]

    assert [Sent(1, 1), Sent(0, 0)] == [
        send_new(ledger, home, Target(other.url), "/w") for _ in range(2)
    ]


def test_the_token_goes_along_and_is_nowhere_else(
    ledger: Ledger,
    build: Builder,
    home: Home,
    other: Answering,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Not in what is remembered, and not in a message."""
    monkeypatch.setenv("OPENLINEAGE_API_KEY", "hush")
    build.execution("train")
    other.statuses += [201, 201, 401]
    target = Target(other.url.replace("//", "//ann:hush@"))
    send_new(ledger, home, target, "/w")
    build.execution("test")
    with pytest.raises(LedgerError, match="answers 401") as caught:
        send_new(ledger, home, target, "/w")
    kept = ledger.store.select("select key, value from meta", [])

    assert ("Bearer hush", False) == (
        other.headers[0]["Authorization"],
        "hush" in f"{kept} {caught.value} {caught.value.hint} {target.label}",
    )


def test_who_does_not_answer_is_named(ledger: Ledger, build: Builder, home: Home) -> None:
    """Without the password in the URL."""
    build.execution("train")
    with pytest.raises(LedgerError, match=r"^http://127\.0\.0\.1:1 does not answer"):
        send_new(ledger, home, Target("http://ann:hush@127.0.0.1:1"), "/w")


def test_a_file_gets_a_line_an_event(
    ledger: Ledger, build: Builder, home: Home, tmp_path: Path
) -> None:
    """Below the project."""
    build.execution("train")
    send_new(ledger, home, Target("file:events.jsonl"), str(tmp_path))
    lines = (tmp_path / "events.jsonl").read_text().splitlines()

    assert ["START", "COMPLETE"] == [json.loads(line)["eventType"] for line in lines]


@pytest.mark.parametrize(
    ("settings", "environ", "label"),
    [
        ({}, {}, None),
        ({"url": "http://h/x/"}, {}, "http://h/x/api/v1/lineage"),
        ({}, {"OPENLINEAGE_URL": "http://h"}, "http://h/api/v1/lineage"),
        ({"url": "http://ours"}, {"OPENLINEAGE_URL": "http://h"}, "http://ours/api/v1/lineage"),
        ({"url": "http://a:b@h", "endpoint": "/in"}, {}, "http://h/in"),
        ({"url": "http://h"}, {"OPENLINEAGE_DISABLED": "true"}, None),
    ],
)
def test_the_target_is_found(
    settings: dict[str, Any], environ: dict[str, str], label: str | None
) -> None:
    """The project says first, then OpenLineage's own variables."""
    target = target_of(settings, environ)

    assert label == (target and target.label)


@pytest.mark.parametrize(
    ("settings", "complaint"),
    [
        ({"uri": "http://h"}, "unknown setting 'openlineage.uri'"),
        ({"url": 7}, "'openlineage.url' is to be text"),
        ({"url": "kafka://a:b@h"}, r"neither http\(s\):// nor file: in kafka://h"),
    ],
)
def test_a_setting_that_means_nothing_is_an_error(settings: dict[str, Any], complaint: str) -> None:
    """Nobody should wait for events that never come."""
    with pytest.raises(ConfigError, match=complaint):
        target_of(settings, {})
