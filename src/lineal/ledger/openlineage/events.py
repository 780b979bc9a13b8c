"""Facts as OpenLineage's run events. Pure.

An execution is a run of its stage's job; what caused it is its parent. What was only found
recorded, by us or in DVC's files, is one event that says when it was known.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from lineal.base.ids import spell
from lineal.ledger.kinds import execution, run
from lineal.ledger.kinds.execution import param_keys
from lineal.ledger.openlineage import facets as f
from lineal.ledger.openlineage.datasets import inputs_of, outputs_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lineal.ledger.openlineage.naming import Home

Event = dict[str, Any]

START, COMPLETE, FAIL, ABORT = "START", "COMPLETE", "FAIL", "ABORT"
#: The job that is the parent of stages.
RUN_JOB = "lineal run"

_ENDS = {
    execution.FAILED: FAIL,
    execution.KILLED: ABORT,
    run.INTERRUPTED: ABORT,
}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_AT_THE_END = frozenset({"errorMessage", "lineal_execution", "lineal_metrics", "lineal_run"})
_REASON = ("what", "path", "how", "key", "before", "now")


class Told(NamedTuple):
    """A fact of an execution or a run, and what it refers to as far as it is known."""

    id: bytes
    time: int
    payload: Mapping[str, Any]
    run: Mapping[str, Any] | None = None
    environment: Mapping[str, Any] | None = None


def execution_events(home: Home, told: Told) -> list[Event]:
    """None of what others reported to us: they have said it themselves."""
    payload = told.payload
    status = payload["status"]
    if "report" in payload or status == execution.REPORTED:
        return []
    body = {
        "run": {"runId": spell(told.id), "facets": _run_facets(home, told)},
        "job": {
            "namespace": home.namespace,
            "name": payload["stage"],
            "facets": _job_facets(home, told),
        },
        "inputs": inputs_of(home, payload),
        "outputs": outputs_of(home, payload),
    }
    begin, end = _span(told)
    last = _event(_ENDS.get(status, COMPLETE), end, body)
    if status == execution.OBSERVED:
        return [last]
    return [_start(begin, body), last]


def run_events(home: Home, told: Told) -> list[Event]:
    """The parent itself, without datasets: those are its children's."""
    payload = told.payload
    facets = {
        "nominalTime": _nominal(told),
        "processing_engine": f.engine(),
        "lineal_run": f.own(
            "LinealRunRunFacet",
            status=payload["status"],
            command=payload.get("command"),
            **{name: payload.get(name) for name in ("ran", "restored", "skipped", "failed")},
        ),
    }
    body = {
        "run": {"runId": spell(told.id), "facets": facets},
        "job": {
            "namespace": home.namespace,
            "name": RUN_JOB,
            "facets": {"jobType": f.job_type("RUN"), **_location(home, payload), **_owner(payload)},
        },
        "inputs": [],
        "outputs": [],
    }
    begin, end = _span(told)
    last = _event(_ENDS.get(payload["status"], COMPLETE), end, body)
    return [_start(begin, body), last]


def _event(kind: str, time: int, body: Event) -> Event:
    return {
        "eventType": kind,
        "eventTime": _spelled(time),
        "producer": f.PRODUCER,
        "schemaURL": f.EVENT_SCHEMA,
        **body,
    }


def _start(time: int, body: Event) -> Event:
    """What was known then."""
    run = body["run"]
    facets = {name: facet for name, facet in run["facets"].items() if name not in _AT_THE_END}
    return _event(START, time, {**body, "run": {**run, "facets": facets}, "outputs": []})


def _run_facets(home: Home, told: Told) -> Event:
    payload = told.payload
    found: Event = {"nominalTime": _nominal(told), "processing_engine": f.engine()}
    if payload.get("run"):
        run_id = spell(bytes.fromhex(payload["run"]))
        found["parent"] = f.parent(run_id, home.namespace, RUN_JOB)
    if payload["status"] in _ENDS:
        found["errorMessage"] = f.error(payload.get("error") or f"it was {payload['status']}")
    params, metrics = payload.get("params"), payload.get("metrics")
    if params:
        found["executionParameters"] = f.parameters(param_keys(params))
        found["lineal_params"] = f.own("LinealParamsRunFacet", files=params)
    if metrics:
        found["lineal_metrics"] = f.own("LinealMetricsRunFacet", files=metrics)
    variables = (told.environment or {}).get("variables")
    if variables:
        found["environmentVariables"] = f.variables(variables)
    found["lineal_execution"] = _own_execution(payload)
    return found


def _own_execution(payload: Mapping[str, Any]) -> Event:
    reasons = [{key: one[key] for key in _REASON if key in one} for one in payload.get("why") or ()]
    return f.own(
        "LinealExecutionRunFacet",
        status=payload["status"],
        stage=payload["stage"],
        seconds=payload.get("seconds"),
        forced=payload.get("forced"),
        why=reasons or None,
        dirty="dirty" in payload and payload["dirty"] is not None,
        log=payload.get("log"),
        entry=payload.get("entry"),
        resources=payload.get("resources"),
        completeness=payload.get("completeness"),
    )


def _job_facets(home: Home, told: Told) -> Event:
    payload = told.payload
    kind = "STAGE" if payload.get("cmd") else "DATA"
    found: Event = {"jobType": f.job_type(kind)}
    command = payload.get("cmd")
    if command:
        text = command if isinstance(command, str) else "\n".join(command)
        found["sourceCode"] = f.standard("SourceCodeJobFacet", language="shell", sourceCode=text)
    run_payload = told.run or {}
    code = {
        "commit": payload.get("commit") or run_payload.get("commit"),
        "branch": run_payload.get("branch"),
    }
    return {**found, **_location(home, code), **_owner(run_payload)}


def _location(home: Home, payload: Mapping[str, Any]) -> Event:
    commit = payload.get("commit")
    if not commit:
        return {}
    location = f.standard(
        "SourceCodeLocationJobFacet",
        type="git",
        url=home.repository or home.namespace,
        repoUrl=home.repository,
        path=home.folder or None,
        version=commit,
        branch=payload.get("branch"),
    )
    return {"sourceCodeLocation": location}


def _owner(payload: Mapping[str, Any]) -> Event:
    author = payload.get("author") or {}
    name = author.get("email") or author.get("name") or author.get("user")
    return {"ownership": f.owners(name)} if name else {}


def _nominal(told: Told) -> Event:
    begin, end = _span(told)
    return f.standard(
        "NominalTimeRunFacet", nominalStartTime=_spelled(begin), nominalEndTime=_spelled(end)
    )


def _span(told: Told) -> tuple[int, int]:
    begin = told.payload.get("started") or told.time
    return begin, begin + round((told.payload.get("seconds") or 0) * 1_000_000)


def _spelled(micros: int) -> str:
    return (_EPOCH + timedelta(microseconds=micros)).isoformat(timespec="microseconds")
