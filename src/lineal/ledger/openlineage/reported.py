"""What others report, as an execution. Pure.

A run that ended is an execution of a stage that is not ours: its inputs are used, its outputs
made. What was said before its end, in events that were kept, belongs to it.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from lineal.base.ids import RANDOM_BYTES, make_id
from lineal.ledger.fact import NewFact
from lineal.ledger.kinds import execution, report
from lineal.ledger.openlineage.naming import path_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from lineal.ledger.openlineage.event import Named, Received
    from lineal.ledger.openlineage.naming import Home

#: How a run of others ended, by the type of event that says so.
ENDS = {
    "COMPLETE": execution.REPORTED,
    "FAIL": execution.FAILED,
    "ABORT": execution.KILLED,
}
_ENTRY_BYTES = 16
_DIGITS = 16
# These have a place of their own in an execution.
_TAKEN = frozenset({"version"})


def entry_of(received: Received) -> bytes:
    """By which the same end of the same run is known again."""
    return _digest("openlineage", received.run, received.type)[:_ENTRY_BYTES]


def kept_fact(received: Received, digest: bytes) -> NewFact:
    """Any event that is not the end of a run, as it came. The same event is the same fact."""
    payload = {"type": received.type, "event": received.event}
    if received.run:
        payload["run"] = received.run
    return NewFact(
        make_id(received.time, digest[:RANDOM_BYTES]), report.KIND, received.time, payload
    )


def execution_fact(
    home: Home,
    end: Received,
    before: Sequence[Received],
    last_version: Callable[[str], str | None],
) -> NewFact:
    """``before`` are the earlier events of the run; ``last_version`` tells what is at a path."""
    every = [*before, end]
    started = min(one.time for one in every)
    facets = _merged(one.facets for one in every)
    job = _merged(one.job.facets for one in every)
    uses = {
        (path := path_of(home, one.namespace, one.name)): _use(path, one, last_version)
        for one in _last(event.inputs for event in every)
    }
    makes = {
        (path := path_of(home, one.namespace, one.name)): _make(path, one, end.run)
        for one in _last(event.outputs for event in every)
    }
    payload: dict[str, Any] = {
        "stage": f"{end.job.namespace.rstrip('/')}/{end.job.name}",
        "status": ENDS[end.type],
        "started": started,
        "seconds": (end.time - started) / 1_000_000,
        "cmd": _text(job, "sourceCode", "sourceCode") or _text(job, "sql", "query"),
        "commit": _text(job, "sourceCodeLocation", "version"),
        "uses": [_edge(path, oid, named) for path, (oid, named) in uses.items()],
        "makes": [_edge(path, oid, named) for path, (oid, named) in makes.items()],
        "columns": list(_columns(home, uses, makes)),
        "entry": entry_of(end).hex(),
        "report": _report(end, facets, job),
    }
    error = _text(facets, "errorMessage", "message")
    if error:
        payload["error"] = error
    parameters = _parameters(facets)
    if parameters:
        payload["params"] = {execution.DEFAULT_PARAMS_FILE: parameters}
    id_ = make_id(started, _digest(end.run, end.type)[:RANDOM_BYTES])
    return NewFact(id_, execution.KIND, end.time, _without_none(payload))


Versioned = tuple[str, "Named"]


def _use(path: str, named: Named, last_version: Callable[[str], str | None]) -> Versioned:
    """Of an unknown version it is what was made there last; else always the same thing."""
    oid = _version(named) or last_version(path)
    return oid or f"version?:{_digest(path).hex()[:_DIGITS]}", named


def _make(path: str, named: Named, run: str) -> Versioned:
    """Without a version of its own it is this run's, so that a later run makes another."""
    return _version(named) or f"reported:{_digest(path, run).hex()[:_DIGITS]}", named


def _version(named: Named) -> str | None:
    return _text(named.facets, "version", "datasetVersion")


def _edge(path: str, oid: str, named: Named) -> dict[str, Any]:
    edge: dict[str, Any] = {"path": path, "oid": oid}
    facets = {name: facet for name, facet in named.facets.items() if name not in _TAKEN}
    if facets:
        edge["facets"] = facets
    return edge


def _columns(
    home: Home, uses: Mapping[str, Versioned], makes: Mapping[str, Versioned]
) -> Iterable[dict[str, Any]]:
    for path, (oid, named) in makes.items():
        fields = named.facets.get("columnLineage", {}).get("fields")
        for column, field in (fields if isinstance(fields, dict) else {}).items():
            for source in _sources(field):
                place = path_of(home, source["namespace"], source["name"])
                if place in uses:
                    yield {
                        "from": {"path": place, "oid": uses[place][0], "column": source["field"]},
                        "to": {"path": path, "oid": oid, "column": column},
                        "how": str(field.get("transformationDescription") or ""),
                    }


def _sources(field: object) -> Iterable[dict[str, str]]:
    found = field.get("inputFields") if isinstance(field, dict) else None
    for source in found if isinstance(found, list) else ():
        keys = ("namespace", "name", "field")
        if isinstance(source, dict) and all(isinstance(source.get(key), str) for key in keys):
            yield source


def _parameters(facets: Mapping[str, Any]) -> dict[str, str]:
    found = facets.get("executionParameters", {}).get("parameters")
    return {
        one["key"]: str(one.get("value", ""))
        for one in (found if isinstance(found, list) else ())
        if isinstance(one, dict) and isinstance(one.get("key"), str)
    }


def _report(end: Received, facets: Mapping[str, Any], job: Mapping[str, Any]) -> dict[str, Any]:
    """Who said it, and everything else that was said."""
    return {
        "system": "openlineage",
        "run": end.run,
        "producer": str(end.event.get("producer", "")),
        "namespace": end.job.namespace,
        "job": end.job.name,
        "facets": dict(facets),
        "job_facets": dict(job),
    }


def _last(sides: Iterable[Iterable[Named]]) -> Iterable[Named]:
    """Each dataset once, with the facets of all events that name it."""
    found: dict[tuple[str, str], Named] = {}
    for side in sides:
        for one in side:
            known = found.get(one[:2])
            facets = one.facets if known is None else {**known.facets, **one.facets}
            found[one[:2]] = one._replace(facets=facets)
    return found.values()


def _merged(every: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    return {name: facet for facets in every for name, facet in facets.items()}


def _text(facets: Mapping[str, Any], facet: str, field: str) -> str | None:
    found = facets.get(facet, {}).get(field)
    return found if isinstance(found, str) and found else None


def _digest(*words: str) -> bytes:
    return hashlib.sha256("\0".join(words).encode("utf-8", "surrogatepass")).digest()


def _without_none(payload: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in payload.items() if value is not None}
