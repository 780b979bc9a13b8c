"""What recording costs: a run of trivial stages, and a no-op, beside Lineal without a ledger."""

from __future__ import annotations

import os
import statistics
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.bench import Bench, Row, at_most, forget
from benchmarks.measure import BenchmarkError, Command, interleave
from benchmarks.scenes import write_chain

if TYPE_CHECKING:
    from benchmarks.measure import Figure

#: The last commit before there was a ledger.
BEFORE = "97699ca"
COUNT = 300
SLACK = 1.1
HERE = Path(__file__).resolve().parents[2]


def measure(bench: Bench) -> list[Row]:
    sources = {"without": before(bench.scratch / "without"), "with": HERE / "src"}
    first, again = {}, {}
    for name, source in sources.items():
        repo = bench.repository(f"overhead-{name}")
        write_chain(repo, COUNT)
        clean = forget(repo, "dvc.lock", ".gitignore", *(f"o{n}" for n in range(COUNT)))
        again[name] = run(bench, repo, source)
        first[name] = again[name]._replace(prepare=clean)
    interleave(first, 1)
    ran = interleave(first, bench.repeat)
    interleave(again, 2)
    idle = interleave(again, 4 * bench.repeat)
    return [
        row(f"first `run`, {COUNT} stages in a chain, recorded", ran),
        row(f"no-op `run`, {COUNT} stages in a chain, recorded", idle),
    ]


def before(place: Path) -> Path:
    """The sources of then, for the Python of now: nothing is installed."""
    place.mkdir()
    words = ["git", "archive", "--format=tar", BEFORE, "src"]
    taken = subprocess.run(words, cwd=HERE, capture_output=True, check=False)
    if taken.returncode:
        told = taken.stderr.decode().strip()
        message = f"{BEFORE} is not in this clone: {told}"
        raise BenchmarkError(message)
    subprocess.run(["tar", "-x"], cwd=place, input=taken.stdout, check=True)
    return place / "src"


def run(bench: Bench, repo: Path, source: Path) -> Command:
    """Both by PYTHONPATH, so that both pay for it."""
    command = bench.tool("lineal", repo, "run")
    return command._replace(env=command.env | {"PYTHONPATH": os.fspath(source)})


def row(work: str, figures: dict[str, Figure]) -> Row:
    with_, without = figures["with"], figures["without"]
    ratios = [
        one.seconds / other.seconds
        for one, other in zip(with_.samples, without.samples, strict=True)
    ]
    return Row(
        work,
        with_.best,
        bars=(at_most("times that without a ledger", statistics.median(ratios), SLACK),),
        note=f"without a ledger {without.best * 1000:.0f} ms; the bar is on the median ratio",
        median=with_.median,
    )
