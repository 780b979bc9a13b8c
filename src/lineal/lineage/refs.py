"""References to versions and predictions: what `lineal.ledger.refs` cannot look up itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.base.errors import TargetError
from lineal.base.ids import BYTES, parse, spell
from lineal.ledger.refs.nodes import Candidate, PredictionNode, VersionNode
from lineal.ledger.refs.parse import is_hex, parse_ref
from lineal.ledger.refs.resolve import resolve
from lineal.lineage.extras import need_receipts
from lineal.registry import versions

if TYPE_CHECKING:
    from lineal.ledger.opened import Ledger
    from lineal.ledger.refs.nodes import Node
    from lineal.pipeline.workspace import Workspace
    from lineal.receipts.receipt import Receipt
    from lineal.registry.versions import Version

MODEL, PREDICTION = "model", "prediction"
_LEAST_DIGITS = 8


class Finder:
    """Finds what a reference means, of all kinds; keeps the receipts it came across."""

    __slots__ = ("receipts", "seen")

    def __init__(self, receipts: str) -> None:
        self.receipts = receipts
        self.seen: dict[bytes, Receipt] = {}

    def node(self, ws: Workspace, ledger: Ledger, text: str) -> Node:
        ref = parse_ref(text)
        if ref.kind == MODEL:
            return version_node(versions.resolve(ledger.store, ref.value))
        if ref.kind == PREDICTION:
            return self.prediction(ref.value)
        return resolve(ws, ledger, text, {MODEL: self._versions, PREDICTION: self._predictions})

    def prediction(self, value: str) -> PredictionNode:
        """By all digits of its id or its last ones; `TargetError` when there is none."""
        digits = digits_of(value)
        if digits is None:
            raise TargetError(
                f"'{value}' is no id of a prediction: it has 32 digits, its last 8 or more do",
                hint="lineal receipts list shows ids",
            )
        found = self._found(digits)
        if not found:
            raise TargetError(
                f"there is no receipt of prediction {value} in '{self.receipts}'",
                hint="receipts elsewhere are named with --receipts DIR;"
                " lineal receipts list shows those that are here",
            )
        if len(found) > 1:
            lines = [f"  prediction:{spell(one.id)}" for one in found]
            raise TargetError(
                "\n".join([f"'{value}' may mean several predictions:", *lines]),
                hint="say one of them in full",
            )
        return PredictionNode(found[0].id, found[0].origin.bundle)

    def receipt(self, node: PredictionNode) -> Receipt:
        return self.seen[node.id]

    def _found(self, digits: str) -> list[Receipt]:
        need_receipts()
        from lineal.receipts.find import find, find_ending  # deferred: most references are others

        if len(digits) == 2 * BYTES:
            receipt = find(self.receipts, parse(digits))
            found = [] if receipt is None else [receipt]
        else:
            found = find_ending(self.receipts, digits)
        self.seen.update((one.id, one) for one in found)
        return found

    def _predictions(self, _ws: Workspace, _ledger: Ledger, value: str) -> list[Candidate]:
        digits = digits_of(value)
        found = self._found(digits) if digits is not None else []
        return [
            Candidate(
                PredictionNode(one.id, one.origin.bundle),
                f"prediction:{spell(one.id)}",
                "a prediction",
            )
            for one in found
        ]

    def _versions(self, _ws: Workspace, ledger: Ledger, value: str) -> list[Candidate]:
        """A model that is not known is no version; what is said of a known one must be right."""
        if versions.split_name(value)[0] not in versions.models(ledger.store):
            return []
        found = versions.resolve(ledger.store, value)
        return [Candidate(version_node(found), f"model:{found.exact}", f"version {found.name}")]


def version_node(one: Version) -> VersionNode:
    return VersionNode(one.model, one.number, one.bundle, one.path or "", one.oid or "")


def digits_of(value: str) -> str | None:
    """Without dashes; None for what cannot be an id or the end of one."""
    digits = value.replace("-", "").lower()
    return digits if is_hex(digits, _LEAST_DIGITS, 2 * BYTES) else None
