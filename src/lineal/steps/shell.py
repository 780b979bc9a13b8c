"""Everything a step does with files, the same for all: read, decide, write all or nothing, tell."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from lineal.base.errors import UsageError
from lineal.steps.params import read_params, section_named
from lineal.steps.placing import placed
from lineal.steps.ports import encode_port, read_port
from lineal.steps.told import tell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from lineal.steps.command import Asked
    from lineal.steps.step import Port, Result, Step


def perform(name: str, step: Step, asked: Asked, say: Callable[[str], None]) -> None:
    """The step as a command. What it has to say is said when its outputs are in place."""
    single = {port: path for port, path in asked.paths.items() if isinstance(path, str)}
    _check_apart(step, single)
    params = read_params(step.params, section_named(asked.params, name))
    result = step.decide(params, _read(step.inputs, asked.paths))
    wanted = [port for port in step.outputs if port.name in single]
    contents = {single[port.name]: encode_port(port, result.outputs[port.name]) for port in wanted}
    with placed(contents):
        lines = _after(result, single)
    for line in (*result.lines, *lines, *_tell(name, result, single)):
        say(line)


def _read(ports: Iterable[Port], paths: Mapping[str, str | list[str]]) -> dict[str, Any]:
    given: dict[str, Any] = {}
    for port in ports:
        path = paths.get(port.name)
        if isinstance(path, list):
            given[port.name] = [read_port(port, one) for one in path]
        elif path is not None:
            given[port.name] = read_port(port, path)
    return given


def _after(result: Result, paths: Mapping[str, str]) -> tuple[str, ...]:
    return result.after(paths) if result.after is not None else ()


def _tell(name: str, result: Result, paths: Mapping[str, str]) -> tuple[str, ...]:
    """The work is done: what cannot be told of it does not undo it."""
    try:
        tell(name, result, paths)
    except OSError as exc:
        return (f"what it measured could not be told to the ledger: {exc}",)
    return ()


def _check_apart(step: Step, paths: Mapping[str, str]) -> None:
    """Two outputs at one path would be one, and whoever reads it would read the wrong thing."""
    seen: dict[str, str] = {}
    for port in step.outputs:
        if port.name not in paths:
            continue
        full = os.path.abspath(paths[port.name])
        if full in seen:
            raise UsageError(
                f"--{seen[full]} and --{port.name} are the same path, '{paths[port.name]}'",
                hint="give each output a path of its own",
            )
        seen[full] = port.name
