"""The line of a version or a prediction, as values: from what was answered back to the bundle.

From the bundle back to the data it is `lineal.ledger.trace.lineage`. Pure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from lineal.base.ids import micros_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lineal.ledger.trace.lineage import Trace
    from lineal.receipts.receipt import Receipt
    from lineal.registry.versions import Version


class Rule(NamedTuple):
    """How a score becomes a decision, as the bundle says."""

    threshold: float
    positive: int | str
    negative: int | str
    note: str = ""

    def decide(self, score: float) -> int | str:
        return self.positive if score >= self.threshold else self.negative


class Registered(NamedTuple):
    """A version with what its fact says, and the aliases that point at it now."""

    version: Version
    fact: Mapping[str, Any]
    aliases: tuple[str, ...] = ()

    @property
    def verdicts(self) -> list[Mapping[str, Any]]:
        return list(self.fact.get("verdicts") or ())


class Line(NamedTuple):
    """``receipt`` is set for a prediction.

    ``registered`` is None for a bundle of which this ledger has no version, ``trace`` where it
    does not know who made the bundle; ``unknown`` says so, in sentences. ``rule`` is None where
    the bundle's files are not here.
    """

    ref: str
    bundle: str
    receipt: Receipt | None = None
    registered: Registered | None = None
    rule: Rule | None = None
    trace: Trace | None = None
    unknown: tuple[str, ...] = ()

    @property
    def served(self) -> int | None:
        """When it was answered, in microseconds."""
        return None if self.receipt is None else micros_of(self.receipt.id)
