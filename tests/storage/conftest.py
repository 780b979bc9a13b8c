"""Small storage worlds: an index, a cache and an observer over one directory."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, NamedTuple

import pytest

from lineal.storage.cache import Cache
from lineal.storage.ignore import IgnoreRules
from lineal.storage.index import HashIndex
from lineal.storage.observe import Observer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

LONG_AGO_NS = 1_600_000_000_000_000_000


class World(NamedTuple):
    root: Path
    memory: HashIndex
    observer: Observer
    cache: Cache

    def path(self, name: str) -> str:
        return os.fspath(self.root / name)

    def write(self, files: Mapping[str, str | bytes]) -> None:
        for name, content in files.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)

    def objects(self) -> dict[str, int]:
        """Every file in the cache with its permissions."""
        return modes_below(self.cache.root)


@pytest.fixture
def make_world(tmp_path: Path) -> Iterator[Callable[..., World]]:
    opened: list[HashIndex] = []

    def make(*link_types: str, name: str = "repo") -> World:
        root = tmp_path / name
        root.mkdir(exist_ok=True)
        index = HashIndex.open(os.fspath(tmp_path / f"{name}-index"))
        opened.append(index)
        observer = Observer(index, IgnoreRules(os.fspath(root)), jobs=2)
        cache = Cache(os.fspath(tmp_path / f"{name}-cache"), link_types or ("reflink", "copy"))
        return World(root, index, observer, cache)

    yield make
    for index in opened:
        index.close()


@pytest.fixture
def world(make_world: Callable[..., World]) -> World:
    return make_world()


def modes_below(root: str) -> dict[str, int]:
    found = {}
    for directory, _, names in os.walk(root):
        for name in names:
            path = f"{directory}/{name}"
            found[path[len(root) + 1 :]] = stat.S_IMODE(os.stat(path).st_mode)
    return found
