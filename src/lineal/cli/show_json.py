"""What ``lineal show`` gathers, as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lineal.cli.log_json import changes_json, payload_json
from lineal.cli.log_json import execution_json as line_json
from lineal.cli.moments import exact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lineal.ledger.asking import shown


def run_json(run: shown.ShownRun) -> dict[str, Any]:
    return {
        "id": run.id.hex(),
        **payload_json(run.payload),
        "executions": [line_json(one) for one in run.executions],
        "environment": run.environment,
        "changed_environment": changes_json(run.environment_changes),
        "mirrors": list(run.mirrors),
    }


def execution_json(one: shown.ShownExecution) -> dict[str, Any]:
    return {
        **line_json(one.line),
        **payload_json(one.payload),
        "before": None if one.before is None else one.before.hex(),
        "changed_inputs": changes_json(one.inputs),
        "environment": one.environment,
        "changed_environment": changes_json(one.environment_changes),
        "reproduced": [
            {"time": exact(again.time), "verdict": again.verdict} for again in one.reproduced
        ],
    }


def artifact_json(one: shown.ShownArtifact) -> dict[str, Any]:
    return {
        **one._asdict(),
        "made": [touch_json(touch) for touch in one.made],
        "used": [touch_json(touch) for touch in one.used],
    }


def commit_json(one: shown.ShownCommit) -> dict[str, Any]:
    return {
        "commit": one.commit,
        **(one.payload or {}),
        "executed": [touch_json(touch) for touch in one.executed],
        "brought": [line_json(line) for line in one.brought],
    }


def touch_json(one: shown.Touch) -> dict[str, Any]:
    return {**one._asdict(), "id": one.id.hex(), "time": exact(one.time)}


def values_json(key: str, values: Sequence[shown.Valued]) -> dict[str, Any]:
    rows = [{**one._asdict(), "id": one.id.hex(), "time": exact(one.time)} for one in values]
    return {"key": key, "values": rows}
