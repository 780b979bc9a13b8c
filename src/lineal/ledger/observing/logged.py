"""What user code logged, as the payload of an execution has it. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.base.canonical import plain
from lineal.ledger.kinds.execution import LOGGED

if TYPE_CHECKING:
    from lineal.ledger.kinds.execution import ExecutionPayload, Series
    from lineal.ledger.observing.evidence import Evidence
    from lineal.ledger.observing.evidence import Series as Heard


def logged(evidence: Evidence) -> ExecutionPayload:
    """``metrics`` and ``params`` by file, ``series``, ``figures``: only what there is.

    Whoever knows more of the same file, because it is an output that was read, adds it over this.
    """
    said: ExecutionPayload = {}
    if evidence.metrics:
        said["metrics"] = {file: dict(values) for file, values in evidence.metrics.items()}
    if evidence.params:
        said["params"] = {LOGGED: dict(evidence.params)}
    if evidence.series:
        said["series"] = {name: _spelled(one) for name, one in evidence.series.items()}
    if evidence.figures:
        said["figures"] = [dict(one) for one in evidence.figures]
    return said


def _spelled(one: Heard) -> Series:
    spelled: Series = {"steps": _short(one.steps), "values": [plain(v) for v in one.values]}
    if one.thinned:
        spelled["thinned"] = True
    return spelled


def _short(steps: tuple[float, ...]) -> list[float]:
    return [int(step) if step == int(step) else step for step in steps]
