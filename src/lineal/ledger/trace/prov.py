"""A trace as W3C PROV-JSON: entities, activities, agents. Pure."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from lineal.ledger.trace.moment import spell_time

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lineal.ledger.trace.execution import Described
    from lineal.ledger.trace.lineage import Trace

_PREFIX = "lineal"
_NAMESPACE = "urn:lineal:"
_DIGITS = 16
_MICRO = 1_000_000


class Document:
    """Records by kind and name; relations are numbered, each once."""

    __slots__ = ("records",)

    def __init__(self) -> None:
        self.records: dict[str, dict[str, dict[str, Any]]] = {}

    def add(self, kind: str, name: str, values: Mapping[str, object]) -> str:
        said = {key: value for key, value in values.items() if value is not None}
        self.records.setdefault(kind, {}).setdefault(name, said)
        return name

    def relate(self, kind: str, **values: str) -> None:
        spelled = "\0".join([kind, *values.values()])
        said = {f"prov:{role}": name for role, name in values.items()}
        self.add(kind, f"_:{_digest(spelled)}", said)

    def spelled(self) -> dict[str, Any]:
        return {"prefix": {_PREFIX: _NAMESPACE}, **self.records}


def prov_json(trace: Trace) -> dict[str, Any]:
    document = Document()
    tell_trace(document, trace)
    return document.spelled()


def tell_trace(document: Document, trace: Trace) -> None:
    for num in trace.inputs:
        _activity(document, trace.executions[num])
    for user, use in trace.uses:
        entity = entity_of(document, use.path, use.oid, use.size)
        if use.made_by is not None:
            _generated(document, entity, trace.executions[use.made_by])
        for way in use.through:
            other = entity_of(document, way.path, way.oid)
            document.relate("wasDerivedFrom", generatedEntity=entity, usedEntity=other)
            if way.execution is not None:
                _generated(document, other, trace.executions[way.execution])
        if user is not None:
            activity = name_of("execution", trace.executions[user].id.hex())
            document.relate("used", activity=activity, entity=entity)


def _activity(document: Document, one: Described) -> None:
    started = one.payload.get("started")
    begun = started if isinstance(started, int) else one.time
    ended = begun + int((one.seconds or 0) * _MICRO)
    activity = document.add(
        "activity",
        name_of("execution", one.id.hex()),
        {
            "prov:label": one.stage,
            "prov:startTime": spell_time(begun),
            "prov:endTime": spell_time(max(begun, ended)),
            "lineal:status": one.status,
            "lineal:command": "\n".join(one.cmd) or None,
            "lineal:commit": one.commit,
        },
    )
    if one.author:
        agent = document.add(
            "agent", name_of("agent", _digest(one.author)), {"prov:label": one.author}
        )
        document.relate("wasAssociatedWith", activity=activity, agent=agent)


def entity_of(document: Document, path: str, oid: str, size: int | None = None) -> str:
    """Bytes under a path."""
    return document.add(
        "entity",
        name_of("artifact", _digest(f"{oid}\0{path}")),
        {"prov:label": path, "lineal:oid": oid, "lineal:size": size},
    )


def _generated(document: Document, entity: str, by: Described) -> None:
    document.relate("wasGeneratedBy", entity=entity, activity=name_of("execution", by.id.hex()))


def name_of(kind: str, digits: str) -> str:
    return f"{_PREFIX}:{kind}-{digits}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:_DIGITS]
