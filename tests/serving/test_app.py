"""The HTTP edge alone: what is refused before anything is predicted, and how that is said."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from lineal.serving import counting
from lineal.serving.app import App, Got, Posted, json_reply
from lineal.serving.counting import HEALTH, METRICS, PREDICT, Counter
from tests.serving.test_counting import new_blocks

if TYPE_CHECKING:
    from collections.abc import Sequence

JSON = {"content-type": "application/json"}


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def code(self) -> Any:
        return json.loads(self.body)["error"]["code"]


def echo(body: bytes) -> bytes:
    if body == b"bug":
        raise ValueError("a bug of ours")
    return body


def ask(
    method: str = "POST",
    path: str = "/predict",
    *,
    headers: dict[str, str] = JSON,
    parts: Sequence[bytes | None] = (b"{}",),
    token: bytes | None = None,
) -> Answer:
    """``parts`` are what comes one after the other; None is a client that goes away."""
    block = new_blocks(1)[0]
    app = App(
        posts={"/predict": Posted(PREDICT, echo)},
        gets={
            "/health": Got(HEALTH, lambda: json_reply(b"alive")),
            "/metrics": Got(METRICS, lambda: json_reply(b"counts"), guarded=True),
        },
        counter=Counter(block),
        most_body=10,
        token=token,
    )
    left = list(parts)
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        part = left.pop(0)
        if part is None:
            return {"type": "http.disconnect"}
        return {"type": "http.request", "body": part, "more_body": bool(left)}

    async def send(message: Any) -> None:
        sent.append(message)

    named = [(name.encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "method": method, "path": path, "headers": named}
    asyncio.run(app(scope, receive, send))
    assert sum(counting.totals([block]).requests.values()) == 1
    said = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return Answer(sent[0]["status"], said, sent[1]["body"])


def test_a_body_in_parts_is_put_together() -> None:
    """A large one comes in several."""
    assert ask(parts=(b"{", b'"a"', b":1}")).body == b'{"a":1}'


@pytest.mark.parametrize(
    ("asked", "status", "code"),
    [
        ({"headers": {}}, 415, "content-type"),
        ({"headers": {"content-type": "text/plain"}}, 415, "content-type"),
        ({"headers": {**JSON, "content-length": "11"}}, 413, "too-large"),
        ({"parts": (b"x" * 11,)}, 413, "too-large"),
        ({"parts": (b"x" * 6, b"y" * 6)}, 413, "too-large"),
        ({"parts": (b"x" * 6, b"y" * 6, b"z")}, 413, "too-large"),
        ({"parts": (b"{", None)}, 400, "gone"),
        ({"parts": (None,)}, 400, "gone"),
        ({"parts": (b"bug",)}, 500, "bug"),
        ({"path": "/nothing"}, 404, "path"),
        ({"method": "GET"}, 405, "method"),
        ({"path": "/health"}, 405, "method"),
    ],
)
def test_what_is_wrong_has_a_status_and_a_code(
    asked: dict[str, Any], status: int, code: str
) -> None:
    """The status is for HTTP, the code for programs."""
    answer = ask(**asked)
    assert (answer.status, answer.code) == (status, code)


def test_a_content_type_may_have_parameters() -> None:
    """And any case."""
    assert ask(headers={"content-type": "Application/JSON; charset=utf-8"}).status == 200


@pytest.mark.parametrize(
    ("method", "path", "allowed"), [("PUT", "/predict", "POST"), ("POST", "/health", "GET, HEAD")]
)
def test_what_is_allowed_is_said(method: str, path: str, allowed: str) -> None:
    """As HTTP wants it."""
    assert ask(method, path).headers["allow"] == allowed


@pytest.mark.parametrize("sent", [None, "Bearer", "Bearer wrong", "Basic secret", "secret"])
@pytest.mark.parametrize(("method", "path"), [("POST", "/predict"), ("GET", "/metrics")])
def test_without_the_token_nothing_is_answered(method: str, path: str, sent: str | None) -> None:
    """Predictions and counts."""
    headers = JSON if sent is None else {**JSON, "authorization": sent}
    answer = ask(method, path, headers=headers, token=b"secret")
    assert (answer.status, answer.headers["www-authenticate"]) == (401, "Bearer")


def test_with_the_token_it_is_answered() -> None:
    """The word before it has any case."""
    headers = {**JSON, "authorization": "bearer secret"}
    assert ask(headers=headers, token=b"secret").status == 200


def test_whether_it_is_alive_needs_no_token() -> None:
    """Whoever watches processes has none."""
    assert ask("GET", "/health", headers={}, token=b"secret").status == 200


def test_a_body_that_was_not_read_ends_the_connection() -> None:
    """Its rest would be taken for the next request."""
    assert ask(headers={}).headers["connection"] == "close"
