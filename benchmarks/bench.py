"""What every row is given: the contestants, a scratch directory, and how often to repeat."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.measure import Command

if TYPE_CHECKING:
    from collections.abc import Callable

FLOOR = Path(__file__).with_name("floor.py")


class Bar(NamedTuple):
    """A promise of the issue: ``value`` at least, or at most, ``limit``."""

    text: str
    value: float
    limit: float
    at_least: bool

    @property
    def met(self) -> bool:
        return self.value >= self.limit if self.at_least else self.value <= self.limit


class Row(NamedTuple):
    """One line of the table; seconds unless ``unit`` says otherwise."""

    work: str
    lineal: float
    dvc: float | None = None
    floor: float | None = None
    bars: tuple[Bar, ...] = ()
    unit: str = "s"
    note: str = ""
    median: float | None = None

    @property
    def ratio(self) -> float | None:
        """How many times better than the other, whichever way better lies."""
        if not self.dvc:
            return None
        return self.lineal / self.dvc if self.unit.endswith("/s") else self.dvc / self.lineal

    @property
    def distance(self) -> float | None:
        """How many times the floor it takes."""
        if not self.floor:
            return None
        return self.floor / self.lineal if self.unit.endswith("/s") else self.lineal / self.floor


class Bench(NamedTuple):
    dvc: Path
    lineal: Path
    scratch: Path
    repeat: int
    quick: bool
    memory: Path | None = None
    ledgers: Path | None = None

    def places(self) -> list[tuple[str, Bench]]:
        """On the disk, and where there is one, in a file system that has no disk.

        20,000 new files cost what the file system asks for them, whoever makes them, and some
        ask for ten times more shortly after as many were deleted. The tools differ in the rest.
        """
        found = [("", self)]
        if self.memory is not None:
            found.append((", in memory", self._replace(scratch=self.memory, memory=None)))
        return found

    def tool(
        self,
        name: str,
        repo: Path,
        *argv: str,
        prepare: Callable[[], None] | None = None,
        repeat: int | None = None,
    ) -> Command:
        program = os.fspath(self.dvc if name == "dvc" else self.lineal)
        return Command((program, *argv), repo, environment(repo.parent), prepare, repeat)

    def floor(self, repo: Path, *argv: str, prepare: Callable[[], None] | None = None) -> Command:
        program = (sys.executable, "-I", os.fspath(FLOOR), *argv)
        return Command(program, repo, environment(repo.parent), prepare)

    def repository(self, name: str) -> Path:
        """A fresh Git and DVC repository, with caches and configuration of its own."""
        root = self.scratch / name / "repo"
        root.mkdir(parents=True)
        env = environment(root.parent)
        subprocess.run(["git", "init", "-q", "."], cwd=root, env=env, check=True)
        subprocess.run([self.dvc, "init", "-q"], cwd=root, env=env, check=True)
        return root


def environment(world: Path) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "HOME": os.fspath(world),
        "DVC_GLOBAL_CONFIG_DIR": os.fspath(world / "config"),
        "DVC_SYSTEM_CONFIG_DIR": os.fspath(world / "system"),
        "DVC_SITE_CACHE_DIR": os.fspath(world / "site"),
        "DVC_NO_ANALYTICS": "1",
        "GIT_CONFIG_NOSYSTEM": "1",
        "LC_ALL": "C.UTF-8",
        "SHELL": "/bin/sh",
        "TZ": "UTC",
    }


def remove(*paths: Path) -> None:
    """Remove files and trees that may not exist; cached objects are read-only."""
    for path in paths:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def forget(repo: Path, *outputs: str) -> Callable[[], None]:
    """Undo an ``add``: cache, both tools' indexes, and the named outputs go; then settle.

    The sync keeps write-back of the previous repetition out of the next figure.
    """

    def prepare() -> None:
        caches = [repo / ".dvc/cache", repo / ".lineal", repo.parent / "site"]
        remove(*caches, *(repo / name for name in outputs))
        os.sync()

    return prepare


def at_least(text: str, value: float, limit: float) -> Bar:
    return Bar(text, value, limit, at_least=True)


def at_most(text: str, value: float, limit: float) -> Bar:
    return Bar(text, value, limit, at_least=False)
