"""One file of a directory of 20,000: ``get`` as a command, ``lineal.open`` after importing."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from typing import TYPE_CHECKING

from benchmarks.bench import Bench, Row, at_most, remove
from benchmarks.measure import interleave
from benchmarks.rows.past import commit
from benchmarks.scenes import write_tree

if TYPE_CHECKING:
    from pathlib import Path

FILES = 20_000
WANTED = "data/0150/015000.bin"
# Prints the seconds it took to open and read, the imports it causes included.
OURS = """
import sys, time
import lineal
began = time.perf_counter()
with lineal.open(sys.argv[1], repo=sys.argv[2], rev="HEAD", mode="rb") as file:
    assert len(file.read()) == 2000
print(time.perf_counter() - began)
"""
THEIRS = OURS.replace("import lineal", "import dvc.api").replace("lineal.open", "dvc.api.open")


def measure(bench: Bench) -> list[Row]:
    repo = bench.repository("reading")
    write_tree(repo / "data", FILES, 2_000)
    remote = repo.parent / "remote"
    for words in (("remote", "add", "-d", "shared", os.fspath(remote)), ("add", "data")):
        interleave({"prepare": bench.tool("lineal", repo, *words)}, 1)
    commit(repo, "data")
    interleave({"push": bench.tool("lineal", repo, "push")}, 1)
    return [
        getting(bench, repo, ""),
        opening(bench, repo, "from the cache"),
        *without_cache(bench, repo),
    ]


def without_cache(bench: Bench, repo: Path) -> list[Row]:
    """As from a machine that has only the repository: everything comes from the remote."""
    remove(repo / ".dvc/cache", repo / "data")
    return [getting(bench, repo, ", from the remote"), opening(bench, repo, "from the remote")]


def getting(bench: Bench, repo: Path, where: str) -> Row:
    target = repo.parent / "target"
    target.mkdir(exist_ok=True)
    words = ("get", os.fspath(repo), WANTED, "--force")
    figures = interleave(
        {name: bench.tool(name, repo, *words)._replace(cwd=target) for name in ("dvc", "lineal")},
        bench.repeat,
    )
    dvc, lineal = figures["dvc"], figures["lineal"]
    bar = at_most("seconds", lineal.best, 0.3)
    work = f"`get` of one file of {FILES:,}{where}"
    return Row(work, lineal.best, dvc.best, bars=(bar,), median=lineal.median)


def opening(bench: Bench, repo: Path, where: str) -> Row:
    ours = [timed(bench, repo, sys.executable, OURS) for _ in range(bench.repeat)]
    theirs = [timed(bench, repo, str(bench.dvc.with_name("python")), THEIRS) for _ in range(2)]
    bar = at_most("seconds", min(ours), 0.1)
    work = f"`lineal.open` of one file of {FILES:,} {where}, after `import lineal`"
    return Row(work, min(ours), min(theirs), bars=(bar,), median=statistics.median(ours))


def timed(bench: Bench, repo: Path, python: str, script: str) -> float:
    env = bench.tool("lineal", repo).env
    words = [python, "-c", script, WANTED, os.fspath(repo)]
    done = subprocess.run(words, cwd=repo.parent, env=env, check=True, capture_output=True)
    return float(done.stdout)
