"""How far a run has come: what is ready, running, done, blocked; and what is forced. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.pipeline.outcome import Outcome
from lineal.pipeline.run.select import dependents

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lineal.pipeline.model import Stage, StageKey
    from lineal.pipeline.run.select import Plan

RAN, RESTORED, SKIPPED, FAILED, BLOCKED = "ran", "restored", "skipped", "failed", "blocked"


class Progress:
    """Bookkeeping over a plan. Stages become ready in plan order."""

    __slots__ = ("_ended", "_forced", "_open", "_plan", "_position", "_started", "_waiting")

    def __init__(self, plan: Plan, *, force: bool) -> None:
        self._plan = plan
        self._position = {stage.key: at for at, stage in enumerate(plan.order)}
        self._ended: dict[StageKey, str] = {}
        self._started: set[StageKey] = set()
        self._forced: set[StageKey] = set(self._position) if force else set()
        self._open = {key: len(set(up)) for key, up in plan.waits_for.items()}
        self._waiting: dict[StageKey, list[StageKey]] = {key: [] for key in self._position}
        for key, upstream in plan.waits_for.items():
            for up in set(upstream):
                self._waiting[up].append(key)

    def position(self, stage: Stage) -> int:
        return self._position[stage.key]

    def is_forced(self, stage: Stage) -> bool:
        return stage.key in self._forced

    def force(self, keys: Iterable[StageKey]) -> None:
        self._forced.update(keys)

    def initially_ready(self) -> list[int]:
        return [at for at, stage in enumerate(self._plan.order) if not self._open[stage.key]]

    def start(self, stage: Stage) -> None:
        self._started.add(stage.key)

    def end(self, stage: Stage, how: str) -> list[int]:
        """Records how a stage ended; the positions of the stages that are ready because of it."""
        self._ended[stage.key] = how
        ready = []
        for key in self._waiting[stage.key]:
            self._open[key] -= 1
            if not self._open[key] and key not in self._ended:
                ready.append(self._position[key])
        return ready

    def block(self, stage: Stage) -> list[Stage]:
        """Everything in the plan that depends on a failed stage and has not been reached."""
        blocked = []
        for key in dependents(self._plan, stage.key):
            at = self._position.get(key)
            if at is not None and key not in self._ended and key not in self._started:
                self._ended[key] = BLOCKED
                blocked.append(self._plan.order[at])
        return blocked

    def has_ended(self, stage: Stage) -> bool:
        return stage.key in self._ended

    def outcome(self, *, interrupted: bool) -> Outcome:
        return Outcome(
            ran=self._that(RAN),
            restored=self._that(RESTORED),
            skipped=self._that(SKIPPED),
            failed=self._that(FAILED),
            blocked=self._that(BLOCKED),
            interrupted=interrupted,
        )

    def _that(self, ended: str) -> tuple[Stage, ...]:
        return tuple(stage for stage in self._plan.order if self._ended.get(stage.key) == ended)
