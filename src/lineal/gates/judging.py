"""From a measured value to a verdict: one rule for all gates. Pure.

The point decides, and the interval says whether it could be chance:

- it meets the threshold: pass; with ``confidence: bound`` only if the whole interval does,
  otherwise inconclusive
- it does not, and neither does any of its interval: fail
- it does not, but some of its interval does: inconclusive
- it was not measured, or is no number: inconclusive
"""

from __future__ import annotations

import math
from typing import NamedTuple

from lineal.gates.gate import FAIL, INCONCLUSIVE, PASS, Verdict

AT_LEAST, AT_MOST = ">=", "<="
#: Whether a point that meets the threshold is enough, or its interval must.
POINT, BOUND = "point", "bound"
_WORDS = {AT_LEAST: "at least", AT_MOST: "at most"}
_DIGITS = 4
_MOST_DIGITS = 17
_MOST_ROWS = 1e12


class Asked(NamedTuple):
    """How a value must stand to a threshold, and whether its interval must too."""

    relation: str
    threshold: float
    confidence: str = POINT


class Measured(NamedTuple):
    """``n`` is how many rows it rests on; None where that has no meaning."""

    value: float | None
    n: int | None = None
    interval: tuple[float, float] | None = None


def judge(check: str, asked: Asked, measured: Measured, note: str = "") -> Verdict:
    """``note`` is what else a person is to know; it follows the sentence."""
    value, n, interval = measured
    relation, threshold, confidence = asked
    if n == 0:
        return missing(check, "there are no rows to measure it on", asked, n=0)
    if value is None or not math.isfinite(value):
        return missing(check, f"it could not be measured{_also(note)}", asked, n=n)
    if not math.isfinite(threshold):
        return missing(check, f"{threshold} is no threshold", n=n)
    known = _usable(value, interval)
    verdict = _decide(value, relation, threshold, known, confidence)
    needed = None if known is None or not n else rows_needed(value, threshold, known, n)
    return Verdict(
        check=check,
        verdict=verdict,
        why=_sentence(value, asked, known, verdict, needed) + _also(note),
        measured=value,
        interval=known,
        relation=relation,
        threshold=threshold,
        n=n,
        needed=needed,
    )


def missing(
    check: str,
    why: str,
    asked: Asked | None = None,
    *,
    n: int | None = None,
    needed: int | None = None,
) -> Verdict:
    """What was not measured never passes."""
    is_known = asked is not None and math.isfinite(asked.threshold)
    return Verdict(
        check=check,
        verdict=INCONCLUSIVE,
        why=why,
        relation=asked.relation if asked else AT_LEAST,
        threshold=asked.threshold if asked and is_known else None,
        n=n,
        needed=needed,
    )


def meets(value: float, relation: str, threshold: float) -> bool:
    return value >= threshold if relation == AT_LEAST else value <= threshold


def rows_needed(
    measured: float, threshold: float, interval: tuple[float, float], n: int
) -> int | None:
    """How many rows would leave the threshold outside: an interval shrinks as 1 / sqrt(rows)."""
    low, high = interval
    width = high - measured if threshold > measured else measured - low
    distance = abs(measured - threshold)
    needed = n * (width / distance) ** 2 if distance else math.inf
    return math.ceil(needed) if needed < _MOST_ROWS else None


def spell(value: float, beside: float | None = None) -> str:
    """Few digits, but enough to tell it from what it is compared with."""
    for digits in range(_DIGITS, _MOST_DIGITS):
        text = f"{value:.{digits}g}"
        if beside is None or value == beside or text != f"{beside:.{digits}g}":
            return text
    return repr(value)


def _usable(measured: float, interval: tuple[float, float] | None) -> tuple[float, float] | None:
    """None of one that is no interval."""
    if interval is None or not all(map(math.isfinite, interval)):
        return None
    return holding(interval, measured)


def holding(interval: tuple[float, float], value: float) -> tuple[float, float]:
    """The interval, widened to the value where that lies outside."""
    return min(interval[0], value), max(interval[1], value)


def _decide(
    measured: float,
    relation: str,
    threshold: float,
    interval: tuple[float, float] | None,
    confidence: str,
) -> str:
    is_met = meets(measured, relation, threshold)
    if interval is None:
        return (PASS if confidence == POINT else INCONCLUSIVE) if is_met else FAIL
    bounds = [meets(bound, relation, threshold) for bound in interval]
    if is_met:
        return PASS if confidence == POINT or all(bounds) else INCONCLUSIVE
    return INCONCLUSIVE if any(bounds) else FAIL


def _sentence(
    measured: float,
    asked: Asked,
    interval: tuple[float, float] | None,
    verdict: str,
    needed: int | None,
) -> str:
    relation, threshold, _ = asked
    is_met = meets(measured, relation, threshold)
    value, limit = spell(measured, threshold), spell(threshold, measured)
    said = f"{value} is {'' if is_met else 'not '}{_WORDS[relation]} {limit}"
    if interval is None:
        is_unsure = verdict == INCONCLUSIVE
        return f"{said}, and how sure that is was not measured" if is_unsure else said
    if all(meets(bound, relation, threshold) == is_met for bound in interval):
        return said
    doubt = f"{said}, but between {spell(interval[0])} and {spell(interval[1])} it could be chance"
    return doubt if needed is None else f"{doubt}: about {needed:,} rows would tell"


def _also(note: str) -> str:
    return f"; {note}" if note else ""
