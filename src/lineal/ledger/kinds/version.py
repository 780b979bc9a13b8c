"""A version: a bundle that was registered as the next of its model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lineal.ledger.rows import Row

KIND = "version"


class VersionPayload(TypedDict, total=False):
    """``bundle`` is the SHA-256 of its manifest: that is what a version is.

    ``path`` and ``oid`` are the item in the graph: the directory from the project's root, and its
    digest as the lock has it.

    ``execution`` is the one of the stage that registered it, when there was one. ``verdict`` is of
    all gates together, ``verdicts`` of each, as `gates.gate.Verdict` has them.
    """

    model: str
    number: int
    bundle: str
    path: str
    oid: str
    size: int
    nfiles: int
    execution: str | None
    commit: str | None
    verdict: str
    verdicts: list[dict[str, Any]]
    metrics: dict[str, float]


def rows(_payload: Mapping[str, Any]) -> Iterator[Row]:
    yield from ()
