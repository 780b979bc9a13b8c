"""Project files and tracked data under one roof."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from lineal.base.errors import DataError
from lineal.pipeline.discover import discover
from lineal.pipeline.reports.contents import Contents, bring_missing
from lineal.pipeline.workspace import Workspace, open_workspace
from lineal.storage.files import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.pipeline.place import Place


@pytest.fixture
def ws(place: Place) -> Iterator[Workspace]:
    """A project whose data is in the cache alone."""
    place.write({"d/a": "1", "d/sub/b": "2", "f": "3", "plain": "4"})
    assert place.lineal("add", "-q", "d", "f").ok
    shutil.rmtree(place.root / "d")
    (place.root / "f").unlink()
    with open_workspace() as opened:
        yield opened


def contents_of(ws: Workspace) -> Contents:
    return Contents(ws, discover(ws))


def lose(ws: Workspace, oid: str) -> str:
    path = ws.cache.object_path(oid)
    shutil.move(path, f"{ws.root}/lost")
    return path


def test_what_is_not_on_disk_is_read_from_the_cache(ws: Workspace) -> None:
    """Files of tracked directories as well; what nobody knows is nothing."""
    contents = contents_of(ws)

    found = [contents.read(f"{ws.root}/{name}") for name in ("d/sub/b", "f", "plain", "d", "gone")]

    assert [b"2", b"3", b"4", None, None] == found


def test_tracked_directories_can_be_walked(ws: Workspace) -> None:
    """As if they were there."""
    contents = contents_of(ws)

    found = list(walk(contents, f"{ws.root}/d"))

    assert [f"{ws.root}/d/a", f"{ws.root}/d/sub/b"] == found
    assert (True, False) == (contents.is_dir(f"{ws.root}/d/sub"), contents.is_dir(f"{ws.root}/f"))


def test_files_on_disk_come_first(ws: Workspace, place: Place) -> None:
    """The workspace is what counts there."""
    place.write({"f": "changed"})

    assert b"changed" == contents_of(ws).read(f"{ws.root}/f")


def test_what_is_nowhere_is_named(ws: Workspace) -> None:
    """With the ways to get it."""
    contents = contents_of(ws)
    (out,) = next(stage.outs for stage in discover(ws) if stage.outs[0].spelled == "f")
    lose(ws, str(out.recorded.oid))

    with pytest.raises(DataError, match="the data of 'f' is neither here nor in the cache"):
        contents.read(f"{ws.root}/f")


def test_what_a_remote_has_is_brought_at_once(ws: Workspace, place: Place) -> None:
    """For all that ask."""
    assert place.lineal("remote", "add", "-q", "-d", "r", f"{ws.root}/../remote").ok
    assert place.lineal("push", "-q").ok
    shutil.rmtree(ws.cache.root)
    paths = [f"{ws.root}/d/a", f"{ws.root}/f"]
    with open_workspace() as fresh:
        contents = contents_of(fresh)

        bring_missing([(contents, paths)])

        assert [b"1", b"3"] == [contents.read(path) for path in paths]
