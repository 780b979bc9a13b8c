"""Hashing and keeping what a stage wrote."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from lineal.base.errors import DataError, LinealError
from lineal.pipeline.load import load_file
from lineal.pipeline.look import Looker
from lineal.pipeline.save import check_out, save_outs
from lineal.pipeline.workspace import open_workspace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lineal.pipeline.model import Out, Stage
    from lineal.pipeline.workspace import Workspace
    from tests.pipeline.place import Place

WARNINGS: list[str] = []


@pytest.fixture
def ws(place: Place) -> Iterator[Workspace]:  # noqa: ARG001 (it is stood in)
    WARNINGS.clear()
    with open_workspace(warn=WARNINGS.append) as opened:
        yield opened


def stage_of(ws: Workspace, place: Place, outs: str) -> Stage:
    place.write({"dvc.yaml": f"stages:\n  s:\n    cmd: c\n    {outs}\n"})
    (stage,) = load_file(ws, f"{ws.root}/dvc.yaml")
    return stage


def out_of(ws: Workspace, place: Place, outs: str) -> Out:
    (out,) = stage_of(ws, place, outs).outs
    return out


def test_an_output_has_to_be_there(ws: Workspace, place: Place) -> None:
    """Said with its path."""
    with pytest.raises(LinealError, match="output 'o' does not exist"):
        check_out(ws, out_of(ws, place, "outs: [o]"))


def test_a_pipe_cannot_be_kept(ws: Workspace, place: Place) -> None:
    """Reading it would never end."""
    os.mkfifo(place.root / "o")

    with pytest.raises(LinealError, match="output 'o' is not a file or directory"):
        check_out(ws, out_of(ws, place, "outs: [o]"))


def test_binary_metrics_are_refused(ws: Workspace, place: Place) -> None:
    """They could not be compared; plots may be pictures."""
    (place.root / "o").write_bytes(b"\x00\x01\xff" * 100)
    check_out(ws, out_of(ws, place, "plots: [o]"))

    with pytest.raises(LinealError, match="binary file 'o' cannot be used as metrics"):
        check_out(ws, out_of(ws, place, "metrics: [o]"))


@pytest.mark.parametrize("is_dir", [False, True])
def test_an_empty_output_is_worth_a_warning(ws: Workspace, place: Place, *, is_dir: bool) -> None:
    """Not more."""
    (place.root / "o").mkdir() if is_dir else place.write({"o": ""})

    check_out(ws, out_of(ws, place, "outs: [o]"))

    assert ["'o' is empty."] == WARNINGS


def test_nothing_is_kept_before_everything_is_checked(ws: Workspace, place: Place) -> None:
    """The second output is missing: the first is not in the cache."""
    place.write({"a": "1"})
    stage = stage_of(ws, place, "outs: [a, b]")

    with pytest.raises(LinealError, match="output 'b' does not exist"):
        save_outs(ws, Looker(ws), stage, commit=True, added={})

    assert not place.exists(".dvc/cache/files")


def test_what_git_tracks_cannot_be_kept_as_well(ws: Workspace, place: Place) -> None:
    """The hint is the command that mends it."""
    place.write({"o": "1"})
    os.system("git add o")  # noqa: S605 (a constant)

    with pytest.raises(DataError, match="output 'o' is already tracked by SCM") as caught:
        save_outs(ws, Looker(ws), stage_of(ws, place, "outs: [o]"), commit=True, added={})

    assert str(caught.value.hint).startswith("git rm -r --cached 'o'")


def test_new_lines_of_gitignore_are_told(ws: Workspace, place: Place) -> None:
    """With the file they are in; what is not cached needs none."""
    place.write({"a": "1", "b": "2"})
    added: dict[str, str] = {}

    save_outs(
        ws,
        Looker(ws),
        stage_of(ws, place, "outs: [a, {b: {cache: false}}]"),
        commit=True,
        added=added,
    )

    assert {f"{ws.root}/a": f"{ws.root}/.gitignore"} == added
