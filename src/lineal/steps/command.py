"""The command line of a step, made of what the step declares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from lineal.steps.described import described
from lineal.steps.params import DEFAULT_FILE

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping

    from lineal.steps.step import Port, Step


class Asked(NamedTuple):
    """``paths`` has what was given, by port; of ports that take several a list."""

    paths: Mapping[str, str | list[str]]
    params: str | None


def add_arguments(parser: argparse.ArgumentParser, name: str, step: Step) -> None:
    parser.allow_abbrev = False
    inputs = parser.add_argument_group("inputs")
    for port in step.inputs:
        inputs.add_argument(f"--{port.name}", **_option(port))
    outputs = parser.add_argument_group("outputs")
    for port in step.outputs:
        outputs.add_argument(f"--{port.name}", **_option(port))
    parser.add_argument(
        "--params",
        metavar="FILE:SECTION",
        help=f"where the parameters are; usually {DEFAULT_FILE}:{name}",
    )
    parser.epilog = _params_help(name, step)


def asked(args: argparse.Namespace, step: Step) -> Asked:
    given = vars(args)
    ports = (*step.inputs, *step.outputs)
    paths = {port.name: given[port.name] for port in ports if given[port.name] is not None}
    return Asked(paths, args.params)


def _option(port: Port) -> dict[str, Any]:
    option: dict[str, Any] = {
        "metavar": "PATH",
        "required": not port.optional,
        "help": port.help.replace("%", "%%"),
    }
    return {**option, "nargs": "+"} if port.many else option


def _params_help(name: str, step: Step) -> str:
    rows = [(one.name, f"{one.kind}, {one.default}", one.help) for one in described(step.params)]
    if not rows:
        return "parameters: none"
    wide, wider = (max(len(row[at]) for row in rows) for at in (0, 1))
    lines = [f"  {key:<{wide}}  {kind:<{wider}}  {text}".rstrip() for key, kind, text in rows]
    return "\n".join([f"parameters, in the section '{name}':", *lines]).replace("%", "%%")
