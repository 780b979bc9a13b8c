"""Stages as their files record them now."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lineal.base.errors import TargetError
from lineal.pipeline.run.latest import Latest
from lineal.pipeline.targets import find_stages
from lineal.pipeline.workspace import open_workspace
from tests.pipeline.place import Place, noting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lineal.pipeline.workspace import Workspace


@pytest.fixture
def ws(place: Place) -> Iterator[Workspace]:
    place.write({"data": "1"})
    place.lineal("add", "data")
    place.stages({"a": noting("a", outs="x"), "b": noting("b", outs="y")})
    assert place.lineal("run").ok
    with open_workspace() as opened:
        yield opened


def test_nothing_was_written_nothing_is_read(ws: Workspace) -> None:
    """The very same values come back."""
    (a,) = find_stages(ws, "a")

    assert a is Latest(ws, [a]).of(a)


def test_what_another_process_recorded_is_found(ws: Workspace, place: Place) -> None:
    """Of the stage, not only of the file."""
    stages = find_stages(ws, "dvc.yaml")
    latest = Latest(ws, stages)
    place.write({"x": "by somebody else"})
    place.lineal("commit", "-f", "a")

    found = [latest.of(one) for one in stages]

    assert [False, True] == [
        now.outs[0].recorded == before.outs[0].recorded
        for now, before in zip(found, stages, strict=True)
    ]


def test_what_we_wrote_ourselves_needs_no_reading(ws: Workspace, place: Place) -> None:
    """As `wrote` says."""
    (a,) = find_stages(ws, "a")
    latest = Latest(ws, [a])
    place.write({"dvc.lock": place.read("dvc.lock") + "# changed\n"})
    latest.wrote(f"{ws.root}/dvc.lock")

    assert a is latest.of(a)


def test_a_dvc_file_is_its_own_record(ws: Workspace, place: Place) -> None:
    """It is read again when it changed."""
    (data,) = find_stages(ws, "data.dvc")
    latest = Latest(ws, [data])
    place.write({"data": "22"})
    place.lineal("add", "data")

    assert (1, 2) == (
        data.outs[0].recorded.raw["size"],
        latest.of(data).outs[0].recorded.raw["size"],
    )


def test_a_stage_that_was_removed_meanwhile_is_named(ws: Workspace, place: Place) -> None:
    """Nothing else could be done about it."""
    (a,) = find_stages(ws, "a")
    latest = Latest(ws, [a])
    place.stages({"b": noting("b", outs="y")})
    place.write({"dvc.lock": place.read("dvc.lock") + "# changed\n"})

    with pytest.raises(TargetError, match="stage: 'a' was removed while the run was going on"):
        latest.of(a)
