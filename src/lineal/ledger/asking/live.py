"""Runs that are going on, as far as their journals say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lineal.ledger.asking.log import ExecutionLine, RunLine
from lineal.ledger.kinds import execution
from lineal.ledger.kinds.execution import metric_keys, param_keys

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lineal.ledger.fact import NewFact
    from lineal.ledger.journal import Begun, Journal

RUNNING = "running"


def running(journals: Iterable[Journal]) -> list[RunLine]:
    """Newest first, as in a page; ``running`` of the payload names the stages of this moment."""
    return [_line(one) for one in sorted(journals, key=lambda one: one.id, reverse=True)]


def _line(journal: Journal) -> RunLine:
    facts = [fact for fact in journal.facts if fact.kind == execution.KIND]
    payload: dict[str, Any] = {**journal.run, **journal.code, "status": RUNNING}
    payload["running"] = [one.payload["stage"] for one in journal.begun]
    for group, statuses in _GROUPS.items():
        payload[group] = [
            fact.payload["stage"] for fact in facts if fact.payload["status"] in statuses
        ]
    lines = [*map(_ended, facts), *map(_begun, journal.begun)]
    return RunLine(journal.id, payload, tuple(lines))


_GROUPS = {
    "ran": (execution.RAN, execution.ADDED, execution.IMPORTED),
    "restored": (execution.RESTORED,),
    "failed": (execution.FAILED, execution.KILLED),
}


def _ended(fact: NewFact) -> ExecutionLine:
    return _execution(fact.id, dict(fact.payload))


def _begun(one: Begun) -> ExecutionLine:
    return _execution(one.id, {**one.payload, "status": RUNNING})


def _execution(id_: bytes, payload: dict[str, Any]) -> ExecutionLine:
    return ExecutionLine(
        id_,
        payload["stage"],
        payload,
        params=param_keys(payload.get("params") or {}),
        metrics=metric_keys(payload.get("metrics") or {}),
        changed_params=(),
        changed_metrics=(),
        first=False,
    )
