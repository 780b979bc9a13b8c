"""What a server says of itself: to a page, to a description, to metrics. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lineal.bundle.format import Decision, Input


class Served(NamedTuple):
    """``examples`` are rows of the bundle's golden ones; none where a token guards answers."""

    endpoint: str
    model: str
    version: str
    bundle: str
    inputs: Sequence[Input]
    target: str
    decision: Decision
    examples: Sequence[Mapping[str, Any]]
    most_rows: int
    token: bool
