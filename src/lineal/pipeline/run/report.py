"""What a run tells while it goes on. The seam between the engine and whoever watches it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from lineal.base.errors import LinealError
    from lineal.pipeline.model import Stage
    from lineal.pipeline.reasons import Reason


class Reporter(Protocol):
    """One call per thing that happened; none of them may raise."""

    def begin(self, total: int, jobs: int) -> None: ...
    def skipped(self, stage: Stage) -> None: ...
    def frozen(self, stage: Stage) -> None: ...
    def verifying(self, stage: Stage) -> None: ...
    def restored(self, stage: Stage) -> None: ...
    def running(self, stage: Stage, reasons: list[Reason]) -> None: ...
    def command(self, stage: Stage, command: str) -> None: ...
    def output(self, stage: Stage, data: bytes) -> None: ...
    def finished(self, stage: Stage, seconds: float, log: str | None) -> None: ...
    def failed(self, stage: Stage, error: LinealError, log: str | None) -> None: ...
    def blocked(self, stage: Stage, names: list[str]) -> None: ...
    def lock_written(self, path: str, *, created: bool) -> None: ...
    def tick(self) -> None: ...
    def end(self) -> None: ...


class Outcome(NamedTuple):
    """What became of the stages of a run, by how they ended, in plan order.

    ``files`` are the project files that were written, for Git to know of.
    """

    ran: tuple[Stage, ...]
    restored: tuple[Stage, ...]
    skipped: tuple[Stage, ...]
    failed: tuple[Stage, ...]
    blocked: tuple[Stage, ...]
    files: tuple[str, ...] = ()
    interrupted: bool = False

    @property
    def reproduced(self) -> tuple[Stage, ...]:
        return (*self.ran, *self.restored)
