"""Versions as JSON and as few words, for the verbs about models."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from lineal.base.errors import LedgerError
from lineal.base.ids import spell
from lineal.cli.moments import exact
from lineal.gates.gate import Verdict
from lineal.registry.described import plain_metrics

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lineal.registry.aliases import Move
    from lineal.registry.listing import Listed

#: Shown in a list where there is room for few.
_FIRST = ("roc_auc", "precision", "recall")


def version_json(one: Listed) -> dict[str, Any]:
    version = one.version
    return {
        "id": spell(version.id),
        "model": version.model,
        "number": version.number,
        "bundle": version.bundle,
        "verdict": version.verdict,
        "aliases": list(one.aliases),
        "registered": exact(version.time),
        "path": version.path,
        "oid": version.oid,
        "execution": None if version.execution is None else spell(version.execution),
        "commit": one.payload.get("commit"),
        "metrics": plain_metrics(one.payload.get("metrics")),
    }


def move_json(one: Move) -> dict[str, Any]:
    return {
        "id": spell(one.id),
        "time": exact(one.time),
        "alias": one.alias,
        "verb": one.verb,
        "outcome": one.outcome,
        "number": one.target.number,
        "bundle": one.target.bundle,
        "before": one.payload.get("before"),
        "reason": one.payload.get("reason") or "",
        "why": one.payload.get("why") or [],
    }


def short_metrics(metrics: Mapping[str, float]) -> str:
    return ", ".join(f"{name} {metrics[name]:.3g}" for name in _FIRST if name in metrics)


def verdicts_of_fact(listed: Listed) -> list[Verdict]:
    """As registered; what a version may do is asked of its bundle, see `registry.standing`."""
    try:
        return msgspec.convert(listed.payload.get("verdicts") or [], list[Verdict])
    except msgspec.ValidationError as exc:
        name = listed.version.name
        raise LedgerError(
            f"the fact of {name} has verdicts that are none: {exc}",
            hint=f"whoever registered {name} did not use Lineal; its bundle has them as well",
        ) from exc
