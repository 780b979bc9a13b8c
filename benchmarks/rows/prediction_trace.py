"""``lineal trace`` of one prediction among a million receipts, as a command."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from benchmarks.bench import Bench, Row, at_most, environment
from benchmarks.measure import BenchmarkError, Command, interleave
from benchmarks.receipts_fill import fill
from benchmarks.rows.line import path_to, template
from lineal.receipts.compact import compact
from lineal.receipts.receipt import Origin

if TYPE_CHECKING:
    from pathlib import Path

RECEIPTS, FEW = 1_000_000, 20_000
DAYS = 3


def measure(bench: Bench) -> list[Row]:
    repo = template(bench, "traced")
    quick_params(repo)
    env = path_to(bench, environment(repo.parent))
    lineal = os.fspath(bench.lineal)
    interleave({"run": Command((lineal, "run", "--quiet"), repo, env)}, 1)
    bundle = bundle_of(repo)
    rows = FEW if bench.quick else RECEIPTS
    origin = Origin("purchase", "purchase@1", bundle, "fill", {"machine": "benchmark"})
    receipts = os.fspath(repo / ".lineal/receipts")
    ids = fill(receipts, origin, rows, DAYS)
    if compact(receipts).rows != rows:
        raise BenchmarkError("not all receipts were compacted")
    asked = f"prediction:{ids[1]}"
    questions = {
        "trace": ("trace", asked),
        "short": ("trace", f"prediction:{ids[1][-12:]}"),
        "impact": ("impact", "data/students.csv"),
        "version": ("--version",),
    }
    commands = {name: Command((lineal, *words), repo, env) for name, words in questions.items()}
    found = interleave(commands, bench.repeat)
    floor = found["version"].best
    work = f"among {rows:,} receipts"
    return [
        Row(
            f"`lineal trace` of a prediction {work}",
            found["trace"].best,
            floor=floor,
            bars=(at_most("300 ms", found["trace"].best, 0.3),),
            median=found["trace"].median,
            note="the floor is `lineal --version`",
        ),
        Row(
            f"the same by its short id {work}",
            found["short"].best,
            floor=floor,
            bars=(at_most("300 ms", found["short"].best, 0.3),),
        ),
        Row(f"`lineal impact` of the source {work}", found["impact"].best, floor=floor),
    ]


def quick_params(repo: Path) -> None:
    """Two candidates: what is measured comes after training."""
    path = repo / "params.yaml"
    text = path.read_text()
    whole = "candidates: [logistic, neighbours, svm, tree, forest, lightgbm]"
    if whole not in text:
        raise BenchmarkError("the template's candidates are not where they were")
    path.write_text(text.replace(whole, "candidates: [logistic, tree]"))


def bundle_of(repo: Path) -> str:
    from lineal.bundle.naming import bundle_id  # deferred: the training stack's room

    return bundle_id(os.fspath(repo / "build/bundle"))
