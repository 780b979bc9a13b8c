"""Steps from Python: the same functions, with DataFrames in and out.

from lineal.steps.calling import run
result = run("validate", {"rules": […]}, {"rows": frame, "quarantine": none})
result.outputs["valid"]
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from lineal.base.errors import LinealError, UsageError
from lineal.base.suggest import did_you_mean
from lineal.steps.extras import explained
from lineal.steps.params import made_params
from lineal.steps.ports import as_read, read_port
from lineal.steps.registry import STEPS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lineal.steps.step import Port, Result, Step


def run(
    name: str, params: Mapping[str, Any] | None = None, inputs: Mapping[str, Any] | None = None
) -> Result:
    """Give the step's result; nothing is written. An input is a value, or the path of one.

    `Result.after` is not called: it says something to a ledger of outputs that are in place.
    """
    try:
        step = load(name)
        given = _values(name, step, inputs or {})
        result = step.decide(made_params(step.params, params or {}), given)
    except ModuleNotFoundError as exc:
        raise explained(name, exc) from exc
    ports = {port.name: port for port in step.outputs}
    outputs = {port: as_read(ports[port], value) for port, value in result.outputs.items()}
    return result._replace(outputs=outputs)


def load(name: str) -> Step:
    """The step by its name; raises ModuleNotFoundError where its libraries are not installed."""
    entry = STEPS.get(name)
    if entry is None:
        raise UsageError(
            f"there is no step '{name}'{did_you_mean(name, STEPS)}",
            hint="`lineal step --help` lists all steps",
        )
    module = import_module(f"lineal.steps.{entry.module}")
    step: Step | None = getattr(module, "STEP", None)
    if step is None:
        raise UsageError(f"'{name}' works on files only", hint=f"run `lineal step {name}`")
    return step


def _values(name: str, step: Step, inputs: Mapping[str, Any]) -> dict[str, Any]:
    ports = {port.name: port for port in step.inputs}
    for given in inputs:
        if given not in ports:
            raise _usage(name, f"has no input '{given}'{did_you_mean(given, ports)}")
    for port in step.inputs:
        if port.name not in inputs and not port.optional:
            raise _usage(name, f"needs the input '{port.name}'")
    return {given: _value(ports[given], value) for given, value in inputs.items()}


def _value(port: Port, value: Any) -> Any:  # noqa: ANN401  whatever the port takes
    if port.many and isinstance(value, list | tuple):
        return [_value(port._replace(many=False), one) for one in value]
    return read_port(port, value) if isinstance(value, str) else value


def _usage(name: str, problem: str) -> LinealError:
    return UsageError(f"step '{name}' {problem}", hint=f"see `lineal step {name} --help`")
