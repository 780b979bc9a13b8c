"""A run: one invocation that caused executions, or found that none was needed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict

from lineal.ledger.rows import RunRow

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lineal.ledger.rows import Row

KIND = "run"

# How it ended: every stage is as it should be; a stage failed; somebody stopped it; it was
# killed, which is told by whoever finds its journal.
DONE, FAILED, INTERRUPTED, KILLED = "done", "failed", "interrupted", "killed"


class Author(TypedDict, total=False):
    """Who: as Git knows them, and where: the account and the machine."""

    name: str
    email: str
    user: str
    host: str


class RunPayload(TypedDict, total=False):
    """Stages by address from the project's root, in the order of the plan.

    ``dirty`` is the SHA-256 of the kept ``git diff HEAD``, absent when nothing differed.
    ``environment`` is the id of the fact that describes it. ``entries`` are the digests of what
    the lock had of those that were skipped. ``times`` counts runs that found nothing to do and
    are told together, ``started`` of the first and ``last`` of the last; ``looked`` is how many
    stages they looked at. ``problem`` is what kept the code state from being known.
    """

    started: int
    times: int
    last: int
    looked: int
    problem: str
    entries: dict[str, str]
    seconds: float
    status: str
    command: str
    options: dict[str, Any]
    author: Author
    commit: str | None
    branch: str | None
    dirty: str | None
    environment: str
    ran: list[str]
    restored: list[str]
    skipped: list[str]
    failed: list[str]
    blocked: list[str]


def rows(payload: Mapping[str, Any]) -> Iterator[Row]:
    author = payload.get("author") or {}
    yield RunRow(
        started=payload["started"],
        seconds=payload.get("seconds", 0.0),
        status=payload["status"],
        author=author.get("email") or author.get("name") or author.get("user") or "",
        host=author.get("host", ""),
        command=payload.get("command", ""),
        commit=payload.get("commit"),
        ran=len(payload.get("ran", ())) + len(payload.get("restored", ())),
        skipped=len(payload.get("skipped", ())),
        failed=len(payload.get("failed", ())),
    )
