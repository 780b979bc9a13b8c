"""A receipt as it is stored, its inputs still JSON. Pure."""

from __future__ import annotations

import json
from typing import NamedTuple

from lineal.receipts.receipt import Origin, Receipt


class Record(NamedTuple):
    """``inputs`` is JSON: written once, and taken into the table as it is."""

    id: bytes
    inputs: bytes
    score: float
    decision: int | str


class Entry(NamedTuple):
    """A record, and what its block and its segment say of it."""

    record: Record
    route: str
    origin: Origin


def as_receipt(entry: Entry) -> Receipt:
    """What readers are given."""
    id_, inputs, score, decision = entry.record
    return Receipt(id_, entry.route, json.loads(inputs), score, decision, entry.origin)
