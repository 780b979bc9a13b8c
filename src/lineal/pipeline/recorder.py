"""What a run leaves for later: the seam between the engine and whoever keeps what happened.

A reporter tells people while it goes on; a recorder is asked long after. Nothing here knows how
that is kept: `lineal.ledger.recording` does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from lineal.base.errors import LinealError
    from lineal.pipeline.look import Looker
    from lineal.pipeline.model import Recorded, Stage
    from lineal.pipeline.outcome import Outcome
    from lineal.pipeline.reasons import Reason


class Measures(NamedTuple):
    """What a command took: seconds, and bytes. None is what could not be measured."""

    wall: float
    cpu: float | None = None
    memory: int | None = None
    read: int | None = None
    written: int | None = None


class Begun(NamedTuple):
    """What a stage is started with: further variables, and the file of its output meanwhile.

    Without one it is kept where the last output of each stage stays.
    """

    environment: Mapping[str, str] = {}
    log: str | None = None


class Ended(NamedTuple):
    """How the commands of a stage ended; ``log`` is a file, None when nothing was written."""

    code: int | None = None
    measures: Measures | None = None
    log: str | None = None


class Recorder(Protocol):
    """One call per thing that happened; none of them may raise.

    A decision comes first, then begins and its end, or the end alone. An entry is what the lock
    says of the stage from then on. Data sources have none: what is in their file is recorded.
    """

    def plans(self, stages: Sequence[Stage]) -> None: ...
    def decides(
        self, stage: Stage, reasons: list[Reason], look: Looker, *, forced: bool
    ) -> None: ...
    def begins(self, stage: Stage) -> Begun: ...
    def ran(self, stage: Stage, entry: Mapping[str, object], ended: Ended) -> None: ...
    def restored(self, stage: Stage, entry: Mapping[str, object]) -> None: ...
    def verified(self, stage: Stage, entry: Mapping[str, object]) -> None: ...
    def holds(self, stage: Stage, outs: Sequence[Recorded]) -> None: ...
    def failed(self, stage: Stage, error: LinealError, ended: Ended) -> None: ...

    def spare(self) -> None:
        """Nothing is to be done for a while: what need not be done at once can be done now."""

    def close(self, outcome: Outcome | None) -> None: ...


class NoRecorder:
    """Keeps nothing."""

    def plans(self, stages: Sequence[Stage]) -> None:
        del stages

    def decides(self, stage: Stage, reasons: list[Reason], look: Looker, *, forced: bool) -> None:
        del stage, reasons, look, forced

    def begins(self, stage: Stage) -> Begun:
        del stage
        return Begun()

    def ran(self, stage: Stage, entry: Mapping[str, object], ended: Ended) -> None:
        del stage, entry, ended

    def restored(self, stage: Stage, entry: Mapping[str, object]) -> None:
        del stage, entry

    def verified(self, stage: Stage, entry: Mapping[str, object]) -> None:
        del stage, entry

    def holds(self, stage: Stage, outs: Sequence[Recorded]) -> None:
        del stage, outs

    def failed(self, stage: Stage, error: LinealError, ended: Ended) -> None:
        del stage, error, ended

    def spare(self) -> None:
        """There is nothing to do."""

    def close(self, outcome: Outcome | None) -> None:
        del outcome


class LateRecorder:
    """Stands in for one that is made when there is something to record.

    Most runs find nothing to do; they only tell so, through ``idle``.
    """

    __slots__ = ("_idle", "_made", "_make", "_stages")

    def __init__(
        self,
        make: Callable[[Sequence[Stage]], Recorder],
        idle: Callable[[Outcome], None],
    ) -> None:
        self._make = make
        self._idle = idle
        self._made: Recorder | None = None
        self._stages: Sequence[Stage] = ()

    @property
    def _recorder(self) -> Recorder:
        if self._made is None:
            self._made = self._make(self._stages)
        return self._made

    def plans(self, stages: Sequence[Stage]) -> None:
        self._stages = stages

    def decides(self, stage: Stage, reasons: list[Reason], look: Looker, *, forced: bool) -> None:
        self._recorder.decides(stage, reasons, look, forced=forced)

    def begins(self, stage: Stage) -> Begun:
        return self._recorder.begins(stage)

    def ran(self, stage: Stage, entry: Mapping[str, object], ended: Ended) -> None:
        self._recorder.ran(stage, entry, ended)

    def restored(self, stage: Stage, entry: Mapping[str, object]) -> None:
        self._recorder.restored(stage, entry)

    def verified(self, stage: Stage, entry: Mapping[str, object]) -> None:
        self._recorder.verified(stage, entry)

    def holds(self, stage: Stage, outs: Sequence[Recorded]) -> None:
        self._recorder.holds(stage, outs)

    def failed(self, stage: Stage, error: LinealError, ended: Ended) -> None:
        self._recorder.failed(stage, error, ended)

    def spare(self) -> None:
        if self._made is not None:
            self._made.spare()

    def close(self, outcome: Outcome | None) -> None:
        if self._made is not None:
            self._made.close(outcome)
        elif outcome is not None:
            self._idle(outcome)
