"""What is around a run: who runs it."""

from __future__ import annotations

from lineal.ledger.recording.around import _author
from lineal.ledger.recording.code import Code


def test_who_runs_is_who_git_would_say_commits() -> None:
    """The environment wins over the configuration, each word by itself."""
    configured = Code(name="Ann", email="ann@example.com")
    found = _author(configured, {"GIT_AUTHOR_NAME": "Bob", "GIT_AUTHOR_EMAIL": ""})
    assert ("Bob", "ann@example.com") == (found["name"], found["email"])


def test_who_is_unknown_to_git_is_known_to_the_system() -> None:
    """A user, on a host."""
    assert {"user", "host"} == set(_author(Code(), {}))
