"""An environment: what executions ran in. One fact for each that differs from those before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lineal.ledger.rows import Row

KIND = "environment"


class EnvironmentPayload(TypedDict, total=False):
    """``packages`` are names and versions; ``locked`` names the lock files and their SHA-256.

    ``variables`` are those that change results, secrets masked before they come here.
    """

    python: str
    implementation: str
    executable: str
    os: str
    machine: str
    cpu: str
    cores: int
    memory: int
    accelerators: list[str]
    packages: dict[str, str]
    locked: dict[str, str]
    variables: dict[str, str]
    lineal: str


def rows(_payload: Mapping[str, Any]) -> Iterator[Row]:
    yield from ()
