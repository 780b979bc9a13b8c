"""When it is tried again, and how an error of a library becomes one of ours: no servers here."""

from __future__ import annotations

import pytest

from lineal.base.errors import RemoteDenied, RemoteError, RemoteMissing
from lineal.storage.config import Config
from lineal.storage.remotes import again, retry
from lineal.storage.remotes.failures import Failure, Kind, error_of
from lineal.storage.remotes.resolve import place_of
from lineal.storage.remotes.store_errors import failure_of


def test_pauses_double_up_to_a_bound_and_half_of_each_is_chance() -> None:
    """So that clients that failed together do not come back together."""
    longest = list(retry.waits(lambda: 1.0))
    shortest = list(retry.waits(lambda: 0.0))

    assert [0.1, 0.2, 0.4, 0.8, 1.6, 3.0] == pytest.approx(longest)
    assert [wait / 2 for wait in longest] == pytest.approx(shortest)


def test_nothing_is_tried_again_after_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """However few attempts there were."""
    clock = iter([0.0, retry.SECONDS + 1])
    monkeypatch.setattr("time.monotonic", lambda: next(clock))
    attempts = []

    def attempt() -> None:
        attempts.append(1)
        raise again.TryAgainError(RemoteError("no"))

    with pytest.raises(RemoteError, match="no"):
        again.until_it_works(attempt)

    assert [1] == attempts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("status code: 404 Not Found: <Code>NoSuchBucket</Code>", (Kind.NO_PLACE, "NoSuchBucket")),
        ("status code: 400 Bad: <Code>ExpiredToken</Code>", (Kind.DENIED, "ExpiredToken")),
        ("status code: 403 Forbidden: ", (Kind.DENIED, "403")),
        ("status code: 503 Slow: <Code>SlowDown</Code>", (Kind.SERVER, "503 SlowDown")),
        ("PUT http://169.254.169.254/latest/api/token", (Kind.NO_CREDENTIALS, "")),
        ("kind: Connect … dns error", (Kind.UNKNOWN_HOST, "")),
        ("kind: Connect … ConnectionRefused", (Kind.REFUSED, "")),
        ("invalid peer certificate: UnknownIssuer", (Kind.INSECURE, "")),
        ("something new", (Kind.OTHER, "Exception")),
    ],
)
def test_what_obstore_says_is_read_for_its_kind(text: str, expected: tuple[Kind, str]) -> None:
    """And nothing of the text itself is passed on."""
    assert Failure(*expected) == failure_of(Exception(text))


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        (Kind.MISSING, RemoteMissing),
        (Kind.DENIED, RemoteDenied),
        (Kind.NO_CREDENTIALS, RemoteDenied),
        (Kind.SERVER, RemoteError),
    ],
)
def test_a_kind_of_failure_is_a_class_of_error(kind: Kind, error: type[RemoteError]) -> None:
    """With the remote's name in front."""
    place = place_of(Config(remotes={"r": {"url": "s3://b/x"}}), "r")

    found = error_of(place, Failure(kind))

    assert (error, True) == (type(found), found.message.startswith("remote 'r' (s3://b/x): "))


def test_credentials_that_expired_are_to_be_renewed() -> None:
    """That comes first in the hint."""
    place = place_of(Config(remotes={"r": {"url": "s3://b/x"}}), "r")

    hint = error_of(place, Failure(Kind.DENIED, "ExpiredToken")).hint

    assert (hint or "").startswith("the credentials have expired: renew them")
