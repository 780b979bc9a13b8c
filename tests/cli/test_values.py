"""Values, changes and times as people are shown them."""

from __future__ import annotations

from typing import Any

import pytest

from lineal.cli.moments import ago, exact, lasted
from lineal.cli.values import change_text, metric_text, printable, short_oid, value_text
from lineal.ledger.asking.changes import ABSENT, Change

SECOND = 1_000_000


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0.1 + 0.2, "0.3"),
        (12345678, "12345678"),
        (True, "true"),
        (None, "null"),
        ("", '""'),
        ([1, "a"], '[1, "a"]'),
        ("a\nb", "a b"),
        ("x" * 50, f"{'x' * 39}…"),
        (ABSENT, "-"),
        ("\x1b[31mred", "?[31mred"),
    ],
)
def test_values(value: Any, expected: str) -> None:
    """Short, on one line, harmless."""
    assert expected == value_text(value)


def test_tabs_stay_and_escapes_go() -> None:
    """A log of somebody else cannot move the cursor."""
    assert "a\tb?[2J" == printable("a\tb\x1b[2J")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (Change("lr", 0.1, 0.2), "lr 0.1 → 0.2"),
        (Change("lr", ABSENT, 0.2), "lr 0.2 (new)"),
        (Change("lr", 0.1, ABSENT), "lr gone"),
    ],
)
def test_changes(change: Change, expected: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What came or went is said to have."""
    monkeypatch.setattr("lineal.cli.values.ascii_only", lambda: False)

    assert expected == change_text(change)


def test_metrics_say_how_far_they_went() -> None:
    """And not whether that is good."""
    assert "loss 0.3 (-0.2)" == metric_text(Change("loss", 0.5, 0.3))


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (0.2, "just now"),
        (30, "30 s ago"),
        (200, "3 min ago"),
        (7200, "2 h ago"),
        (3e5, "3 days ago"),
    ],
)
def test_ages(seconds: float, expected: str) -> None:
    """In one unit."""
    assert expected == ago(0, int(seconds * SECOND))


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (0.042, "42 ms"),
        (3.14, "3.1 s"),
        (42, "42 s"),
        (250, "4 min 10 s"),
        (7500, "2 h 05 min"),
    ],
)
def test_durations(seconds: float, expected: str) -> None:
    """Two figures are enough."""
    assert expected == lasted(seconds)


def test_exact_times() -> None:
    """UTC, for programs."""
    assert "1970-01-01T00:00:01Z" == exact(SECOND)


@pytest.mark.parametrize(
    ("oid", "expected"),
    [("ab" * 16, "abababab"), (f"{'ab' * 16}.dir", "abababab/"), ("etag:1", "etag:1")],
)
def test_object_ids(oid: str, expected: str) -> None:
    """Directories keep a mark."""
    assert expected == short_oid(oid)
