"""Verdicts as lines for a person: what was measured, against what. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.gates.gate import INCONCLUSIVE, PASS
from lineal.gates.judging import AT_LEAST, AT_MOST, spell

if TYPE_CHECKING:
    from lineal.gates.gate import Verdict

_WORDS = {AT_LEAST: "at least", AT_MOST: "at most"}
_NOTHING = "-"
HEADERS = ("check", "verdict", "measured", "between", "asked", "rows")


def cells(verdict: Verdict) -> tuple[str, ...]:
    """As `HEADERS` has them."""
    one = verdict
    between = _NOTHING if one.interval is None else " and ".join(map(spell, one.interval))
    asked = _NOTHING
    if one.threshold is not None:
        asked = f"{_WORDS.get(one.relation, one.relation)} {spell(one.threshold, one.measured)}"
    rows = _NOTHING if one.n is None else f"{one.n:,}"
    return one.check, one.verdict, _measured(one), between, asked, rows


def table(verdicts: list[Verdict]) -> list[str]:
    """Aligned, and below it why for each that did not pass."""
    rows = [HEADERS, *map(cells, verdicts)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    aligned = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
    return [*aligned, *(f"{one.check}: {one.why}" for one in verdicts if one.verdict != PASS)]


def flip(verdict: Verdict) -> str:
    """What would make it pass, as far as the numbers say."""
    if verdict.verdict == PASS:
        return ""
    if verdict.threshold is None or verdict.measured is None:
        rows = f", on {verdict.needed:,} rows or more" if verdict.needed else ""
        return f"it has to be measured{rows}"
    asked = f"{_WORDS.get(verdict.relation, '')} {spell(verdict.threshold)}"
    more = ""
    if verdict.verdict == INCONCLUSIVE and verdict.needed:
        more = f", or about {verdict.needed:,} rows to be sure of it"
    return f"a value of {asked}{more}"


def _measured(verdict: Verdict) -> str:
    return _NOTHING if verdict.measured is None else spell(verdict.measured, verdict.threshold)
