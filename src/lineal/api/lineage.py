"""``lineal.trace`` and ``lineal.impact``: lineage as plain values, shaped as ``--json`` has it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lineal.api.opening import Where, opened
from lineal.ledger.opening import open_ledger
from lineal.ledger.trace.as_json import trace_json
from lineal.ledger.trace.impact import Limits
from lineal.ledger.trace.impact_json import impact_json
from lineal.lineage.line import Line
from lineal.lineage.line_json import line_json
from lineal.lineage.places import receipts_dir
from lineal.lineage.reaching import impact_line
from lineal.lineage.refs import Finder
from lineal.lineage.tracing import trace_line

if TYPE_CHECKING:
    from collections.abc import Iterable


def trace(ref: str, repo: str | None = None, *, depth: int | None = None) -> dict[str, Any]:
    """What made something, back to where its data came from.

    ``ref`` is a path, ``PATH@REV``, ``model:purchase@7``, ``prediction:ID``, or as
    ``lineal trace`` takes it; ``depth`` is how many executions may lie behind each other.
    """
    with opened(Where(repo)) as ws, open_ledger(ws) as ledger:
        found = trace_line(ws, ledger, Finder(receipts_dir(ws)), ref, depth)
        return line_json(found) if isinstance(found, Line) else trace_json(found)


def impact(
    ref: str,
    repo: str | None = None,
    *,
    depth: int | None = None,
    stages: Iterable[str] = (),
) -> dict[str, Any]:
    """Everything that came of something, down to predictions; ``stages`` narrows to these."""
    limits = Limits(depth, tuple(stages))
    with opened(Where(repo)) as ws, open_ledger(ws) as ledger:
        return impact_json(impact_line(ws, ledger, Finder(receipts_dir(ws)), ref, limits))
