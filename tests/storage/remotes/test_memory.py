"""The remote that fails when it is told to, which other tests rely on."""

from __future__ import annotations

import pytest

from lineal.base.errors import RemoteDenied, RemoteError
from lineal.storage.remotes.memory import CORRUPT, DENY, FAIL, TRUNCATE, MemoryRemote


@pytest.mark.parametrize(("what", "error"), [(FAIL, RemoteError), (DENY, RemoteDenied)])
def test_a_call_fails_as_often_as_it_is_told_to(what: str, error: type[RemoteError]) -> None:
    """For keys that match, and only these calls."""
    remote = MemoryRemote({"a/1": b"x", "b": b"y"})
    remote.fault(what, "read", "a/*")

    with pytest.raises(error, match="read a/1"):
        remote.read("a/1")

    assert [b"x", b"y", 3] == [remote.read("a/1"), remote.read("b"), remote.calls["read"]]


def test_bytes_come_short_or_wrong_once() -> None:
    """The second time they are right."""
    remote = MemoryRemote({"k": b"1234"})
    remote.fault(TRUNCATE)
    remote.fault(CORRUPT)

    assert [b"12", b"1235", b"1234"] == [remote.read("k") for _ in range(3)]


def test_somebody_is_told_of_every_call() -> None:
    """And may raise, wait or count there."""
    remote = MemoryRemote()
    seen: list[tuple[str, str]] = []
    remote.before = lambda call, key: seen.append((call, key))

    remote.write("k", b"1")
    remote.head("k")

    assert [("write", "k"), ("head", "k")] == seen
