"""A trace as JSON: what asking programs get. Its shape is documented in ``docs/trace.md``. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lineal.base.ids import short
from lineal.ledger.trace.lineage import sources
from lineal.ledger.trace.moment import spell_time

if TYPE_CHECKING:
    from lineal.ledger.trace.execution import Described
    from lineal.ledger.trace.lineage import Computed, Source, Trace, Use

# Of a fact, what is told as it is.
_SAID = ("wdir", "started", "why", "error", "log", "completeness", "resources", "entry")


def trace_json(trace: Trace) -> dict[str, Any]:
    """Executions by their ids; uses name the execution that made what was used."""
    environments = {
        one.payload["environment"]: one.environment
        for one in trace.executions.values()
        if one.payload.get("environment") and one.environment
    }
    return {
        "ref": trace.ref,
        "roots": [_use(trace, use) for use in trace.roots],
        "starts": [_id(trace, num) for num in trace.starts],
        "executions": {
            _id(trace, num): _execution(trace, trace.executions[num]) for num in trace.inputs
        },
        "environments": environments,
        "sources": [source_json(trace, one) for one in sources(trace)],
        "column": trace.column,
        "columns": [_computed(trace, one) for one in trace.columns],
    }


def source_json(trace: Trace, one: Source) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "path": one.path,
        "oid": one.oid,
        "size": one.size,
        "url": one.url,
        "commit": one.commit,
        "execution": _id(trace, one.execution),
        "used_by": [_id(trace, num) for num in one.used_by],
    }


def _computed(trace: Trace, one: Computed) -> dict[str, Any]:
    return {
        "from": {"path": one.source[0], "oid": one.source[1], "column": one.source_column},
        "to": {"path": one.target[0], "oid": one.target[1], "column": one.target_column},
        "how": one.how,
        "execution": _id(trace, one.execution),
    }


def execution_json(one: Described) -> dict[str, Any]:
    said = {key: one.payload[key] for key in _SAID if key in one.payload}
    return {
        "id": one.id.hex(),
        "short": short(one.id),
        "stage": one.stage,
        "status": one.status,
        "time": spell_time(one.time),
        "seconds": one.seconds,
        "cmd": one.cmd,
        "commit": one.commit,
        "dirty": one.dirty,
        "committed": one.committed,
        "author": one.author,
        "host": one.host,
        "run": None if one.run is None else one.run.hex(),
        "command": one.command,
        "params": one.params,
        "metrics": dict(one.metrics),
        "environment": one.payload.get("environment"),
        **said,
        "outputs": list(one.payload.get("makes") or ()),
    }


def _execution(trace: Trace, one: Described) -> dict[str, Any]:
    return {
        **execution_json(one),
        "inputs": [_use(trace, use) for use in trace.inputs[one.num]],
        "followed": one.num not in trace.cut,
    }


def _use(trace: Trace, use: Use) -> dict[str, Any]:
    return {
        "path": use.path,
        "oid": use.oid,
        "size": use.size,
        "nfiles": use.nfiles,
        "role": use.role or None,
        "made_by": _id(trace, use.made_by),
        "through": [
            {
                "how": way.how,
                "path": way.path,
                "oid": way.oid,
                "execution": _id(trace, way.execution),
                "certain": way.certain,
            }
            for way in use.through
        ],
        "others": use.others,
        "read": use.read,
        "commit": trace.in_git.get((use.path, use.oid)),
    }


def _id(trace: Trace, num: int | None) -> str | None:
    return None if num is None else trace.executions[num].id.hex()
