"""What was made then, and what is made now. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lineal.ledger.kinds.reproduction import DIFFERENT, IDENTICAL, IMPOSSIBLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_MOST_MEMBERS = 20


class Version(NamedTuple):
    """One content: None for what is not there."""

    oid: str | None
    size: int | None = None
    nfiles: int | None = None


class Compared(NamedTuple):
    """One artifact. ``members`` are names of a directory's files that differ, some of them.

    ``details`` say what differs inside, where something can be said.
    """

    path: str
    stage: str
    recorded: Version
    made: Version
    members: tuple[str, ...] = ()
    details: tuple[str, ...] = ()

    @property
    def same(self) -> bool:
        return self.recorded.oid == self.made.oid


class Taken(NamedTuple):
    """An artifact that was not made again, and why: it was taken as it was recorded."""

    stage: str
    why: str


class Reproduction(NamedTuple):
    """``planned`` are the stages to be run again, in order, ``ran`` those that got through.

    ``failed`` is the one that did not, ``missing`` is what it is impossible without; ``hints``
    are what is known of differences.
    """

    executions: tuple[bytes, ...]
    commit: str | None
    dirty: str | None
    planned: tuple[str, ...] = ()
    ran: tuple[str, ...] = ()
    failed: str | None = None
    artifacts: tuple[Compared, ...] = ()
    missing: tuple[str, ...] = ()
    taken: tuple[Taken, ...] = ()
    hints: tuple[str, ...] = ()
    seconds: float = 0.0
    kept: str | None = None

    @property
    def verdict(self) -> str:
        if self.missing:
            return IMPOSSIBLE
        if self.failed is not None or self.first is not None:
            return DIFFERENT
        return IDENTICAL

    @property
    def first(self) -> Compared | None:
        """The first artifact that differs, in the order of the pipeline."""
        return next((each for each in self.artifacts if not each.same), None)


def differing_members(then: Mapping[str, str], now: Mapping[str, str]) -> tuple[str, ...]:
    """Names of files that differ, or are on one side only."""
    names = sorted(name for name in then.keys() | now.keys() if then.get(name) != now.get(name))
    return tuple(names[:_MOST_MEMBERS])


def as_json(done: Reproduction) -> dict[str, object]:
    return {
        "verdict": done.verdict,
        "executions": [each.hex() for each in done.executions],
        "commit": done.commit,
        "dirty": done.dirty,
        "seconds": round(done.seconds, 3),
        "ran": list(done.ran),
        "failed": done.failed,
        "first": None if done.first is None else done.first.path,
        "artifacts": _artifacts(done.artifacts),
        "missing": list(done.missing),
        "taken": [each._asdict() for each in done.taken],
        "hints": list(done.hints),
        "kept": done.kept,
    }


def _artifacts(compared: Iterable[Compared]) -> list[dict[str, object]]:
    return [
        {
            "path": each.path,
            "stage": each.stage,
            "same": each.same,
            "recorded": each.recorded._asdict(),
            "made": each.made._asdict(),
            "members": list(each.members),
            "details": list(each.details),
        }
        for each in compared
    ]
