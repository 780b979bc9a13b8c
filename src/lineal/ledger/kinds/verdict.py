"""What gates said of a model that was trained: also of one that was never registered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lineal.ledger.rows import Row

KIND = "verdict"


class VerdictPayload(TypedDict, total=False):
    """``verdict`` is of all gates together, ``verdicts`` of each, as `gates.gate.Verdict` has them.

    ``execution`` is the one of the stage that judged, when there was one; ``model`` are the
    SHA-256 of the model's files by path.
    """

    execution: str | None
    model: dict[str, str]
    verdict: str
    verdicts: list[dict[str, Any]]


def rows(_payload: Mapping[str, Any]) -> Iterator[Row]:
    yield from ()
