"""An execution: one stage, once. It read these bytes with these values, and left those.

A ``.dvc`` file is a stage without a command: adding and importing data are executions too, which
make something out of nothing the ledger knows.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypedDict

from lineal.ledger.rows import (
    DEP,
    OUT,
    ColumnRow,
    ExecutionRow,
    MakeRow,
    MetricRow,
    ParamRow,
    UseRow,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lineal.ledger.rows import Row

KIND = "execution"

# What became of it …
RAN, FAILED, KILLED, RESTORED = "ran", "failed", "killed", "restored"
# … data that came from outside …
ADDED, IMPORTED = "added", "imported"
# … a record of ours or DVC's that we found, without having been there; another system's report.
OBSERVED, REPORTED = "observed", "reported"

#: Those whose outputs are what their inputs make.
FINISHED = frozenset((RAN, RESTORED, ADDED, IMPORTED, OBSERVED, REPORTED))

DEFAULT_PARAMS_FILE = "params.yaml"
#: Stands for a file where params were logged by the code itself.
LOGGED = "logged"


class Edge(TypedDict, total=False):
    """One thing used or made. Paths are from the project's root, or URLs; roles are in `rows`."""

    path: str
    oid: str
    size: int
    nfiles: int
    role: str


class Why(TypedDict, total=False):
    """A reason to run, as `pipeline.reasons` has it, with the values then."""

    what: str
    path: str
    how: str
    key: str
    before: Any
    now: Any


class Resources(TypedDict, total=False):
    """Seconds, and bytes. What could not be measured is not there."""

    wall: float
    cpu: float
    memory: int
    read: int
    written: int


class Completeness(TypedDict):
    """``score`` is between 0 and 1; each reason says what is not known, and costs of it."""

    score: float
    reasons: list[dict[str, Any]]


class Series(TypedDict, total=False):
    """A metric over steps, as two lists; ``thinned`` when only every so manyth value is kept.

    A value that is not a finite number is a word.
    """

    steps: list[float]
    values: list[float | str]
    thinned: bool


class ExecutionPayload(TypedDict, total=False):
    """``stage`` is an address from the root: ``train``, ``sub/dvc.yaml:train``, ``data.csv.dvc``.

    ``entry`` is `entry_digest` of what the lock has of it. ``params`` are by file, ``metrics`` by
    file too, flat: dotted names; ``series`` are of metrics logged over steps. ``log`` and
    ``dirty`` are the SHA-256 of what is kept.
    ``exit`` is the code of the last command, negative for a signal. ``evidence`` is what
    watching the command found.
    """

    run: str | None
    stage: str
    cmd: str | list[str] | None
    wdir: str
    status: str
    started: int
    seconds: float
    why: list[Why]
    forced: bool
    error: str
    exit: int
    commit: str | None
    dirty: str | None
    environment: str
    uses: list[Edge]
    makes: list[Edge]
    params: dict[str, dict[str, Any]]
    metrics: dict[str, dict[str, Any]]
    series: dict[str, Series]
    figures: list[dict[str, Any]]
    columns: list[dict[str, Any]]
    log: str
    resources: Resources
    evidence: dict[str, Any]
    completeness: Completeness
    entry: str | None
    original: str


def rows(payload: Mapping[str, Any]) -> Iterator[Row]:
    run, entry = payload.get("run"), payload.get("entry")
    yield ExecutionRow(
        run=bytes.fromhex(run) if run else None,
        stage=payload["stage"],
        status=payload["status"],
        commit=payload.get("commit"),
        seconds=payload.get("seconds"),
        entry=bytes.fromhex(entry) if entry else None,
    )
    for edge in payload.get("uses", ()):
        yield UseRow(*_edge(edge, DEP))
    for edge in payload.get("makes", ()):
        yield MakeRow(*_edge(edge, OUT))
    for key, value in param_keys(payload.get("params") or {}).items():
        yield ParamRow(key, _json(value), _number(value))
    for key, value in metric_keys(payload.get("metrics") or {}).items():
        yield MetricRow(key, _json(value), _number(value))
    for column in payload.get("columns", ()):
        source, target = column["from"], column["to"]
        yield ColumnRow(
            (source["path"], source["oid"]),
            source["column"],
            (target["path"], target["oid"]),
            target["column"],
            column.get("how", ""),
        )


def _edge(edge: Mapping[str, Any], role: str) -> tuple[str, str, int | None, int | None, str]:
    return (
        edge["path"],
        edge["oid"],
        edge.get("size"),
        edge.get("nfiles"),
        edge.get("role", role),
    )


def param_keys(params: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Flat: ``train.lr`` of the default file, ``other.json:train.lr`` of others.

    What was logged has its bare name too, unless the default file has it.
    """
    declared = params.get(DEFAULT_PARAMS_FILE, {})
    return {
        key if _is_bare(file, key, declared) else f"{file}:{key}": value
        for file, values in params.items()
        for key, value in values.items()
    }


def _is_bare(file: str, key: str, declared: Mapping[str, Any]) -> bool:
    return file == DEFAULT_PARAMS_FILE or (file == LOGGED and key not in declared)


def metric_keys(metrics: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Flat: ``auc``, or ``a.json:auc`` when two files of the execution have one."""
    counts: dict[str, int] = {}
    for values in metrics.values():
        for key in values:
            counts[key] = counts.get(key, 0) + 1
    return {
        key if counts[key] == 1 else f"{file}:{key}": value
        for file, values in metrics.items()
        for key, value in values.items()
    }


def _json(value: object) -> str:
    return json.dumps(value, separators=(",", ":"), sort_keys=True)


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None
