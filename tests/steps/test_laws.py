"""What every step promises, tried with a small scene of each."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl
import pytest

from lineal.cli.main import main
from lineal.steps.calling import load
from lineal.steps.described import described
from lineal.steps.registry import STEPS
from lineal.steps.step import FILES, TABLE
from tests.steps.samples import sample_of
from tests.steps.samples.sample import Sample, lay_out

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

#: Those with a seam; `concat` works without any of the extras.
NAMES = [name for name in STEPS if name != "concat"]
#: Two steps in one process: with other hash seeds, sets have another order.
_RUN_ALL = """
import os, sys
from lineal.cli.main import main
for line in sys.stdin.read().splitlines():
    folder, *words = line.split("\\t")
    os.chdir(folder)
    assert main(words) == 0, words
"""

Tree = dict[str, bytes]


class Scene(NamedTuple):
    """A folder with everything a step needs, and old outputs."""

    root: Path
    words: list[str]

    def run(self, capture: pytest.CaptureFixture[str]) -> tuple[int, str]:
        os.chdir(self.root)
        capture.readouterr()
        code = main(self.words)
        return code, capture.readouterr().err

    def outputs(self) -> Tree:
        return tree(self.root / "out")


def tree(root: Path) -> Tree:
    return {
        str(path.relative_to(root)): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def made(root: Path, name: str, sample: Sample | None = None) -> Scene:
    """In a project, with old outputs in place."""
    given = sample or sample_of(name)
    root.mkdir()
    os.chdir(root)
    assert main(["init", "--no-scm", "--quiet"]) == 0
    words = lay_out(root, name, given)
    for port in load(name).outputs:
        old = root / "out" / port.name / "old" if port.kind == FILES else root / "out" / port.name
        old.parent.mkdir(parents=True, exist_ok=True)
        old.write_text("old")
    return Scene(root, words)


def with_params(name: str, params: Mapping[str, Any]) -> Sample:
    """These over those of the sample."""
    sample = sample_of(name)
    return sample._replace(params={**sample.params, **params})


@pytest.fixture(autouse=True)
def _stay(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Back to where it was, when the test is over."""
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("name", STEPS)
def test_every_step_offers_the_seam_or_its_own_command(name: str) -> None:
    """The registry's line leads somewhere."""
    module = import_module(f"lineal.steps.{STEPS[name].module}")

    assert hasattr(module, "STEP") or (hasattr(module, "run") and hasattr(module, "add_arguments"))


@pytest.mark.parametrize("name", NAMES)
def test_ports_have_names_of_their_own_and_all_is_explained(name: str) -> None:
    """`lineal step NAME --help` is the documentation: ports and params say what they are."""
    step = load(name)
    ports = [*step.inputs, *step.outputs]
    mute = [port.name for port in ports if not port.help]
    mute += [one.name for one in described(step.params) if not one.help]

    assert ([], len(ports)) == (mute, len({port.name for port in ports} - {"params", "help"}))


@pytest.mark.parametrize("name", NAMES)
def test_help_names_every_port(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """And ends well."""
    with pytest.raises(SystemExit, match="0"):
        main(["step", name, "--help"])
    shown, step = capsys.readouterr().out, load(name)

    ports = (*step.inputs, *step.outputs)
    assert [] == [port.name for port in ports if f"--{port.name}" not in shown]


@pytest.mark.parametrize("name", NAMES)
def test_the_same_inputs_give_the_same_bytes_anywhere(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Also in a folder with spaces. All outputs are there, and the old ones are gone."""
    scenes = [made(tmp_path / folder, name) for folder in ("here", "a folder, with spaces")]
    ended = [scene.run(capsys) for scene in scenes]
    here, there = (scene.outputs() for scene in scenes)

    assert [0, 0] == [code for code, _ in ended], ended
    assert (here, False) == (there, b"old" in here.values())
    assert {port.name for port in load(name).outputs} == {path.split("/")[0] for path in here}


def test_another_process_gives_the_same_bytes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of every step: nothing depends on the order of a set."""
    ours, lines = {}, []
    for name in NAMES:
        scene = made(tmp_path / name, name)
        other = tmp_path / f"{name}-2"
        shutil.copytree(scene.root, other)
        assert 0 == scene.run(capsys)[0]
        ours[name] = scene.outputs()
        lines.append("\t".join([str(other), *scene.words]))
    done = subprocess.run(
        [sys.executable, "-P", "-c", _RUN_ALL],
        input="\n".join(lines),
        text=True,
        check=False,
        capture_output=True,
        env={**os.environ, "PYTHONHASHSEED": "12345"},
    )
    theirs = {name: tree(tmp_path / f"{name}-2" / "out") for name in NAMES}

    differing = [name for name in NAMES if ours[name] != theirs[name]]
    assert (0, []) == (done.returncode, differing), done.stderr


@pytest.mark.parametrize("name", NAMES)
def test_an_unknown_parameter_is_an_error_with_its_line(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Old outputs stay."""
    scene = made(tmp_path / "here", name, with_params(name, {"surely_unknown": 1}))
    before = scene.outputs()

    code, error = scene.run(capsys)

    assert (1, before) == (code, scene.outputs())
    assert f"params.yaml:1: {name}.surely_unknown: is not a parameter" in error


@pytest.mark.parametrize("name", NAMES)
def test_a_parameter_of_another_type_is_an_error_that_names_it(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """All of them at once; old outputs stay."""
    names = list(load(name).params.__struct_fields__)
    odd: dict[str, Any] = {one: [[{"?": []}]] for one in names}
    scene = made(tmp_path / "here", name, with_params(name, odd))
    before = scene.outputs()

    code, error = scene.run(capsys)

    assert (1 if names else 0, []) == (code, [one for one in names if f"{name}.{one}" not in error])
    assert not names or before == scene.outputs()


def broken_scenes(tmp_path: Path, name: str, content: Any) -> Mapping[str, Scene]:
    """A scene for each input, with this in its place; None takes it away."""
    found = {}
    for port in load(name).inputs:
        scene = made(tmp_path / port.name, name)
        path = scene.root / f"{port.name}0"
        if path.is_dir():
            shutil.rmtree(path)
        elif path.exists():
            path.unlink()
        if content is not None:
            path.write_bytes(content)
        found[port.name] = scene
    return found


@pytest.mark.parametrize("content", [None, b"\0\xffthis is nothing"], ids=["missing", "damaged"])
@pytest.mark.parametrize("name", NAMES)
def test_an_input_that_is_not_there_or_damaged_is_an_error_that_names_its_path(
    name: str, content: bytes | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """For each input; old outputs stay."""
    for port, scene in broken_scenes(tmp_path, name, content).items():
        before = scene.outputs()
        code, error = scene.run(capsys)

        assert (1, before, True) == (code, scene.outputs(), f"{port}0" in error), error


@pytest.mark.parametrize("name", NAMES)
def test_a_table_without_its_columns_is_a_typed_error(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two lines, no traceback; old outputs stay."""
    sample = sample_of(name)
    for port in load(name).inputs:
        if port.kind != TABLE or port.name == "quarantine":
            continue
        empty = pl.DataFrame({"_row": [1, 2, 3], "other": [1.0, 2.0, 3.0]})
        inputs = {**sample.inputs, port.name: empty}
        scene = made(tmp_path / port.name, name, sample._replace(inputs=inputs))
        before = scene.outputs()
        code, error = scene.run(capsys)

        assert (1, before, True) == (code, scene.outputs(), "hint: " in error), error


@pytest.mark.parametrize("name", NAMES)
def test_outputs_that_cannot_all_be_written_are_none(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The last one cannot; the others keep their old content, and nothing is left beside."""
    scene = made(tmp_path / "here", name)
    (scene.root / "file").write_text("in the way")
    scene.words[-1] = "file/below"
    before = scene.outputs()

    code, error = scene.run(capsys)

    assert (1, before, True) == (code, scene.outputs(), "cannot be written" in error), error
