"""Versions as JSON and as few words, for the verbs about models."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lineal.base.ids import spell
from lineal.cli.moments import exact

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lineal.registry.aliases import Move
    from lineal.registry.listing import Listed

#: Shown in a list where there is room for few.
_FIRST = ("roc_auc", "precision", "recall")


def version_json(one: Listed) -> dict[str, Any]:
    version = one.version
    return {
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
        "metrics": one.payload.get("metrics") or {},
    }


def move_json(one: Move) -> dict[str, Any]:
    return {
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


def short_metrics(metrics: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} {metrics[name]:.3g}" for name in _FIRST if name in metrics)
