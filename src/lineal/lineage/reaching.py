"""Impact of whatever a reference means, down to versions, endpoints and served predictions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lineal.base.errors import TargetError
from lineal.base.ids import micros_of, spell
from lineal.ledger.refs.nodes import PredictionNode, VersionNode
from lineal.ledger.trace.impact import NO_LIMITS, impact
from lineal.ledger.trace.moment import spell_time
from lineal.lineage.extras import need_receipts
from lineal.registry import versions
from lineal.registry.aliases import current

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lineal.ledger.opened import Ledger
    from lineal.ledger.stores.port import Store
    from lineal.ledger.trace.impact import Impact, Limits
    from lineal.lineage.refs import Finder
    from lineal.pipeline.workspace import Workspace
    from lineal.receipts.count import Predictions
    from lineal.receipts.receipt import Receipt
    from lineal.registry.versions import Version

VERSIONS, ALIASES, PREDICTIONS = "versions", "aliases", "predictions"
MOST_LISTED = 10


def impact_line(
    ws: Workspace,
    ledger: Ledger,
    finder: Finder,
    ref: str,
    limits: Limits = NO_LIMITS,
    *,
    listed: int | None = MOST_LISTED,
) -> Impact:
    """``listed`` is how many predictions are told one by one, the newest first; None is all."""
    node = finder.node(ws, ledger, ref)
    if isinstance(node, PredictionNode):
        raise TargetError(
            f"nothing comes of a prediction that is known here: '{ref}'",
            hint=f"what it came of: lineal trace {ref}",
        )
    if isinstance(node, VersionNode) and not node.oid:
        raise TargetError(
            f"'{ref}' was registered from outside of the project: the graph does not have it",
            hint=f"lineal receipts list --version {node.model}@{node.number}",
        )
    found = impact(ledger.store, ws.cache, node, ref, limits)
    reached = _reached(ledger.store, found)
    if isinstance(node, VersionNode):
        reached = [one for one in reached if one.bundle == node.bundle]
    return _with_groups(ledger.store, finder.receipts, found, reached, listed)


def _reached(store: Store, found: Impact) -> list[Version]:
    """Versions that are a thing which was asked about, contains it, or was made of it.

    So is whatever else was registered of the same bundle: from a copy of it, or for another model.
    """
    made = {edge.item for num in found.executions for edge in found.reach.makes.get(num, ())}
    asked = {one.num for one in (*found.asked, *found.held)}
    reached = versions.of_items(store, sorted(one for one in made | asked if one >= 0))
    bundles = dict.fromkeys(one.bundle for one in reached)
    return [one for bundle in bundles for one in versions.by_bundle(store, bundle)]


def _with_groups(
    store: Store, receipts: str, found: Impact, reached: list[Version], listed: int | None
) -> Impact:
    if not reached:
        return found
    need_receipts()
    from lineal.receipts.count import predictions_of  # deferred: only where a model was reached
    from lineal.receipts.listing import Wanted, listing  # deferred: as above

    counted = predictions_of(receipts, {one.bundle for one in reached})
    groups = {
        VERSIONS: [_version_row(one) for one in _newest_first(reached)],
        ALIASES: _alias_rows(store, reached),
        PREDICTIONS: [
            {
                **_prediction_row(one, counted[one.bundle]),
                "newest": [
                    _newest_row(each)
                    for each in listing(
                        receipts, Wanted(bundle=one.bundle), listed or counted[one.bundle].total
                    )
                ],
            }
            for one in _distinct(reached)
            if one.bundle in counted
        ],
    }
    total = sum(one.total for one in counted.values())
    return found._replace(
        groups={**{name: rows for name, rows in groups.items() if rows}, **found.groups},
        totals={PREDICTIONS: total},
    )


def _newest_first(reached: Iterable[Version]) -> list[Version]:
    return sorted(reached, key=lambda one: (one.time, one.id), reverse=True)


def _version_row(one: Version) -> dict[str, Any]:
    return {
        "name": one.name,
        "model": one.model,
        "number": one.number,
        "bundle": one.bundle,
        "time": spell_time(one.time),
        "verdict": one.verdict,
    }


def _alias_rows(store: Store, reached: Sequence[Version]) -> list[dict[str, Any]]:
    """Those that point at a version which was reached."""
    bundles = {one.bundle for one in reached}
    return [
        {"model": model, "alias": alias, "version": f"{model}@{to.number}"}
        for model in sorted({one.model for one in reached})
        for alias, to in sorted(current(store, model).items())
        if to.bundle in bundles
    ]


def _distinct(reached: Iterable[Version]) -> list[Version]:
    """Each bundle once, as the first version that it is; the newest first."""
    first: dict[str, Version] = {}
    for one in sorted(reached, key=lambda one: (one.time, one.id)):
        first.setdefault(one.bundle, one)
    return _newest_first(first.values())


def _prediction_row(one: Version, counted: Predictions) -> dict[str, Any]:
    return {
        "version": one.name,
        "bundle": one.bundle,
        "count": counted.total,
        "first": spell_time(counted.first),
        "last": spell_time(counted.last),
        "decisions": {str(said): number for said, number in counted.decisions.items()},
        "endpoints": list(counted.endpoints),
    }


def _newest_row(one: Receipt) -> dict[str, Any]:
    return {
        "id": spell(one.id),
        "time": spell_time(micros_of(one.id)),
        "endpoint": one.origin.endpoint,
        "version": one.origin.version,
        "score": one.score,
        "decision": one.decision,
    }
