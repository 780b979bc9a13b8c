"""A receipt as JSON, for machines. Pure."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from lineal.base.ids import micros_of, spell

if TYPE_CHECKING:
    from lineal.receipts.receipt import Receipt

_MICRO = 1_000_000


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
    """ISO 8601 in UTC."""
    text = datetime.fromtimestamp(micros / _MICRO, UTC).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")
