"""A reproduction: executions were run again elsewhere, and what they made was compared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lineal.ledger.rows import Row

KIND = "reproduction"

# What came of it.
IDENTICAL, DIFFERENT, IMPOSSIBLE = "identical", "different", "impossible"


class ReproductionPayload(TypedDict, total=False):
    """``executions`` are ids of what was reproduced, ``ran`` the stages that ran again.

    ``artifacts`` has what each of them made, then and now, in the order of the pipeline;
    ``missing`` is what it was impossible without.
    """

    executions: list[str]
    commit: str | None
    dirty: str | None
    verdict: str
    seconds: float
    ran: list[str]
    failed: str | None
    artifacts: list[dict[str, Any]]
    missing: list[str]
    taken: list[dict[str, str]]
    hints: list[str]


def rows(_payload: Mapping[str, Any]) -> Iterator[Row]:
    yield from ()
