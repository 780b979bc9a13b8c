"""What became of the stages of a run. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from lineal.pipeline.model import Stage


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
