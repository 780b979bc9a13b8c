"""Asking others over HTTP: what they say, and nothing secret in what we say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lineal.base.errors import ConfigError, LedgerError
from lineal.ledger.web import Answer, WebClient, json_text, shown_url
from tests.servers.answering import Answering, answering

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def other() -> Iterator[Answering]:
    with answering() as found:
        yield found


def test_a_user_in_the_url_signs_in(other: Answering) -> None:
    """As browsers do; the label has none of it."""
    client = WebClient(other.url.replace("//", "//ann:a%40b@"))
    client.post("/x", {})

    assert ("Basic YW5uOmFAYg==", other.url) == (other.headers[0]["Authorization"], client.label)


def test_a_redirect_is_not_followed(other: Answering) -> None:
    """The credentials would go along."""
    other.statuses = [302]

    assert 302 == WebClient(other.url).post("/x", {}).status


def test_whatever_is_answered_is_an_answer(other: Answering) -> None:
    """Whether it is an error is for who asked to say."""
    other.statuses, other.bodies = [500], [{"message": "no"}]
    answer = WebClient(other.url).get("/x")

    assert (500, {"message": "no"}, False) == (answer.status, answer.json(), answer.is_ok)


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"[" * 100_000])
def test_what_is_no_object_is_empty(body: bytes) -> None:
    """Nothing of the other side is trusted."""
    assert {} == Answer(200, body).json()


def test_nobody_there_is_an_error() -> None:
    """Named without the password."""
    with pytest.raises(LedgerError, match=r"^http://127\.0\.0\.1:1 does not answer"):
        WebClient("http://ann:hush@127.0.0.1:1").get("/")


@pytest.mark.parametrize("url", ["ftp://ann:hush@h", "http://", "h:5000"])
def test_what_is_no_url_is_an_error(url: str) -> None:
    """And what was written is told, without the password."""
    with pytest.raises(ConfigError, match="not an http:// or https:// URL") as caught:
        WebClient(url)

    assert "hush" not in str(caught.value)


def test_a_url_is_shown_without_secrets() -> None:
    """Neither user nor query."""
    assert "https://h:1/x" == shown_url("https://ann:hush@h:1/x?token=1#y")


def test_what_is_sent_is_always_text() -> None:
    """Also of a file whose name is none."""
    assert '{"path":"bad?.txt"}' == json_text({"path": "bad\udcff.txt"})
