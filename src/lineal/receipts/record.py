"""A receipt as it is stored, its inputs still JSON. Pure."""

from __future__ import annotations

import json
from typing import NamedTuple

from lineal.base.errors import DataError
from lineal.base.ids import spell
from lineal.receipts.receipt import Origin, Receipt


class Record(NamedTuple):
    """``inputs`` is JSON: written once, and taken into the table as it is."""

    id: bytes
    inputs: str
    score: float
    decision: int | str


class Entry(NamedTuple):
    """A record, and what its block and its segment say of it."""

    record: Record
    route: str
    origin: Origin


def as_receipt(entry: Entry) -> Receipt:
    """What readers are given."""
    id_, text, score, decision = entry.record
    try:
        inputs = json.loads(text)
    except (ValueError, RecursionError):
        inputs = None
    if not isinstance(inputs, dict):
        raise DataError(f"the inputs of the prediction {spell(id_)} are no JSON object")
    return Receipt(id_, entry.route, inputs, score, decision, entry.origin)
