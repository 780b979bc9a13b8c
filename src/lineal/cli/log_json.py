"""Runs and executions as JSON: the payload of the fact, with its id and exact times."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lineal.cli.moments import exact

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lineal.ledger.asking.changes import Change
    from lineal.ledger.asking.log import ExecutionLine, RunLine


def run_json(one: RunLine) -> dict[str, Any]:
    return {
        "id": one.id.hex(),
        **payload_json(one.payload),
        "executions": [execution_json(line) for line in one.executions],
    }


def execution_json(one: ExecutionLine) -> dict[str, Any]:
    return {
        "id": one.id.hex(),
        **payload_json(one.payload),
        "changed_params": changes_json(one.changed_params),
        "changed_metrics": changes_json(one.changed_metrics),
    }


def payload_json(payload: Mapping[str, Any]) -> dict[str, Any]:
    return {**payload, "started": exact(payload["started"])}


def changes_json(changes: Iterable[Change]) -> dict[str, Any]:
    return {one.key: one.as_json() for one in changes}
