"""What narrows a list of runs, as a person writes it: ``train.lr>0.1``, ``2d``. Pure."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from lineal.base.errors import UsageError
from lineal.base.suggest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

SECOND = 1_000_000
# What an id is made of counts to milliseconds, see base.ids.
_UNITS = {
    "s": timedelta(seconds=1),
    "min": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
    "mo": timedelta(days=30),
    "y": timedelta(days=365),
}
# Beyond these, some zones have no time.
_FIRST_YEAR, _LAST_YEAR = 2, 9998
_MICROSECOND = timedelta(microseconds=1)
_AGE = re.compile(r"(\d{1,6}) ?(s|min|h|d|w|mo|y)[a-z]*(?: ago)?")
_CONDITION = re.compile(r"(.+?)\s*(>=|<=|!=|==|=|>|<)\s*(.*)", re.DOTALL)
_SAME = {"==": "=", "!=": "<>"}
_ORDERING = frozenset((">", "<", ">=", "<="))


class Condition(NamedTuple):
    """``op`` is SQL's. ``number`` is set for numbers, ``value`` is JSON for everything else."""

    key: str
    op: str
    value: str
    number: float | None


class Filters(NamedTuple):
    """All of them hold at once; of several words of one kind, any. Times are microseconds.

    ``idle`` keeps the runs that had nothing to do.
    """

    stages: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    text: str | None = None
    commit: str | None = None
    since: int | None = None
    until: int | None = None
    params: tuple[Condition, ...] = ()
    metrics: tuple[Condition, ...] = ()
    idle: bool = False

    @property
    def narrows(self) -> bool:
        """Whether any is set."""
        return self != Filters(idle=self.idle)


def parse_condition(text: str, flag: str) -> Condition:
    """``auc>=0.9``, ``model=linear``: a name, what is to hold, a value."""
    match = _CONDITION.fullmatch(text.strip())
    if match is None or not match[3]:
        raise UsageError(
            f"{flag}: '{text}' is not a condition",
            hint=f"write a name, one of > >= < <= = !=, and a value: {flag} 'train.lr>0.1'",
        )
    key, op, word = match.groups()
    op = _SAME.get(op, op)
    value = _parsed(word)
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    number = float(word) if is_number else None
    if op in _ORDERING and number is None:
        raise UsageError(
            f"{flag}: '{word}' is not a number, so '{key}' cannot be {op} it",
            hint=f"compare words with = or !=: {flag} '{key}={word}'",
        )
    return Condition(key, op, _spelled(value), number)


def parse_moment(
    text: str, flag: str, now: datetime, commit_time: Callable[[str], int | None]
) -> int:
    """``2d`` back from now, a date or time of the zone of ``now``, or when a commit was made.

    Without a zone it is that of this machine, with the summer time of the date that is meant.
    """
    match = _AGE.fullmatch(text.strip())
    if match is not None:
        return max(0, _micros(now) - int(match[1]) * (_UNITS[match[2]] // _MICROSECOND))
    if text in ("today", "yesterday"):
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
        return _micros(midnight - timedelta(days=text == "yesterday"))
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        seconds = commit_time(text)
        if seconds is not None:
            return seconds * SECOND
        raise UsageError(
            f"{flag}: '{text}' is no time, and no commit here",
            hint=f"write {flag} 2d (30min, 6h, 3w), {flag} 2026-01-31, or a commit",
        ) from None
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        raise UsageError(f"{flag}: nothing happened in {moment.year}", hint=f"{flag} 2026-01-31")
    return _micros(moment if moment.tzinfo else moment.replace(tzinfo=now.tzinfo))


def checked(words: Iterable[str], known: Iterable[str], flag: str) -> tuple[str, ...]:
    """Words of a closed set."""
    given, allowed = tuple(words), tuple(known)
    for word in given:
        if word not in allowed:
            raise UsageError(
                f"{flag}: no such word: '{word}'{did_you_mean(word, allowed)}",
                hint=f"one of {', '.join(allowed)}",
            )
    return given


def _parsed(word: str) -> object:
    try:
        return json.loads(word)
    except ValueError:
        return word


def _spelled(value: object) -> str:
    return json.dumps(value, separators=(",", ":"), sort_keys=True)


def _micros(moment: datetime) -> int:
    return max(0, int(moment.timestamp() * SECOND))
