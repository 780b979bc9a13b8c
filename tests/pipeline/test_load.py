"""From the text of project files to stages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from lineal.base.errors import LinealError
from lineal.pipeline.load import load_file
from lineal.pipeline.workspace import open_workspace

if TYPE_CHECKING:
    from lineal.pipeline.model import Stage
    from tests.pipeline.place import Place


def load(place: Place, body: str, lock: str | None = None) -> Stage:
    """The one stage of a pipeline, with what a lock says of it."""
    indented = "\n".join(f"    {line}" for line in body.splitlines())
    place.write({"dvc.yaml": f"stages:\n  s:\n    cmd: c\n{indented}\n"})
    if lock is not None:
        place.write({"dvc.lock": lock})
    with open_workspace() as ws:
        (stage,) = load_file(ws, f"{ws.root}/dvc.yaml")
    return stage


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ("[lr, n]", {"params.yaml": ("lr", "n")}),
        ("[lr, {other.json: [k]}, n]", {"params.yaml": ("lr", "n"), "other.json": ("k",)}),
        ("[{params.yaml: [lr]}, n]", {"params.yaml": ("lr", "n")}),
        ("[{params.yaml: }]", {"params.yaml": ()}),
        ("[lr, {params.yaml: }]", {"params.yaml": ()}),
        ("[{a.toml: [x]}, {a.toml: [y]}]", {"a.toml": ("x", "y")}),
    ],
)
def test_parameters_of_one_file_are_one_dependency(
    place: Place, params: str, expected: dict[str, tuple[str, ...]]
) -> None:
    """A file named without keys is tracked whole."""
    stage = load(place, f"params: {params}")

    assert expected == {item.spelled: item.keys for item in stage.params}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("outs: [o]", ("outs", True, False, True, None)),
        (
            "outs: [{o: {cache: false, persist: true, push: false, remote: r}}]",
            ("outs", False, True, False, "r"),
        ),
        ("metrics: [{o: {cache: false}}]", ("metrics", False, False, True, None)),
        ("plots: [{o: {x: a, y: b}}]", ("plots", True, False, True, None)),
    ],
)
def test_how_an_output_is_kept(place: Place, text: str, expected: Any) -> None:
    """Its kind and its flags."""
    (out,) = load(place, text).outs

    assert expected == (out.kind, out.cache, out.persist, out.push, out.remote)


LOCK = """\
schema: '2.0'
stages:
  s:
    cmd: old
    deps:
    - path: d
      hash: md5
      md5: aaaa
      size: 1
    params:
      params.yaml:
        lr: 1
        gone: 2
    outs:
    - path: o
      md5: bbbb
      size: 2
"""


def test_the_lock_says_what_was_recorded(place: Place) -> None:
    """By path as spelled; keys nobody declares any more do not count."""
    stage = load(place, "deps: [d, new]\nparams: [lr, more]\nouts: [o]", LOCK)

    assert (["aaaa", None], {"lr": 1}, "bbbb", True) == (
        [dep.recorded.oid for dep in stage.deps],
        stage.params[0].recorded,
        stage.outs[0].recorded.oid,
        stage.cmd_changed,
    )


def test_paths_are_relative_to_the_working_directory(place: Place) -> None:
    """Of the stage."""
    stage = load(place, "wdir: sub/dir\ndeps: [../d]\nouts: [o]")

    root = str(place.root)
    assert (f"{root}/sub/dir", f"{root}/sub/d", f"{root}/sub/dir/o") == (
        stage.wdir,
        stage.deps[0].path,
        stage.outs[0].path,
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("deps: [x.dvc]", "'x.dvc' is a project file and cannot be a dependency"),
        ("outs: [dvc.yaml]", "'dvc.yaml' is a project file and cannot be an output"),
        ("outs: [ignored]", r"output 'ignored' is ignored by .*\.dvcignore"),
        ("oust: [o]", "oust"),
    ],
)
def test_what_a_stage_cannot_declare(place: Place, text: str, message: str) -> None:
    """By name."""
    place.write({".dvcignore": "ignored\n"})

    with pytest.raises(LinealError, match=message):
        load(place, text)


@pytest.mark.parametrize("name", ["dvc.yaml", "dvc.lock", "data.dvc"])
def test_project_files_that_git_ignores_are_refused(place: Place, name: str) -> None:
    """Nobody else would ever get them."""
    place.write({".gitignore": f"{name}\n", "dvc.lock": LOCK, "data.dvc": "outs:\n- path: data\n"})
    place.write({"dvc.yaml": "stages:\n  s:\n    cmd: c\n"})
    with open_workspace() as ws, pytest.raises(LinealError, match=f"'{name}' is git-ignored"):
        load_file(ws, f"{ws.root}/{'data.dvc' if name == 'data.dvc' else 'dvc.yaml'}")
