"""Only what differs is touched, and nothing unsaved is lost."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

import pytest

from lineal.base.errors import DataError
from lineal.storage.checkout import (
    Change,
    WantedObject,
    checkout,
    remove_path,
    unprotect,
    unsaved,
)
from lineal.storage.store import store

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.storage.conftest import World

FILES = {"d/a": "1", "d/sub/b": "2", "d/sub/c": "3"}


def test_a_missing_directory_comes_back_whole(world: World) -> None:
    """All files are counted as added, and the path as added."""
    wanted = _stored(world, "d")
    os.rename(world.path("d"), world.path("elsewhere"))
    change = checkout(world.path("d"), wanted, world.cache, world.observer)
    assert change == Change("added", added=3)
    assert _contents(world) == {"a": "1", "sub/b": "2", "sub/c": "3"}


def test_only_what_differs_is_written(world: World) -> None:
    """A file that is right keeps its inode; the rest is counted by what became of it."""
    wanted = _stored(world, "d")
    kept = os.stat(world.path("d/sub/b")).st_ino
    world.write({"d/a": "2", "d/extra/x": "3"})
    (world.root / "d/sub/c").unlink()
    change = checkout(world.path("d"), wanted, world.cache, world.observer)
    # DVC counts the directory that became empty among the deleted.
    assert change == Change("modified", added=1, modified=1, deleted=2)
    assert os.stat(world.path("d/sub/b")).st_ino == kept
    assert not (world.root / "d/extra").exists()


def test_what_is_right_is_not_a_change(world: World) -> None:
    """And the directory is not even opened for writing."""
    wanted = _stored(world, "d")
    change = checkout(world.path("d"), wanted, world.cache, world.observer)
    assert change == Change(None)


def test_unsaved_work_is_not_destroyed(world: World) -> None:
    """Neither an edited file nor a new one, unless it is forced."""
    wanted = _stored(world, "d")
    world.write({"d/a": "edited", "d/new": "work"})
    lost = unsaved(world.path("d"), wanted, world.cache, world.observer)
    assert lost == [world.path("d/a"), world.path("d/new")]
    with pytest.raises(DataError, match="unsaved files would be lost"):
        checkout(world.path("d"), wanted, world.cache, world.observer)
    change = checkout(world.path("d"), wanted, world.cache, world.observer, force=True)
    assert change == Change("modified", modified=1, deleted=1)


def test_nothing_is_touched_when_an_object_is_missing(world: World) -> None:
    """Half a directory is worse than the old one; the error names what is not there."""
    wanted = _stored(world, "d")
    before = os.stat(world.path("d/a")).st_ino
    os.unlink(world.cache.object_path("eccbc87e4b5ce2fe28308fd9f2a7baf3"))
    for name in ("d/sub/c", "d/sub/b"):
        (world.root / name).unlink()
    with pytest.raises(DataError, match=r"the cache lacks the data of .*\n.*/d/sub/c"):
        checkout(world.path("d"), wanted, world.cache, world.observer)
    change = checkout(
        world.path("d"), wanted, world.cache, world.observer, allow_missing=True, force=True
    )
    assert change.missing == (world.path("d/sub/c"),)
    assert os.stat(world.path("d/a")).st_ino == before


def test_a_damaged_object_is_not_checked_out(world: World) -> None:
    """An object that is not protected is hashed first, and deleted when it is not itself."""
    world.write({"f": "good"})
    seen = store(world.path("f"), world.observer, world.cache)
    path = world.cache.object_path(seen.oid)
    os.chmod(path, 0o644)
    with open(path, "w", encoding="utf-8") as file:
        file.write("evil")
    os.unlink(world.path("f"))
    with pytest.raises(DataError, match="the cache lacks"):
        checkout(world.path("f"), WantedObject(seen.oid), world.cache, world.observer)
    assert not os.path.exists(path)


def test_a_broken_link_makes_room_for_what_was_recorded(world: World) -> None:
    """Also where a directory ought to be."""
    wanted = _stored(world, "d")
    for name in ("d/a", "d/sub"):
        remove_path(world.path(name))
        (world.root / name).symlink_to("nowhere")
    (world.root / "d/sub").unlink()
    (world.root / "d/sub").symlink_to(f"{world.cache.root}/files/md5/00/11")
    checkout(world.path("d"), wanted, world.cache, world.observer)
    assert _contents(world) == {"a": "1", "sub/b": "2", "sub/c": "3"}


def test_a_broken_link_of_the_users_own_goes_only_by_force(world: World) -> None:
    """Where it points is recorded nowhere."""
    wanted = _stored(world, "d")
    (world.root / "d/mine").symlink_to("nowhere")
    with pytest.raises(DataError, match=r"unsaved files(.|\n)*d/mine"):
        checkout(world.path("d"), wanted, world.cache, world.observer)
    change = checkout(world.path("d"), wanted, world.cache, world.observer, force=True)
    assert (change, os.path.lexists(world.path("d/mine"))) == (Change("modified", deleted=1), False)


def test_what_was_made_executable_is_not_linked_anew(make_world: Callable[..., World]) -> None:
    """As with DVC; the mark would be lost."""
    world = make_world("copy")
    world.write({"f": "1"})
    wanted = [(_stored(world, "d"), "d", "d/a"), (_stored(world, "f"), "f", "f")]
    modes = []
    for want, path, file in wanted:
        os.chmod(world.path(file), 0o744)
        checkout(world.path(path), want, world.cache, world.observer, relink=True)
        modes.append(stat.S_IMODE(os.stat(world.path(file)).st_mode))
    assert modes == [0o744, 0o744]


@pytest.mark.parametrize("there", ["file", "dir", "link", "nothing"])
@pytest.mark.parametrize("kind", ["copy", "hardlink", "symlink"])
def test_a_file_takes_the_place_of_anything(
    make_world: Callable[..., World], there: str, kind: str
) -> None:
    """Whatever is in the way is replaced, and the program can be run."""
    world = make_world(kind)
    world.write({"f": "new", "g": "other"})
    (world.root / "f").chmod(0o744)
    seen = store(world.path("f"), world.observer, world.cache)
    (world.root / "f").unlink()
    {
        "file": lambda: world.write({"f": "old"}),
        "dir": lambda: world.write({"f/x": "old"}),
        "link": lambda: (world.root / "f").symlink_to("g"),
        "nothing": lambda: None,
    }[there]()
    wanted = WantedObject(seen.oid, isexec=True)
    checkout(world.path("f"), wanted, world.cache, world.observer, force=True)
    assert (world.root / "f").read_text() == "new"
    assert os.stat(world.path("f")).st_mode & stat.S_IXUSR
    assert (world.root / "g").read_text() == "other"


@pytest.mark.parametrize("kind", ["copy", "hardlink", "symlink"])
def test_unprotected_files_can_be_written_without_harm(
    make_world: Callable[..., World], kind: str
) -> None:
    """A ``persist`` output is the user's own copy while the stage runs."""
    world = make_world(kind)
    wanted = _stored(world, "d")
    unprotect(world.path("d"), world.cache)
    world.write({"d/a": "changed"})
    assert world.cache.has_all(wanted.oid)


def test_what_was_killed_in_the_middle_is_not_in_the_way(world: World) -> None:
    """A temporary file of ours in a directory is not unsaved work."""
    wanted = _stored(world, "d")
    world.write({"d/.lineal-1f-0-0123abcd.tmp": "half"})
    change = checkout(world.path("d"), wanted, world.cache, world.observer)
    assert change.deleted == 1


def test_nothing_wanted_means_removed(world: World) -> None:
    """If it is saved; the counts say how much went."""
    _stored(world, "d")
    change = checkout(world.path("d"), None, world.cache, world.observer)
    assert (change.kind, os.path.exists(world.path("d"))) == ("deleted", False)


def _stored(world: World, name: str) -> WantedObject:
    world.write(FILES)
    return WantedObject(store(world.path(name), world.observer, world.cache).oid)


def _contents(world: World) -> dict[str, str]:
    top = world.root / "d"
    return {
        path.relative_to(top).as_posix(): path.read_text()
        for path in top.rglob("*")
        if path.is_file()
    }
