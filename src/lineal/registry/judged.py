"""Whether a version may be promoted: its own bundle says so, or nobody does. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.gates.gate import PASS

if TYPE_CHECKING:
    from lineal.gates.gate import Verdict


def objections(verdicts: list[Verdict]) -> list[str]:
    """A sentence for each reason against it; none when it may be. No verdict at all is one."""
    if not verdicts:
        return ["no gate has judged it"]
    return [f"{one.check} says {one.verdict}: {one.why}" for one in verdicts if one.verdict != PASS]
