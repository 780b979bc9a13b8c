"""The reference page of steps: ports and parameters of each, from their declarations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.steps.calling import load
from lineal.steps.described import described
from lineal.steps.registry import STEPS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lineal.steps.step import Port

#: It has arguments of its own: `lineal step concat --help`.
_WITHOUT_SEAM = {"concat"}


Rows = list[tuple[str, ...]]


def step_rows(name: str) -> tuple[Rows, Rows]:
    """Rows of its ports, and of its parameters."""
    step = load(name)
    ports = [*_ports(step.inputs, "in"), *_ports(step.outputs, "out")]
    params: Rows = [
        (f"`{one.name}`", one.kind, _default(one.default), one.help)
        for one in described(step.params)
    ]
    return ports, params


def documented_steps() -> Iterator[tuple[str, str]]:
    """Names with their lines."""
    for name, entry in STEPS.items():
        if name not in _WITHOUT_SEAM:
            yield name, entry.help


def _ports(ports: Iterable[Port], way: str) -> Iterator[tuple[str, ...]]:
    for port in ports:
        notes = [
            note for note, is_so in (("optional", port.optional), ("many", port.many)) if is_so
        ]
        yield f"`--{port.name}`", ", ".join([way, port.kind, *notes]), port.help


def _default(words: str) -> str:
    value = words.removeprefix("default ")
    return value if value == words else f"`{value}`"
