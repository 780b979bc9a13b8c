"""The HTTP door, knocked at by OpenLineage's own client and by who means no good."""

from __future__ import annotations

import gzip
import http.client
import json
import socket
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from openlineage.client import OpenLineageClient
from openlineage.client.event_v2 import InputDataset, Job, OutputDataset, Run, RunEvent, RunState
from openlineage.client.transport.http import HttpConfig, HttpTransport

from lineal.base.errors import LedgerError
from lineal.ledger.openlineage import server
from lineal.ledger.openlineage.accept import Outcome
from lineal.ledger.openlineage.body import MOST_BYTES
from lineal.ledger.openlineage.event import read_event
from lineal.ledger.openlineage.server import BATCH, HEALTH, ONE, LineageServer
from tests.ledger.openlineage.examples import RUN_ID, event

if TYPE_CHECKING:
    from collections.abc import Iterator

JSON = {"Content-Type": "application/json"}


class Door:
    """A server that keeps what it takes, and where it listens."""

    def __init__(self, token: str | None = None) -> None:
        self.taken: list[Any] = []
        self.complaints: list[str] = []
        self.broken = False
        self.server = LineageServer("127.0.0.1", 0, self.take, self.complaints.append, token)
        self.port: int = self.server.server_address[1]

    def take(self, events: list[object]) -> list[Outcome]:
        if self.broken:
            raise LedgerError("the disk is full")
        for each in events:
            read_event(each)
        self.taken += events
        return [Outcome(is_new=True)] * len(events)

    def ask(
        self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None
    ) -> tuple[int, Any]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        data = body if isinstance(body, bytes | None) else json.dumps(body).encode()
        connection.request(method, path, data, JSON if headers is None else headers)
        answer = connection.getresponse()
        said = json.loads(answer.read())
        connection.close()
        return answer.status, said


@contextmanager
def opened(token: str | None = None) -> Iterator[Door]:
    door = Door(token)
    thread = threading.Thread(target=door.server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield door
    finally:
        door.server.shutdown()
        door.server.server_close()
        thread.join()


@pytest.fixture
def door() -> Iterator[Door]:
    with opened() as found:
        yield found


def send_officially(door: Door, **more: Any) -> None:
    config = {"type": "http", "url": f"http://127.0.0.1:{door.port}", **more}
    client = OpenLineageClient(transport=HttpTransport(HttpConfig.from_dict(config)))
    client.emit(official_event())
    client.close(1)


def official_event() -> RunEvent:
    return RunEvent(
        eventType=RunState.COMPLETE,
        eventTime="2026-01-31T12:00:00Z",
        run=Run(runId=RUN_ID),
        job=Job("spark", "etl"),
        producer="https://example.org/spark",
        inputs=[InputDataset("s3://raw", "in")],
        outputs=[OutputDataset("s3://lake", "out")],
    )


@pytest.mark.parametrize("more", [{}, {"compression": "gzip"}])
def test_the_official_client_is_understood(door: Door, more: dict[str, str]) -> None:
    """Plain, and compressed."""
    send_officially(door, **more)

    assert [("s3://raw", "in")] == [
        (one["namespace"], one["name"]) for one in door.taken[0]["inputs"]
    ]


def test_the_official_client_shows_the_token() -> None:
    """As its API key."""
    with opened("open sesame") as door:
        auth = {"type": "api_key", "apiKey": "open sesame"}
        send_officially(door, auth=auth)

        assert 1 == len(door.taken)


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer other"}])
def test_who_has_no_token_is_sent_away(headers: dict[str, str]) -> None:
    """Before a word of it is read."""
    with opened("open sesame") as door:
        status, said = door.ask("POST", ONE, event("COMPLETE"), {**JSON, **headers})

        assert (401, "token", []) == (status, said["error"]["code"], door.taken)


def test_a_batch_is_summed_up(door: Door) -> None:
    """As OpenLineage describes it."""
    status, said = door.ask("POST", BATCH, [event("START"), event("COMPLETE")])

    assert (200, "success", 2) == (status, said["status"], said["summary"]["successful"])


def test_health_is_told(door: Door) -> None:
    """For whoever watches."""
    assert (200, {"status": "ok"}) == door.ask("GET", HEALTH)


def chunked(body: bytes) -> bytes:
    return b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)


@pytest.mark.parametrize(
    ("path", "body", "headers", "status", "code"),
    [
        (ONE, {}, JSON, 422, "document"),
        (ONE, b"{", JSON, 422, "document"),
        (ONE, b"[" * 100_000, JSON, 422, "document"),
        (ONE, b"x" * (MOST_BYTES + 1), JSON, 413, "too-large"),
        (ONE, gzip.compress(b" " * (MOST_BYTES + 1)), {**JSON, "Content-Encoding": "gzip"}, 413,
         "too-large"),
        (ONE, b"no gzip", {**JSON, "Content-Encoding": "gzip"}, 422, "document"),
        (ONE, b"x", {**JSON, "Content-Encoding": "br"}, 422, "document"),
        (ONE, b"z\r\n", {**JSON, "Transfer-Encoding": "chunked"}, 422, "document"),
        (ONE, {}, {"Content-Type": "text/plain"}, 415, "type"),
        (ONE, {}, {**JSON, "Origin": "http://evil.example"}, 403, "origin"),
        (ONE, b"{}", {**JSON, "Content-Length": "9" * 5000}, 422, "document"),
        (BATCH, {}, JSON, 422, "document"),
        ("/else", {}, JSON, 404, "not-found"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_told(
    door: Door, path: str, body: Any, headers: dict[str, str], status: int, code: str
) -> None:
    """With a code for programs, and nothing is kept."""
    found, said = door.ask("POST", path, body, headers)

    assert (status, code, []) == (found, said["error"]["code"], door.taken)


def test_a_body_in_chunks_is_read(door: Door) -> None:
    """Java's client sends what it compresses so."""
    body = chunked(gzip.compress(json.dumps(event("COMPLETE")).encode()))
    headers = {**JSON, "Transfer-Encoding": "chunked", "Content-Encoding": "gzip"}

    assert (201, {"status": "success"}) == door.ask("POST", ONE, body, headers)


def test_an_event_that_cannot_be_kept_is_no_success(door: Door) -> None:
    """The client must send it again."""
    door.broken = True
    status, _ = door.ask("POST", ONE, event("COMPLETE"))

    assert (500, ["the disk is full"]) == (status, door.complaints)


def test_a_client_that_goes_away_harms_nobody(door: Door) -> None:
    """The next one is served."""
    with socket.create_connection(("127.0.0.1", door.port)) as rude:
        rude.sendall(b"POST /api/v1/lineage HTTP/1.1\r\nContent-Length: 10\r\n\r\n{")

    assert 200 == door.ask("GET", HEALTH)[0]


def test_who_says_a_byte_now_and_then_is_sent_away(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not the silence counts but the whole request: else few could keep everybody out."""
    monkeypatch.setattr(server, "_MOST_SECONDS", 0.0)
    with socket.create_connection(("127.0.0.1", door.port), timeout=10) as slow:
        slow.sendall(b"POST /api")

        assert b"" == slow.recv(1)


def test_it_ends_while_all_places_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C waits for nobody who waits."""
    monkeypatch.setattr(server, "_MOST_REQUESTS", 1)
    monkeypatch.setattr(server, "_LOOK_SECONDS", 0.01)
    door = Door()
    thread = threading.Thread(target=door.server.serve_forever, args=(0.01,))
    thread.start()
    places = [socket.create_connection(("127.0.0.1", door.port)) for _ in range(3)]
    while not door.server.deadlines:
        places[0].sendall(b"G")
    door.server.shutdown()
    door.server.server_close()
    thread.join(10)
    for place in places:
        place.close()

    assert not thread.is_alive()
