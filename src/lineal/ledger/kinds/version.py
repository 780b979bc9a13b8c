"""A version: a bundle that was registered as the next of its model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict

from lineal.ledger.rows import VersionRow

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lineal.ledger.rows import Row

KIND = "version"


class VersionPayload(TypedDict, total=False):
    """``bundle`` is the SHA-256 of its manifest: that is what a version is.

    ``path`` and ``oid`` are the item in the graph: the directory from the project's root, and its
    digest as the lock has it; None for a bundle that lies outside the project.

    ``execution`` is the one of the stage that registered it, when there was one. ``verdict`` is of
    all gates together, ``verdicts`` of each, as `gates.gate.Verdict` has them.
    """

    model: str
    number: int
    bundle: str
    path: str | None
    oid: str | None
    size: int | None
    nfiles: int | None
    execution: str | None
    commit: str | None
    verdict: str
    verdicts: list[dict[str, Any]]
    metrics: dict[str, float]


def rows(payload: Mapping[str, Any]) -> Iterator[Row]:
    execution = payload.get("execution")
    yield VersionRow(
        model=payload["model"],
        number=payload["number"],
        bundle=bytes.fromhex(payload["bundle"]),
        path=payload.get("path"),
        oid=payload.get("oid"),
        size=payload.get("size"),
        nfiles=payload.get("nfiles"),
        execution=bytes.fromhex(execution) if execution else None,
        verdict=payload.get("verdict", ""),
    )
