"""Whether a prediction can be had again, and what is the first thing on its way that differs. Pure.

The way is: receipt, bundle, decision rule, runtime, output. What only may explain a difference, as
another machine does, is no difference by itself.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

from lineal.base.ids import micros_of, spell

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lineal.lineage.line import Rule
    from lineal.receipts.receipt import Receipt

IDENTICAL, WITHIN, DIFFERENT, IMPOSSIBLE = (
    "identical",
    "within tolerance",
    "different",
    "impossible",
)
#: In the order in which they are looked at.
RECEIPT, BUNDLE, RULE, RUNTIME, OUTPUT = "receipt", "bundle", "decision rule", "runtime", "output"
#: What certifies a prediction.
GOOD = frozenset((IDENTICAL, WITHIN))


class Outcome(NamedTuple):
    """A score and what was decided."""

    score: float
    decision: int | str


class Replayed(NamedTuple):
    """``node`` is the first that differs, with ``why``; None when nothing does.

    ``runtime`` are the parts of the runtime that differ: then and now.
    """

    id: str
    verdict: str
    time: int | None = None
    version: str = ""
    bundle: str = ""
    node: str | None = None
    why: str = ""
    hint: str | None = None
    recorded: Outcome | None = None
    computed: Outcome | None = None
    tolerance: float | None = None
    runtime: Mapping[str, tuple[str, str]] = {}

    @property
    def difference(self) -> float | None:
        if self.recorded is None or self.computed is None:
            return None
        return abs(self.recorded.score - self.computed.score)


def impossible(receipt: Receipt, node: str, why: str, hint: str | None = None) -> Replayed:
    return _start(receipt)._replace(verdict=IMPOSSIBLE, node=node, why=why, hint=hint)


def judge(
    receipt: Receipt,
    rule: Rule,
    score: float,
    tolerance: float,
    runtime: Mapping[str, str],
) -> Replayed:
    """``score`` is what the verified bundle says of the inputs now, on this ``runtime``."""
    found = _start(receipt)._replace(
        computed=Outcome(score, rule.decide(score)),
        tolerance=tolerance,
        runtime=differing(receipt.origin.runtime, runtime),
    )
    due = rule.decide(receipt.score)
    if due != receipt.decision:
        why = (
            f"the bundle decides {due!r} at the score {receipt.score:.6g}"
            f" (threshold {rule.threshold:.6g}), the receipt says {receipt.decision!r}"
        )
        return found._replace(verdict=DIFFERENT, node=RULE, why=why)
    if _same(receipt.score, score):
        return found._replace(verdict=IDENTICAL)
    node = RUNTIME if found.runtime else OUTPUT
    close = abs(receipt.score - score) <= tolerance
    if close and due == rule.decide(score):
        why = f"the scores differ by {abs(receipt.score - score):.3g}, {tolerance:.3g} is allowed"
        return found._replace(verdict=WITHIN, node=node, why=why)
    why = f"the receipt says {receipt.score!r}, the bundle says {score!r}"
    return found._replace(verdict=DIFFERENT, node=node, why=why)


def differing(then: Mapping[str, str], now: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Of what both say."""
    return {
        name: (then[name], now[name]) for name in then if name in now and then[name] != now[name]
    }


def counts(replayed: Iterable[Replayed]) -> dict[str, int]:
    found = dict.fromkeys((IDENTICAL, WITHIN, DIFFERENT, IMPOSSIBLE), 0)
    for one in replayed:
        found[one.verdict] += 1
    return found


def replayed_json(one: Replayed) -> dict[str, Any]:
    from lineal.ledger.trace.moment import spell_time  # deferred: text needs none

    return {
        **one._asdict(),
        "time": None if one.time is None else spell_time(one.time),
        "recorded": None if one.recorded is None else one.recorded._asdict(),
        "computed": None if one.computed is None else one.computed._asdict(),
        "runtime": {name: {"then": then, "now": now} for name, (then, now) in one.runtime.items()},
        "difference": one.difference,
    }


def _start(receipt: Receipt) -> Replayed:
    return Replayed(
        spell(receipt.id),
        DIFFERENT,
        micros_of(receipt.id),
        receipt.origin.version,
        receipt.origin.bundle,
        recorded=Outcome(receipt.score, receipt.decision),
    )


def _same(one: float, other: float) -> bool:
    """Bit for bit, but for the sign of zero."""
    return one == other or (math.isnan(one) and math.isnan(other))
