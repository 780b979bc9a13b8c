"""A receipt: the record of one served prediction. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class Origin(NamedTuple):
    """What is the same for all receipts of one worker's segment.

    ``bundle`` is the SHA-256 of the manifest; ``version`` is ``purchase@7``, or empty for a bundle
    that is served without a registry. ``runtime`` says what computed it: versions, machine.
    """

    endpoint: str
    version: str
    bundle: str
    worker: str
    runtime: Mapping[str, str]


class Receipt(NamedTuple):
    """``id`` is a UUIDv7, so it has the time. ``inputs`` are what the model was given, by name."""

    id: bytes
    route: str
    inputs: Mapping[str, Any]
    score: float
    decision: int | str
    origin: Origin
