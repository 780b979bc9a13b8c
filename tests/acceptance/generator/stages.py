"""Strategies for one stage of every form: plain, foreach over each shape, matrix."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from hypothesis import strategies as st

from tests.acceptance.generator.commands import commands
from tests.acceptance.generator.names import names
from tests.acceptance.generator.scene import Output, Stage

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn

    from tests.acceptance.generator.values import ParamsFile, Value

KINDS = ("file", "file", "empty", "script", "dir", "deep", "hollow", "json")
SECTIONS = {
    "json": ["metrics", "metrics", "plots", "outs"],
    "file": ["outs", "outs", "plots"],
    "dir": ["outs", "outs", "plots"],
}
TRACKED = ("lr", "epochs", "nested", "nested.deep", "nested.list.0", "things")


class Ground(NamedTuple):
    """What a new stage may stand on; ``inputs`` are paths from the repository's root."""

    number: int
    directory: str
    inputs: tuple[str, ...]
    params: tuple[ParamsFile, ...]


class Form(NamedTuple):
    """How a stage is multiplied.

    ``keys`` stand beside its body, ``instances`` are the keys of what comes out, ``suffix``
    tells the instances' outputs apart (``suffixes`` once resolved), ``said`` goes into cmd.
    """

    keys: dict[str, Value]
    instances: tuple[str, ...]
    suffix: str
    suffixes: tuple[str, ...]
    said: str


PLAIN = Form({}, (), "", ("",), "")
SCALARS = Form(
    {"foreach": ["one", 2, 2.5, True]},
    ("one", "2", "2.5", "true"),
    "-${item}",
    ("-one", "-2", "-2.5", "-true"),
    "${item}",
)
MAPPING = Form(
    {"foreach": {"k1": {"v": 1}, "k 2": {"v": "é"}}},
    ("k1", "k 2"),
    "-${key}",
    ("-k1", "-k 2"),
    "${item.v}",
)
MAPPINGS = Form(
    {"foreach": [{"n": "x"}, {"n": "y"}]}, ("0", "1"), "-${item.n}", ("-x", "-y"), "${ item.n }"
)
FROM_PARAMS = Form({"foreach": "${things}"}, (), "-${item}", (), "${item}")
MATRIX = Form(
    {"matrix": {"m": ["p", "q"], "n": [1, {"z": 0}]}},
    ("p-1", "p-n1", "q-1", "q-n1"),
    "-${key}",
    ("-p-1", "-p-n1", "-q-1", "-q-n1"),
    "${item.m}",
)
FORMS = (PLAIN, PLAIN, PLAIN, PLAIN, SCALARS, MAPPING, MAPPINGS, FROM_PARAMS, MATRIX)
SAID = ("", "", "${spoken}", "${lr}", "${nested.deep}", "\\${literal}")


@st.composite
def stages(draw: DrawFn, ground: Ground) -> Stage:
    form = draw(st.sampled_from(FORMS))
    name = draw(st.sampled_from(["s", "s", "train-é", "with space"])) + str(ground.number)
    wdir = draw(st.sampled_from(["", "", "w"]))
    base = os.path.join(ground.directory, wdir)
    inputs = draw(st.lists(st.sampled_from(ground.inputs), max_size=3, unique=True))
    outputs = draw(made(ground.number, base))
    body = draw(bodies(ground, base, form, inputs, outputs))
    if wdir:
        body["wdir"] = wdir
    entry = {**form.keys, "do": body} if "foreach" in form.keys else {**form.keys, **body}
    resolved = tuple(
        Output(output.path + suffix, output.kind) for output in outputs for suffix in form.suffixes
    )
    targets = addresses(ground, name, form)
    return Stage(name, ground.directory, wdir, entry, resolved, targets)


def addresses(ground: Ground, name: str, form: Form) -> tuple[str, ...]:
    prefix = f"{ground.directory}/dvc.yaml:" if ground.directory else ""
    return (f"{prefix}{name}", *(f"{prefix}{name}@{key}" for key in form.instances))


@st.composite
def made(draw: DrawFn, number: int, base: str) -> list[Output]:
    """Outputs named after the stage's number, so that no two stages overlap."""
    found = []
    for name in draw(st.lists(names(), max_size=3, unique=True)):
        folder = draw(st.sampled_from(["", "", "out/"]))
        path = os.path.join(base, f"{folder}{name}.{number}")
        found.append(Output(path, draw(st.sampled_from(KINDS))))
    return found


@st.composite
def bodies(
    draw: DrawFn, ground: Ground, base: str, form: Form, inputs: list[str], outputs: list[Output]
) -> dict[str, Value]:
    local = [
        Output(os.path.relpath(output.path, base or ".") + form.suffix, output.kind)
        for output in outputs
    ]
    read = [os.path.relpath(path, base or ".") for path in inputs]
    said = f"{form.said} {draw(st.sampled_from(SAID))}".strip()
    lines = commands(str(ground.number), local, read, said)
    body: dict[str, Value] = {"cmd": " && ".join(lines) if draw(st.booleans()) else lines}
    if read:
        body["deps"] = read
    if draw(st.booleans()):
        body["params"] = draw(params(ground, base))
    body.update(draw(sections(local)))
    body.update(draw(marks()))
    return body


@st.composite
def params(draw: DrawFn, ground: Ground, base: str) -> list[Value]:
    """Keys of params.yaml (in the wdir) and of the file of another format."""
    other = os.path.relpath(ground.params[-1].path, base or ".")
    keys = draw(st.lists(st.sampled_from(TRACKED[:4]), min_size=1, max_size=3, unique=True))
    beside = os.path.join(base, "params.yaml")
    local: list[Value] = list(keys) if any(file.path == beside for file in ground.params) else []
    tracked = draw(st.sampled_from([None, ["lr"], ["nested.deep", "epochs"]]))
    return [*local, {other: tracked}] if draw(st.booleans()) or not local else local


@st.composite
def sections(draw: DrawFn, outputs: list[Output]) -> dict[str, Value]:
    """Outputs spread over outs, metrics and plots, with their properties."""
    found: dict[str, list[Value]] = {}
    for path, kind in outputs:
        section = draw(st.sampled_from(SECTIONS.get(kind, ["outs"])))
        properties = draw(flags(section))
        found.setdefault(section, []).append({path: properties} if properties else path)
    return dict(found)


@st.composite
def flags(draw: DrawFn, section: str) -> dict[str, Value]:
    rare = st.integers(0, 5).map(lambda number: number == 0)
    found: dict[str, Value] = {}
    if draw(rare):
        found["cache"] = False
    if draw(rare):
        found["persist"] = True
    if draw(rare):
        found["desc"] = "about: this"
    if section == "plots" and draw(st.booleans()):
        found |= {"x": "a", "y": "b", "title": "A title"}
    return found


@st.composite
def marks(draw: DrawFn) -> dict[str, Value]:
    rare = st.integers(0, 7).map(lambda number: number == 0)
    found: dict[str, Value] = {}
    for name in ("frozen", "always_changed"):
        if draw(rare):
            found[name] = True
    if draw(rare):
        found |= {"desc": "what it does", "meta": {"owner": ["a", 1]}}
    return found
