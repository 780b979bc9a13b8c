"""The template's line with few rows, from stage to stage in memory, as its ``dvc.yaml`` says."""

from __future__ import annotations

import csv
import io
import os
import shlex
import sys
import tempfile
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from typing import TYPE_CHECKING, Any

import yaml

import lineal
from lineal.steps.calling import load, run
from tests.steps.samples.sample import Sample

if TYPE_CHECKING:
    from types import ModuleType

TEMPLATE = os.path.join(os.path.dirname(lineal.__file__), "templates", "purchase")
_ROWS = 600
#: What makes it quick, by stage.
_SMALL: dict[str, dict[str, Any]] = {
    "train": {"candidates": ["tree"], "trials": 0, "folds": 2},
    "evaluate": {"bootstrap": 100},
    "gate": {"fairness": {"rounds": 100}, "robustness": {"rounds": 1}},
    "package": {"golden": 8},
}


def stage_sample(name: str) -> Sample:
    """With what the stages before it made."""
    words = _commands()[name]
    inputs = {port.name: _value(words[port.name]) for port in load(name).inputs}
    return Sample(inputs, stage_params(name))


def stage_params(name: str) -> dict[str, Any]:
    with open(os.path.join(TEMPLATE, "params.yaml"), encoding="utf-8") as file:
        params: dict[str, Any] = yaml.safe_load(file)[name]
    for key, small in _SMALL.get(name, {}).items():
        params[key] = {**params.get(key, {}), **small} if isinstance(small, dict) else small
    return params


@cache
def source() -> bytes:
    """The template's own table, shorter."""
    generator = generator_module()
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(generator.COLUMNS)
    writer.writerows(generator.students(_ROWS))
    return text.getvalue().encode()


@cache
def generator_module() -> ModuleType:
    spec = spec_from_file_location("purchase_generate", os.path.join(TEMPLATE, "generate.py"))
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@cache
def _commands() -> dict[str, dict[str, str]]:
    """Paths by port, of each stage."""
    with open(os.path.join(TEMPLATE, "dvc.yaml"), encoding="utf-8") as file:
        stages = yaml.safe_load(file)["stages"]
    found = {}
    for name, stage in stages.items():
        words = shlex.split(stage["cmd"])[3:]
        found[name] = {words[at][2:]: words[at + 1] for at in range(0, len(words), 2)}
    return found


def _value(path: str) -> Any:
    """What stands at a path: the source, or what the stage that writes it made."""
    for name, words in _commands().items():
        for port in load(name).outputs:
            if words.get(port.name) == path:
                return _outputs(name)[port.name]
    return source()


@cache
def _outputs(name: str) -> dict[str, Any]:
    sample = stage_sample(name)
    if name != "ingest":
        return dict(run(name, sample.params, sample.inputs).outputs)
    with tempfile.TemporaryDirectory() as scratch:
        path = os.path.join(scratch, "students.csv")
        with open(path, "wb") as file:
            file.write(sample.inputs["source"])
        return dict(run(name, sample.params, {"source": path}).outputs)
