"""The line from a CSV file to a registered version, beside document B's shape and ``dvc repro``.

The peer of training runs in ``.peers/serving`` (`benchmarks.peers.train_pipelines`): the same six
families, five folds, on the same file. The floor of ``lineal run`` is not known: fitting is most
of it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.bench import Bench, Row, at_least, environment, remove
from benchmarks.measure import Command, interleave

if TYPE_CHECKING:
    from collections.abc import Callable

PYTHON = Path(__file__).parents[2] / ".peers/serving/bin/python"
_PEER = Path(__file__).parents[1] / "peers/train_pipelines.py"
#: An area under the curve that differs by less is the same model by another seed.
_ON_A_PAR = 0.01


def measure(bench: Bench) -> list[Row]:
    repo = template(bench, "line")
    other = template(bench, "line-dvc")
    peer = bench.scratch / "peer"
    peer.mkdir()
    env = path_to(bench, environment(repo.parent))
    csv = os.fspath(repo / "data/students.csv")
    commands = {
        "lineal": Command((os.fspath(bench.lineal), "run"), repo, env, emptied(repo)),
        "dvc": Command((os.fspath(bench.dvc), "repro"), other, env, emptied(other), repeat=1),
        "peer": Command((os.fspath(PYTHON), os.fspath(_PEER), csv, "out"), peer, env, repeat=2),
    }
    found = interleave(commands, 3)
    lineal, dvc, theirs = (found[name] for name in ("lineal", "dvc", "peer"))
    auc = json.loads((repo / "metrics.json").read_text())["roc_auc"]["value"]
    their_auc = json.loads((peer / "out/metrics.json").read_text())["roc_auc"]
    return [
        Row(
            "the line from nothing: 17,761 rows, six candidates, five folds; beside document B",
            lineal.best,
            theirs.best,
            bars=(at_least("ratio to document B", theirs.best / lineal.best, 2),),
            median=lineal.median,
            note="the other column is document B's shape, training only",
        ),
        Row(
            "area under the ROC curve on test rows, of the two",
            auc,
            their_auc,
            bars=(at_least("difference", auc - their_auc, -_ON_A_PAR),),
            unit="AUC",
            note="the other column is document B's shape",
        ),
        Row(
            "the same `dvc.yaml`",
            lineal.best,
            dvc.best,
            bars=(at_least("ratio to dvc", dvc.best / lineal.best, 2),),
        ),
    ]


def template(bench: Bench, name: str) -> Path:
    """The template as a newcomer gets it, with its data generated and added."""
    repo = bench.scratch / name / "repo"
    env = path_to(bench, environment(repo.parent))
    repo.parent.mkdir(parents=True)
    lineal = os.fspath(bench.lineal)
    for words, place in (
        ([lineal, "init", "--quiet", "--template", "purchase", os.fspath(repo)], repo.parent),
        ([sys.executable, "generate.py"], repo),
        ([lineal, "add", "--quiet", "data/students.csv"], repo),
    ):
        subprocess.run(words, cwd=place, env=env, check=True, stdout=subprocess.DEVNULL)
    return repo


def path_to(bench: Bench, env: dict[str, str]) -> dict[str, str]:
    """Stages say ``lineal step``: it is the one that is measured."""
    return {**env, "PATH": f"{bench.lineal.parent}:{env['PATH']}"}


def emptied(repo: Path) -> Callable[[], None]:
    """Nothing was ever run here; the data stays."""

    def prepare() -> None:
        remove(repo / "build", repo / "metrics.json", repo / "dvc.lock")
        remove(repo / ".lineal", repo / ".dvc/cache/runs", repo.parent / "site")

    return prepare
