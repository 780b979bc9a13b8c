"""What a step is run with."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from lineal.steps.calling import load
from lineal.steps.ports import encode_port
from lineal.steps.step import SOURCE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from lineal.steps.step import Port


class Sample(NamedTuple):
    """``inputs`` are values by port; of a source its bytes, of a port of many a list."""

    inputs: Mapping[str, Any]
    params: Mapping[str, Any]


def lay_out(root: Path, name: str, sample: Sample) -> list[str]:
    """Write inputs and params below ``root``; give the words of the command."""
    step = load(name)
    words = ["step", name]
    for port in step.inputs:
        if port.name in sample.inputs:
            words += [f"--{port.name}", *_written(root, port, sample.inputs[port.name])]
    for port in step.outputs:
        words += [f"--{port.name}", f"out/{port.name}"]
    (root / "params.yaml").write_text(json.dumps({name: sample.params}))
    return words


def _written(root: Path, port: Port, value: Any) -> list[str]:
    values = value if port.many else [value]
    for number, one in enumerate(values):
        place(root / f"{port.name}{number}", port, one)
    return [f"{port.name}{number}" for number in range(len(values))]


def place(path: Path, port: Port, value: Any) -> None:
    content = value if port.kind == SOURCE else encode_port(port, value)
    if isinstance(content, bytes):
        path.write_bytes(content)
        return
    for name, data in content.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(data)
