"""What people write to narrow a list."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest

from lineal.base.errors import UsageError
from lineal.ledger.asking.filters import Condition, checked, parse_condition, parse_moment

NOW = datetime(2026, 2, 10, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("train.lr>0.1", Condition("train.lr", ">", "0.1", 0.1)),
        ("auc >= 1", Condition("auc", ">=", "1", 1.0)),
        ("model=linear", Condition("model", "=", '"linear"', None)),
        ("model!=linear", Condition("model", "<>", '"linear"', None)),
        ("on==true", Condition("on", "=", "true", None)),
        ("a.json:auc<2e-3", Condition("a.json:auc", "<", "0.002", 0.002)),
    ],
)
def test_conditions(text: str, expected: Condition) -> None:
    """A name, what is to hold, a value."""
    assert expected == parse_condition(text, "--param")


@pytest.mark.parametrize("text", ["lr", ">1", "lr>", ""])
def test_what_is_no_condition(text: str) -> None:
    """The flag is named, and the form."""
    with pytest.raises(UsageError, match=r"--param: .* is not a condition"):
        parse_condition(text, "--param")


def test_words_have_no_order() -> None:
    """More than a word is no question."""
    with pytest.raises(UsageError, match="'big' is not a number"):
        parse_condition("size>big", "--param")


def at(text: str) -> datetime:
    micros = parse_moment(text, "--since", NOW, {"abc": 1000}.get)
    return datetime.fromtimestamp(micros / 1e6, UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2d", datetime(2026, 2, 8, 12, tzinfo=UTC)),
        ("90min", datetime(2026, 2, 10, 10, 30, tzinfo=UTC)),
        ("3 weeks ago", datetime(2026, 1, 20, 12, tzinfo=UTC)),
        ("yesterday", datetime(2026, 2, 9, tzinfo=UTC)),
        ("2026-01-31", datetime(2026, 1, 31, tzinfo=UTC)),
        ("2026-01-31T10:00+02:00", datetime(2026, 1, 31, 8, tzinfo=UTC)),
        ("abc", datetime(1970, 1, 1, 0, 16, 40, tzinfo=UTC)),
        ("999999y", datetime(1970, 1, 1, tzinfo=UTC)),
    ],
)
def test_moments(text: str, expected: datetime) -> None:
    """Ages, dates, times with their zone, commits."""
    assert expected == at(text)


def test_what_is_no_moment() -> None:
    """Every form is named in the hint."""
    with pytest.raises(UsageError, match="'soon' is no time, and no commit here"):
        at("soon")


def test_a_word_of_a_closed_set() -> None:
    """The nearest is offered."""
    with pytest.raises(UsageError, match="did you mean 'failed'"):
        checked(["faild"], ["done", "failed"], "--status")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-07-01", datetime(2026, 6, 30, 22, tzinfo=UTC)),
        ("2026-02-01", datetime(2026, 1, 31, 23, tzinfo=UTC)),
        ("12h", datetime(2026, 3, 28, 23, tzinfo=UTC)),
    ],
)
def test_summer_time_is_that_of_the_date(
    monkeypatch: pytest.MonkeyPatch, text: str, expected: datetime
) -> None:
    """Not that of today; and an hour of a night that has one less is still an hour."""
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    try:
        now = datetime(2026, 3, 29, 13)  # noqa: DTZ001  that of the zone above
        found = parse_moment(text, "--since", now, lambda _: None)
    finally:
        monkeypatch.undo()
        time.tzset()

    assert int(expected.timestamp() * 1_000_000) == found
