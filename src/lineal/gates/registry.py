"""Every gate of the gate step. A new one is one file in this room and one line here.

Parity is not among them: it judges the bundle, which is made later, see `parity`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lineal.base.errors import TableError
from lineal.gates import data_quality, fairness, performance, robustness
from lineal.gates.judging import missing

if TYPE_CHECKING:
    from lineal.gates.gate import Gate, Judged, Verdict

GATES: dict[str, Gate] = {
    "performance": performance.GATE,
    "data_quality": data_quality.GATE,
    "fairness": fairness.GATE,
    "robustness": robustness.GATE,
}


def judge_all(settings: object, judged: Judged) -> list[Verdict]:
    """``settings`` has a field for each gate, None for one that is not asked."""
    verdicts = [
        verdict
        for name, gate in GATES.items()
        if (section := getattr(settings, name)) is not None
        for verdict in judge_one(name, gate, section, judged)
    ]
    # Parity, which is added later, is to find more than nothing to agree with.
    return verdicts or [missing("gates", "none was asked for, so nothing is known of the model")]


def judge_one(name: str, gate: Gate, section: Any, judged: Judged) -> list[Verdict]:  # noqa: ANN401  the gate's own struct
    """What the rows do not have is a verdict, not an end: the other gates are judged too.

    A bug in a gate is neither: it ends the step, which then leaves no document to pass with.
    """
    try:
        verdicts = gate.judge(section, judged)
    except TableError as exc:
        return [missing(name, f"it could not be judged: {exc.message}")]
    return verdicts or [missing(name, "it was asked for nothing")]
