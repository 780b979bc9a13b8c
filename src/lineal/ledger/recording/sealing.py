"""The last words on an execution: metrics, what was watched, its code and environment.

The code is known a little after the first stages have begun. What ends before is written as it
is, so that it survives us, and once more when all is known.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple

from lineal.ledger.completeness import Surroundings
from lineal.ledger.judge import declared, judge, with_oids
from lineal.ledger.kinds.execution import FINISHED
from lineal.ledger.metric_values import metric_values
from lineal.ledger.observing.logged import logged
from lineal.ledger.observing.prepare import opted_out

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lineal.ledger.fact import NewFact
    from lineal.ledger.judge import Judgement
    from lineal.ledger.observing.evidence import Evidence
    from lineal.ledger.recording.around import Around
    from lineal.ledger.settings import Settings
    from lineal.pipeline.model import Stage
    from lineal.pipeline.run.options import RunOptions
    from lineal.pipeline.workspace import Workspace

#: What ends without a command of ours having run has nothing to be watched.
_COMMANDS = frozenset(("ran", "failed", "killed"))


class Waiting(NamedTuple):
    """An execution that has ended before its code was known."""

    fact: NewFact
    stage: Stage
    evidence: Evidence


class Sealing:
    """Executions as they end, complete as soon as they can be."""

    __slots__ = ("_around", "_difference", "_made", "_options", "_settings", "_waiting", "_ws")

    def __init__(
        self, ws: Workspace, options: RunOptions, stages: Sequence[Stage], settings: Settings
    ) -> None:
        self._ws = ws
        self._options = options
        self._settings = settings
        self._made = _Made(stages)
        self._around: Around | None = None
        self._difference: str | None = None
        self._waiting: list[Waiting] = []

    @property
    def is_ready(self) -> bool:
        return self._around is not None

    def know(self, around: Around, difference: str | None) -> None:
        """``difference`` is the digest under which it is kept."""
        self._around = around
        self._difference = difference

    def take(self, fact: NewFact, stage: Stage, evidence: Evidence) -> list[NewFact]:
        """What is to be written now: this one, and those that have waited."""
        fact = self._looked_at(fact, stage, evidence)
        if not self.is_ready:
            self._waiting.append(Waiting(fact, stage, evidence))
            return [fact]
        return [*self.rest(), fact._replace(payload={**fact.payload, **self.code_payload()})]

    def rest(self) -> list[NewFact]:
        sealed = [self._sealed(each) for each in self._waiting]
        self._waiting.clear()
        return sealed

    def code_payload(self) -> dict[str, Any]:
        """What executions and their run have in common."""
        if self._around is None:
            return {}
        payload: dict[str, Any] = {
            "commit": self._around.code.commit,
            "environment": self._around.environment.id.hex(),
        }
        if self._difference is not None:
            payload["dirty"] = self._difference
        return payload

    def _looked_at(self, fact: NewFact, stage: Stage, evidence: Evidence) -> NewFact:
        """With what files say now: the next stage may change them."""
        payload: dict[str, Any] = dict(fact.payload)
        said: dict[str, Any] = dict(logged(evidence))
        for key, values in said.items():
            before = payload.get(key) or {}
            payload[key] = {**values, **before} if isinstance(values, dict) else values
        if payload["status"] in FINISHED and payload.get("makes"):
            metrics = metric_values(self._ws, payload)  # type: ignore[arg-type]
            if metrics:
                payload["metrics"] = {**payload.get("metrics", {}), **metrics}
        if payload["status"] in _COMMANDS:
            found = self._judged(payload, stage, evidence)
            payload["evidence"] = found.evidence
            payload["completeness"] = found.completeness
            payload["uses"] = [*payload.get("uses", ()), *found.uses]
            payload["makes"] = [*payload.get("makes", ()), *found.makes]
            columns = with_oids(evidence.columns, payload["uses"], payload["makes"])
            if columns:
                payload["columns"] = columns
        return fact._replace(payload=payload)

    def _sealed(self, waiting: Waiting) -> NewFact:
        payload = {**waiting.fact.payload, **self.code_payload()}
        if payload["status"] in _COMMANDS:
            found = self._judged(payload, waiting.stage, waiting.evidence)
            payload["completeness"] = found.completeness
        return waiting.fact._replace(payload=payload)

    def _judged(self, payload: Mapping[str, Any], stage: Stage, evidence: Evidence) -> Judgement:
        ws = self._ws
        says = declared(ws.root, stage, payload["stage"])
        return judge(ws.root, ws.observer, says, self._surroundings(stage), evidence)

    def _surroundings(self, stage: Stage) -> Surroundings:
        around = self._around
        if around is None:
            return Surroundings()
        meta = stage.data.get("meta")
        return Surroundings(
            commit=around.code.commit,
            dirty=around.code.dirty,
            pinned=around.is_pinned,
            opted_out=opted_out(os.environ, setting=self._settings.observe, meta=meta),
            unknown=() if self._options.single_item else tuple(self._unknown(stage)),
        )

    def _unknown(self, stage: Stage) -> list[str]:
        return [
            os.path.relpath(dep.path, self._ws.root)
            for dep in stage.deps
            if not dep.external
            and dep.in_repo
            and not self._made.has(dep.path)
            and not self._ws.git.is_tracked(dep.path)
        ]


class _Made:
    """Everything the stages of a run make, with what is in it and what it is in."""

    __slots__ = ("_above", "_paths")

    def __init__(self, stages: Sequence[Stage]) -> None:
        self._paths = {out.path for stage in stages for out in stage.outs}
        self._above = {above for path in self._paths for above in _above(path)}

    def has(self, path: str) -> bool:
        return (
            path in self._paths
            or path in self._above
            or any(above in self._paths for above in _above(path))
        )


def _above(path: str) -> list[str]:
    parts = path.split("/")
    return ["/".join(parts[:count]) for count in range(2, len(parts))]
