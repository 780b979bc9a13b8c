"""Why a prediction was decided as it was, and what would have flipped it: computed, not guessed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from lineal.lineage.flips import flips
from lineal.lineage.line import Rule
from lineal.lineage.ranges import ranges_of
from lineal.lineage.replaying import Replayer, replayed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lineal.bundle.opened import Bundle
    from lineal.ledger.opened import Ledger
    from lineal.lineage.flips import Flip, Scorer
    from lineal.lineage.replay import Replayed
    from lineal.pipeline.workspace import Workspace
    from lineal.receipts.receipt import Receipt

_PROFILE = "profile.json"


class Decided(NamedTuple):
    """``replayed`` says whether the answer can be had again; without that nothing is tried.

    ``tried`` are the inputs that were moved, ``flips`` those that flip the decision alone.
    """

    receipt: Receipt
    rule: Rule
    replayed: Replayed
    tried: tuple[str, ...] = ()
    flips: tuple[Flip, ...] = ()


def decided(ws: Workspace, ledger: Ledger, receipt: Receipt, folder: str | None) -> Decided:
    """`LinealError` when there is no bundle to compute with."""
    bundle = Replayer(ws, ledger, folder).bundle(receipt.origin)
    said = bundle.decision
    rule = Rule(said.threshold, said.positive, said.negative, said.note)
    again = replayed(receipt, bundle)
    if again.computed is None:
        return Decided(receipt, rule, again)
    inputs = [(one.name, one.kind) for one in bundle.signature.inputs]
    ranges = [one for one in ranges_of(inputs, _profile(bundle)) if one.values]
    found = flips(receipt.inputs, ranges, _scorer(bundle), rule.threshold)
    return Decided(receipt, rule, again, tuple(one.name for one in ranges), tuple(found))


def _profile(bundle: Bundle) -> Mapping[str, Any]:
    """Its bytes are those of the manifest; it is JSON that Lineal wrote."""
    found = json.loads(bundle.documents[_PROFILE])
    return found if isinstance(found, dict) else {}


def _scorer(bundle: Bundle) -> Scorer:
    from lineal.bundle.predictor import Predictor  # deferred: numpy, onnxruntime
    from lineal.bundle.rows import to_columns  # deferred: as above

    predictor = Predictor(bundle)

    def score(rows: Sequence[Mapping[str, Any]]) -> Sequence[float]:
        scores: list[float] = predictor.scores(to_columns(bundle.signature, rows)).tolist()
        return scores

    return score
