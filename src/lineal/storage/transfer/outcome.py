"""What became of a transfer. A failing object does not stop the others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from lineal.base.errors import LinealError
    from lineal.storage.objects import ObjectId

#: So many failures with no success between them are not about the objects.
HOPELESS: Final = 24


class Failure(NamedTuple):
    item: ObjectId
    error: LinealError


class Outcome(NamedTuple):
    """``missing`` are neither here nor there; ``failed`` are somewhere, but did not arrive."""

    moved: tuple[ObjectId, ...] = ()
    failed: tuple[Failure, ...] = ()
    missing: tuple[ObjectId, ...] = ()

    def plus(self, other: Outcome) -> Outcome:
        return Outcome(
            self.moved + other.moved, self.failed + other.failed, self.missing + other.missing
        )


class Tally:
    """Collects results as they come; raises when it is plain that nothing will get through."""

    __slots__ = ("_in_a_row", "failed", "missing", "moved")

    def __init__(self) -> None:
        self.moved: list[ObjectId] = []
        self.failed: list[Failure] = []
        self.missing: list[ObjectId] = []
        self._in_a_row = 0

    def success(self, item: ObjectId) -> None:
        self._in_a_row = 0
        self.moved.append(item)

    def failure(self, item: ObjectId, error: LinealError) -> None:
        self._in_a_row += 1
        self.failed.append(Failure(item, error))
        if self._in_a_row >= HOPELESS:
            raise error

    def outcome(self) -> Outcome:
        return Outcome(tuple(self.moved), tuple(self.failed), tuple(self.missing))
