"""``push`` and ``pull`` of 20,000 small files and some large ones, and again with nothing to do.

To a folder, and to S3 on loopback. Each tool has a project and a remote of its own.
"""

from __future__ import annotations

import os
import shutil
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.bench import Bench, Row, at_least, remove
from benchmarks.measure import interleave
from benchmarks.s3_process import S3_ENVIRONMENT, S3Process, s3_server
from benchmarks.scenes import write_big_files, write_tree

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from benchmarks.measure import Command, Figure

FILES = 20_000
LARGE_FILES = 4
# Four copies of everything have to fit: two projects, their caches, their remotes.
MEGABYTES = 512
MEGABYTES_IN_MEMORY = 128
REPEAT = 2


class Side(NamedTuple):
    """One tool with its project; ``empty`` empties its remote."""

    name: str
    repo: Path
    bench: Bench
    empty: Callable[[], None]

    def command(self, *argv: str, prepare: Callable[[], None] | None = None) -> Command:
        asked = self.bench.tool(self.name, self.repo, *argv, prepare=prepare)
        return asked._replace(env={**asked.env, **S3_ENVIRONMENT})


def measure(bench: Bench) -> list[Row]:
    rows = []
    for where, place in bench.places():
        rows += folder(place, where, MEGABYTES_IN_MEMORY if where else MEGABYTES)
    # The server is in memory already; where the projects are matters as little as it can.
    place = bench.places()[-1][1]
    with s3_server() as server:
        rows += in_a_bucket(place, server, MEGABYTES_IN_MEMORY)
    return rows


def folder(bench: Bench, where: str, megabytes: int) -> list[Row]:
    sides = []
    for name in ("dvc", "lineal"):
        repo = project(bench, f"folder-{name}", megabytes)
        remote = repo.parent / "remote"
        configure(bench, repo, os.fspath(remote))
        sides.append(Side(name, repo, bench, partial(remove, remote)))
    return rows_of(bench, sides, f"a folder{where}", megabytes, bar=4)


def in_a_bucket(bench: Bench, server: S3Process, megabytes: int) -> list[Row]:
    sides = []
    for name in ("dvc", "lineal"):
        repo = project(bench, f"s3-{name}", megabytes)
        configure(bench, repo, f"s3://{name}/data", endpointurl=server.url)
        sides.append(Side(name, repo, bench, partial(server.create, name)))
    return rows_of(bench, sides, "S3 on loopback", megabytes, bar=3)


def project(bench: Bench, name: str, megabytes: int) -> Path:
    repo = bench.repository(name)
    write_tree(repo / "data", FILES, 2_000)
    write_big_files(repo / "large", LARGE_FILES, megabytes)
    interleave({"add": bench.tool("lineal", repo, "add", "data", "large")}, 1)
    return repo


def configure(bench: Bench, repo: Path, url: str, **settings: str) -> None:
    asked = [("add", "-d", "shared", url), *(("modify", "shared", *kv) for kv in settings.items())]
    for words in asked:
        interleave({"remote": bench.tool("lineal", repo, "remote", *words)}, 1)


def rows_of(bench: Bench, sides: list[Side], where: str, megabytes: int, bar: float) -> list[Row]:
    size = f"{FILES:,} files of 2 kB and {LARGE_FILES * megabytes / 1024:g} GB"
    pushed = run(sides, REPEAT, lambda side: side.command("push", prepare=unpushed(side)))
    again = run(sides, bench.repeat, lambda side: side.command("push"))
    pulled = run(sides, REPEAT, lambda side: side.command("pull", prepare=unpulled(side)))
    once_more = run(sides, bench.repeat, lambda side: side.command("pull"))
    for side in sides:
        shutil.rmtree(side.repo.parent)
    return [
        row(f"`push` to {where}: {size}", pushed, bar),
        row(f"`pull` from {where}: the same", pulled, bar),
        row(f"`push` to {where}, nothing to do", again, 10),
        row(f"`pull` from {where}, nothing to do", once_more, 10),
    ]


def run(sides: list[Side], repeat: int, command: Callable[[Side], Command]) -> dict[str, Figure]:
    return interleave({side.name: command(side) for side in sides}, repeat)


def unpushed(side: Side) -> Callable[[], None]:
    def prepare() -> None:
        side.empty()
        forget_remote(side)

    return prepare


def unpulled(side: Side) -> Callable[[], None]:
    def prepare() -> None:
        remove(side.repo / ".dvc/cache", side.repo / "data", side.repo / "large")
        forget_remote(side)

    return prepare


def forget_remote(side: Side) -> None:
    """What each tool remembers beside the project, the other's included; then settle."""
    remove(side.repo / ".lineal", side.repo / ".dvc/tmp", side.repo.parent / "site")
    os.sync()


def row(work: str, figures: dict[str, Figure], limit: float) -> Row:
    dvc, lineal = figures["dvc"], figures["lineal"]
    bar = at_least("ratio to dvc", dvc.best / lineal.best, limit)
    note = f"peak {lineal.peak_mb:.0f} MB"
    return Row(work, lineal.best, dvc.best, bars=(bar,), note=note, median=lineal.median)
