"""The gate of parity: whether the packaged graph says what the trained model says. Pure.

The numbers are measured by `bundle.parity`, where both are at hand; here they are judged.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import msgspec

from lineal.gates.judging import AT_MOST, Asked, Measured, judge

if TYPE_CHECKING:
    from lineal.gates.gate import Verdict

DIFFERENCE, FLIPS = "parity/difference", "parity/flips"


class ParitySettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The largest difference of two scores, and how many decisions may be other ones."""

    tolerance: Annotated[
        float, msgspec.Meta(ge=0, description="the largest difference of two scores")
    ] = 1.0e-6
    max_flips: Annotated[
        int, msgspec.Meta(ge=0, description="how many decisions may be other ones")
    ] = 0


class Parity(msgspec.Struct, frozen=True, kw_only=True):
    """What was measured. ``worst`` says, for people, where they differ most."""

    rows: int
    max_difference: float
    flips: int
    worst: str = ""


def parity_verdicts(settings: ParitySettings, found: Parity) -> list[Verdict]:
    """No rows is inconclusive, and so is a difference that is no number."""
    difference = Measured(found.max_difference, found.rows)
    flips = Measured(float(found.flips), found.rows)
    return [
        judge(DIFFERENCE, Asked(AT_MOST, settings.tolerance), difference, found.worst),
        judge(FLIPS, Asked(AT_MOST, settings.max_flips), flips),
    ]
