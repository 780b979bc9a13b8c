"""The past of a project: ``gc`` over 300 commits, ``diff`` of two revisions of a directory."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from benchmarks.bench import Bench, Row, at_least, environment
from benchmarks.measure import interleave
from benchmarks.scenes import noise, write_tree

if TYPE_CHECKING:
    from pathlib import Path

COMMITS = 300
STAGES = 10
FILES = 20_000
CHANGED = 200
IDENTITY = ("-c", "user.name=bench", "-c", "user.email=bench@example.com")


def measure(bench: Bench) -> list[Row]:
    return [collecting(bench), comparing(bench)]


def collecting(bench: Bench) -> Row:
    """Every commit has a new version of one of ten stages' outputs; one object is garbage."""
    repo = bench.repository("gc")
    (repo / "dvc.yaml").write_text(
        "stages:\n"
        + "".join(
            f"  s{n}:\n    cmd: cp p{n} o{n}\n    deps: [p{n}]\n    outs: [o{n}]\n"
            for n in range(STAGES)
        )
    )
    for number in range(STAGES):
        (repo / f"p{number}").write_text("start")
    for number in range(COMMITS):
        (repo / f"p{number % STAGES}").write_text(str(number))
        interleave({"run": bench.tool("lineal", repo, "run")}, 1)
        commit(repo, f"commit {number}")

    def litter() -> None:
        for number in range(50):
            name = noise(number, 16).hex()
            path = repo / ".dvc/cache/files/md5" / name[:2] / name[2:]
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(b"garbage")

    words = ("gc", "--all-commits", "--force")
    figures = interleave(
        {name: bench.tool(name, repo, *words, prepare=litter) for name in ("dvc", "lineal")},
        min(bench.repeat, 3),
    )
    dvc, lineal = figures["dvc"], figures["lineal"]
    bar = at_least("ratio to dvc", dvc.best / lineal.best, 5)
    work = f"`gc --all-commits`, {COMMITS} commits of {STAGES} stages"
    first = max(sample.seconds for sample in lineal.samples)
    note = f"the first time {first:.2f} s"
    return Row(work, lineal.best, dvc.best, bars=(bar,), note=note, median=lineal.median)


def comparing(bench: Bench) -> Row:
    repo = bench.repository("diff")
    write_tree(repo / "data", FILES, 200)
    add(bench, repo, "first")
    for path in sorted((repo / "data").rglob("*.bin"))[:: FILES // CHANGED]:
        path.write_bytes(b"changed")
    add(bench, repo, "second")
    words = ("diff", "HEAD~1", "HEAD")
    figures = interleave(
        {name: bench.tool(name, repo, *words) for name in ("dvc", "lineal")}, bench.repeat
    )
    dvc, lineal = figures["dvc"], figures["lineal"]
    bar = at_least("ratio to dvc", dvc.best / lineal.best, 5)
    work = f"`diff` of two revisions of {FILES:,} files, {CHANGED} changed"
    return Row(work, lineal.best, dvc.best, bars=(bar,), median=lineal.median)


def add(bench: Bench, repo: Path, message: str) -> None:
    interleave({"add": bench.tool("lineal", repo, "add", "data")}, 1)
    commit(repo, message)


def commit(repo: Path, message: str) -> None:
    env = environment(repo.parent)
    for words in (("add", "--all"), ("commit", "-q", "-m", message)):
        subprocess.run(["git", *IDENTITY, *words], cwd=repo, env=env, check=True)
