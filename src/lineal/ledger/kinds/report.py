"""A report of another system that is not the end of a run: kept until the end comes, and after.

The end itself is an execution.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lineal.ledger.rows import Row

KIND = "report"


class ReportPayload(TypedDict, total=False):
    """``event`` is as it came, secrets masked; ``run`` is the other system's id of the run."""

    type: str
    run: str
    event: dict[str, Any]


def rows(_payload: Mapping[str, Any]) -> Iterator[Row]:
    yield from ()
