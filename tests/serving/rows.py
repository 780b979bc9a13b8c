"""Inputs of every kind, and rows that are right and wrong for them."""

from __future__ import annotations

from typing import Any

from lineal.bundle.format import Decision, Input
from lineal.serving.served import Served

INPUTS = (
    Input(name="minutes", kind="number"),
    Input(name="days on platform", kind="integer"),
    Input(name="country", kind="text"),
    Input(name="paying", kind="boolean"),
    Input(name="rate", kind="number", nullable=True),
    Input(name="note", kind="text", nullable=True),
)
GOOD: dict[str, Any] = {
    "minutes": 1.5,
    "days on platform": 3,
    "country": "IN",
    "paying": True,
    "rate": None,
    "note": "",
}
VALUES = (1.5, 3, "IN", True, None, "")


def served(**changes: Any) -> Served:
    said = Served(
        endpoint="purchase",
        model="purchase",
        version="purchase@7",
        bundle="ab" * 32,
        inputs=INPUTS,
        target="purchased",
        decision=Decision(threshold=0.25, note="by hand"),
        examples=(GOOD,),
        most_rows=10,
        token=False,
    )
    return said._replace(**changes)
