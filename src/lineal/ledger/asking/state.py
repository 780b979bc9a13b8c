"""What held at a moment, as values: of a run, an execution or a revision. Pure.

A run is more than what it executed: what it skipped stood as an earlier execution had left it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from lineal.ledger.kinds.execution import metric_keys, param_keys

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from lineal.ledger.asking.reading import Payload


class Standing(NamedTuple):
    """A stage as an execution left it; ``here`` when it was executed by what is asked about."""

    id: bytes
    stage: str
    payload: Payload
    here: bool


class State(NamedTuple):
    """``label`` is how it was asked for. ``payload`` is of the run, or of the only execution."""

    label: str
    kind: str
    id: bytes | None
    payload: Payload
    stages: tuple[Standing, ...]
    environment: Payload | None = None

    @property
    def commit(self) -> str | None:
        found: str | None = self.payload.get("commit")
        return found

    @property
    def dirty(self) -> bool:
        return bool(self.payload.get("dirty"))

    @property
    def seconds(self) -> float | None:
        found: float | None = self.payload.get("seconds")
        return found


def params_of(state: State) -> dict[str, Any]:
    return param_keys(_by_file(state.stages, "params"))


def metrics_of(state: State) -> dict[str, Any]:
    return metric_keys(_by_file(state.stages, "metrics"))


def commands_of(state: State) -> dict[str, Any]:
    return {one.stage: one.payload["cmd"] for one in state.stages if one.payload.get("cmd")}


def seconds_of(state: State) -> dict[str, Any]:
    """Of what was executed here; what stood took no time."""
    return {
        one.stage: one.payload["seconds"]
        for one in state.stages
        if one.here and one.payload.get("seconds") is not None
    }


def outputs_of(state: State) -> dict[str, str]:
    """Object ids by path; what was added by hand is an input."""
    return {
        edge["path"]: edge["oid"]
        for one in state.stages
        if one.payload.get("cmd")
        for edge in one.payload.get("makes", ())
    }


def inputs_of(state: State) -> dict[str, str]:
    """What was used and not made within: object ids by path."""
    made = outputs_of(state)
    return {edge["path"]: edge["oid"] for edge in edges(state, "uses") if edge["path"] not in made}


def sizes_of(state: State) -> dict[tuple[str, str], int]:
    """Bytes by path and object id, where they are known."""
    return {
        (edge["path"], edge["oid"]): edge["size"]
        for kind in ("uses", "makes")
        for edge in edges(state, kind)
        if edge.get("size") is not None
    }


def edges(state: State, kind: str) -> Iterator[Mapping[str, Any]]:
    for one in state.stages:
        yield from one.payload.get(kind, ())


def environment_values(environment: Mapping[str, Any] | None) -> dict[str, Any]:
    """Flat: what of an environment may differ, packages and variables by their names."""
    flat: dict[str, Any] = {}
    for name, value in (environment or {}).items():
        if isinstance(value, dict):
            flat |= {f"{_SINGULAR.get(name, name)} {key}": item for key, item in value.items()}
        elif isinstance(value, list):
            flat[name] = ", ".join(map(str, value))
        else:
            flat[name] = value
    return flat


_SINGULAR = {"packages": "package", "variables": "variable", "locked": "lock file"}


def _by_file(stages: Iterable[Standing], kind: str) -> dict[str, dict[str, Any]]:
    merged: dict[str, dict[str, Any]] = {}
    for one in stages:
        for file, values in (one.payload.get(kind) or {}).items():
            merged.setdefault(file, {}).update(values)
    return merged
