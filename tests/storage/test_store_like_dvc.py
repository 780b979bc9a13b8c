"""After ``store``, cache and workspace are what ``dvc add`` leaves, for each kind of link."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, NamedTuple

import pytest

from lineal.storage.cache import Cache
from lineal.storage.checkout import WantedObject, checkout
from lineal.storage.ignore import IgnoreRules
from lineal.storage.index import HashIndex
from lineal.storage.observe import Observer
from lineal.storage.store import store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.acceptance.harness.project import Project

pytestmark = pytest.mark.peer

LINKS = [
    "reflink,copy",
    "copy",
    "hardlink",
    "symlink",
    "hardlink,copy",
    "symlink,copy",
    "hardlink,symlink",
    "reflink,hardlink,copy",
]


class Seen(NamedTuple):
    """All that can be told of a workspace file without its times and inode number."""

    content: bytes
    mode: int
    link: str | None
    cached_inode: str | None


@pytest.mark.parametrize("links", LINKS)
def test_add_leaves_what_dvc_leaves(make_project: Callable[[str], Project], links: str) -> None:
    """Modes, links, shared inodes and objects agree for files and directories of all sorts."""
    theirs, ours = make_project("theirs"), make_project("ours")
    for project in (theirs, ours):
        _furnish(project)
    theirs.dvc("config", "cache.type", links)
    added = theirs.dvc("add", "data", "plain", "script", "empty", "link")
    _store_all(ours.root, links, "data", "plain", "script", "empty", "link")
    assert added.ok, added.stderr
    names = ("data", "plain", "script", "empty", "link")
    assert _view(theirs.root, *names) == _view(ours.root, *names)


@pytest.mark.parametrize("links", LINKS)
def test_a_second_add_changes_what_dvc_changes(
    make_project: Callable[[str], Project], links: str
) -> None:
    """Content that is in the cache already is linked, or left alone, by the same rules."""
    theirs, ours = make_project("theirs"), make_project("ours")
    for project in (theirs, ours):
        _furnish(project)
    theirs.dvc("config", "cache.type", links)
    theirs.dvc("add", "data", "plain")
    _store_all(ours.root, links, "data", "plain")
    for project in (theirs, ours):
        (project.root / "data/new").write_bytes(b"plain")
        (project.root / "data/sub/b").unlink()
        (project.root / "again").write_bytes(b"plain")
    theirs.dvc("add", "data", "again")
    _store_all(ours.root, links, "data", "again")
    names = ("data", "plain", "again")
    assert _view(theirs.root, *names) == _view(ours.root, *names)


@pytest.mark.parametrize("links", LINKS)
def test_checkout_leaves_what_dvc_leaves(
    make_project: Callable[[str], Project], links: str
) -> None:
    """A directory and a program come back with the same links and modes."""
    theirs, ours = make_project("theirs"), make_project("ours")
    for project in (theirs, ours):
        _furnish(project)
    theirs.dvc("config", "cache.type", links)
    theirs.dvc("add", "data", "script", "empty")
    _store_all(ours.root, links, "data", "script", "empty")
    for project in (theirs, ours):
        for name in ("data/a", "data/sub/b", "script", "empty"):
            (project.root / name).unlink()
    theirs.dvc("checkout")
    _check_out_all(ours.root, theirs, links, "data", "script", "empty")
    names = ("data", "script", "empty")
    assert _view(theirs.root, *names) == _view(ours.root, *names)


def _furnish(project: Project) -> None:
    project.write(
        {
            "data/a": b"alpha",
            "data/sub/b": b"beta",
            "data/sub/tool": b"#!/bin/sh\n",
            "data/zero": b"",
            "data/twin": b"alpha",
            "plain": b"plain",
            "script": b"#!/bin/sh\nexit\n",
            "empty": b"",
            "outside": b"outside",
        }
    )
    (project.root / "data/sub/tool").chmod(0o755)
    (project.root / "data/a").chmod(0o600)
    (project.root / "script").chmod(0o755)
    (project.root / "plain").chmod(0o640)
    (project.root / "link").symlink_to("outside")
    (project.root / "data/inner").symlink_to("../outside")


def _store_all(root: Path, links: str, *names: str) -> None:
    cache, observer = _open(root, links)
    for name in names:
        store(os.fspath(root / name), observer, cache)
    observer.index.close()


def _check_out_all(root: Path, recorded: Project, links: str, *names: str) -> None:
    cache, observer = _open(root, links)
    for name in names:
        oid = recorded.read(f"{name}.dvc").split("md5: ")[1].split("\n")[0]
        wanted = WantedObject(oid, isexec="isexec: true" in recorded.read(f"{name}.dvc"))
        checkout(os.fspath(root / name), wanted, cache, observer)
    observer.index.close()


def _open(root: Path, links: str) -> tuple[Cache, Observer]:
    cache = Cache(os.fspath(root / ".dvc/cache"), links.split(","))
    index = HashIndex.open(os.fspath(root.parent / "index"))
    return cache, Observer(index, IgnoreRules(os.fspath(root)))


def _view(root: Path, *names: str) -> dict[str, Seen | int]:
    objects = {
        path.stat().st_ino: path.relative_to(root).as_posix()
        for path in (root / ".dvc/cache").rglob("*")
        if path.is_file()
    }
    view: dict[str, Seen | int] = {
        path.relative_to(root).as_posix(): stat.S_IMODE(path.stat().st_mode)
        for path in (root / ".dvc/cache").rglob("*")
    }
    for top in names:
        for path in [root / top, *(root / top).rglob("*")]:
            if path.is_file():
                view[path.relative_to(root).as_posix()] = _seen(path, root, objects)
    return view


def _seen(path: Path, root: Path, objects: dict[int, str]) -> Seen:
    link = os.readlink(path).replace(os.fspath(root), "ROOT") if path.is_symlink() else None
    mode = stat.S_IMODE(path.stat().st_mode)
    return Seen(path.read_bytes(), mode, link, objects.get(path.stat().st_ino))
