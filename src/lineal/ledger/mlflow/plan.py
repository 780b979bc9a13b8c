"""A run as MLflow is to have it, within MLflow's limits. Pure.

Its parameters and metrics are those of everything that stands after the run, what was skipped
included: otherwise two runs could not be compared there.
"""

from __future__ import annotations

import hashlib
import math
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from lineal.base.ids import short
from lineal.ledger.kinds import run
from lineal.ledger.kinds.execution import metric_keys, param_keys

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from lineal.ledger.asking.state import Standing, State

MOST_KEY, MOST_PARAM, MOST_TAG = 250, 6000, 5000
MOST_INPUTS = 500
_MOST_OUTPUTS = 50
_DIGEST = 36
_NOT_ALLOWED = re.compile(r"[^\w\-. :/]")
_MICROS_PER_MILLI = 1000

_STATUS = {run.DONE: "FINISHED", run.FAILED: "FAILED"}


class Metric(NamedTuple):
    key: str
    value: float
    timestamp: int
    step: int


class Input(NamedTuple):
    """A file or directory that the run found, and did not make."""

    name: str
    digest: str


class Mirrored(NamedTuple):
    """Times are milliseconds."""

    name: str
    status: str
    start: int
    end: int
    tags: dict[str, str]
    params: dict[str, str]
    metrics: list[Metric]
    inputs: list[Input]


def mirrored(state: State, project: str, repository: str | None) -> Mirrored:
    payload = state.payload
    start = payload["started"] // _MICROS_PER_MILLI
    end = start + round(payload.get("seconds", 0) * 1000)
    series = _named(state.stages, lambda one: one.get("series") or {})
    metrics = _named(state.stages, lambda one: metric_keys(one.get("metrics") or {}))
    words = {f"metric.{key}": value for key, value in metrics.items() if isinstance(value, str)}
    id_ = state.id or b""
    return Mirrored(
        name=f"lineal {short(id_)}",
        status=_STATUS.get(payload["status"], "KILLED"),
        start=start,
        end=end,
        tags=_limited({**_tags(state, project, repository), **words}, MOST_TAG),
        params=_limited(_params(state.stages), MOST_PARAM),
        metrics=[*_finals(metrics, series, end), *_series(series, start)],
        inputs=_inputs(state.stages),
    )


def clean_key(key: str) -> str:
    """As MLflow allows them; what had to be changed gets a digest, so that no two become one."""
    cleaned = _NOT_ALLOWED.sub("_", key)
    # What is no plain relative path is refused as well.
    parts = cleaned.split("/")
    odd = cleaned.startswith("/") or any(part in {"", ".", ".."} for part in parts)
    if cleaned == key and not odd and len(key) <= MOST_KEY:
        return key
    digest = hashlib.sha256(key.encode()).hexdigest()[:8]
    plain = "_".join(part for part in parts if part.strip("."))
    return f"{plain[: MOST_KEY - 9]}_{digest}"


def _params(standings: Iterable[Standing]) -> dict[str, Any]:
    return _named(standings, lambda one: param_keys(one.get("params") or {}))


def _named(
    standings: Iterable[Standing], values: Callable[[Mapping[str, Any]], Mapping[str, Any]]
) -> dict[str, Any]:
    """By name alone where all stages agree, else with the stage before it."""
    found: dict[str, dict[str, Any]] = {}
    for one in standings:
        for key, value in values(one.payload).items():
            found.setdefault(key, {})[one.stage] = value
    named: dict[str, Any] = {}
    for key, by_stage in found.items():
        first = next(iter(by_stage.values()))
        if all(value == first for value in by_stage.values()):
            named[key] = first
        else:
            named.update({f"{stage}/{key}": value for stage, value in by_stage.items()})
    return named


def _finals(metrics: Mapping[str, Any], series: Mapping[str, Any], time: int) -> Iterable[Metric]:
    for key, value in metrics.items():
        if key not in series and isinstance(value, int | float) and math.isfinite(value):
            yield Metric(clean_key(key), float(value), time, 0)


def _series(series: Mapping[str, Any], time: int) -> Iterable[Metric]:
    for key, one in series.items():
        name = clean_key(key)
        for at, (step, value) in enumerate(zip(one["steps"], one["values"], strict=False)):
            if isinstance(value, int | float) and math.isfinite(value):
                yield Metric(name, float(value), time + at, int(step))


def _tags(state: State, project: str, repository: str | None) -> dict[str, Any]:
    payload = state.payload
    author = payload.get("author") or {}
    here = [one for one in state.stages if one.here]
    scores = [one.payload["completeness"]["score"] for one in here if "completeness" in one.payload]
    tags = {
        "mlflow.user": author.get("email") or author.get("name") or author.get("user"),
        "mlflow.source.type": "PROJECT",
        "mlflow.source.name": payload.get("command") or "lineal run",
        "mlflow.source.git.commit": payload.get("commit"),
        "mlflow.source.git.branch": payload.get("branch"),
        "mlflow.source.git.repoURL": repository,
        "mlflow.note.content": _note(state, here),
        "lineal.run": (state.id or b"").hex(),
        "lineal.project": project,
        "lineal.dirty": "true" if payload.get("dirty") else None,
        "lineal.completeness": min(scores) if scores else None,
        **{
            f"lineal.{word}": ", ".join(payload[word]) if payload.get(word) else None
            for word in ("ran", "restored", "skipped", "failed")
        },
        **{f"lineal.out/{path}": oid for path, oid in _outputs(here)},
    }
    return {key: value for key, value in tags.items() if value is not None}


def _note(state: State, here: list[Standing]) -> str:
    """What to type to see all of it: this is a mirror, the ledger has more."""
    lines = [f"`lineal show run:{short(state.id or b'')}`", ""]
    lines += [f"- {path}: `lineal trace md5:{oid[:8]}`" for path, oid in _outputs(here)[:10]]
    return "\n".join(lines)


def _outputs(here: Iterable[Standing]) -> list[tuple[str, str]]:
    made = [(e["path"], e["oid"]) for one in here for e in one.payload.get("makes") or ()]
    return made[:_MOST_OUTPUTS]


def _inputs(standings: Iterable[Standing]) -> list[Input]:
    every = list(standings)
    commands = [one.payload for one in every if one.payload.get("cmd")]
    made = {edge["path"] for payload in commands for edge in payload.get("makes") or ()}
    found = {
        edge["path"]: edge["oid"]
        for payload in commands
        for edge in payload.get("uses") or ()
        if edge["path"] not in made
    }
    return [Input(path, oid[:_DIGEST]) for path, oid in found.items()][:MOST_INPUTS]


def _limited(values: Mapping[str, Any], most: int) -> dict[str, str]:
    return {clean_key(key): _cut(_word(value), most) for key, value in values.items()}


def _word(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "null" if value is None else str(value)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
