"""A receipt as JSON, for machines. Pure."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from lineal.base.ids import micros_of, spell

if TYPE_CHECKING:
    from lineal.receipts.receipt import Receipt

_MILLI = 1000
# The end of the year 9999, in milliseconds.
_LAST = 253_402_300_799_999


def receipt_json(receipt: Receipt) -> dict[str, Any]:
    """Everything that is known of a prediction."""
    origin = receipt.origin
    return {
        "id": spell(receipt.id),
        "time": moment(micros_of(receipt.id)),
        "endpoint": origin.endpoint,
        "version": origin.version or None,
        "bundle": origin.bundle,
        "route": receipt.route,
        "score": receipt.score,
        "decision": receipt.decision,
        "inputs": dict(receipt.inputs),
        "worker": origin.worker,
        "runtime": dict(origin.runtime),
    }


def moment(micros: int) -> str:
    """ISO 8601 in UTC. An id that promises more years than there are is of the last moment."""
    seconds, millis = divmod(min(micros // _MILLI, _LAST), 1000)
    time = datetime.fromtimestamp(seconds, UTC).replace(microsecond=millis * 1000)
    return time.isoformat(timespec="milliseconds").replace("+00:00", "Z")
