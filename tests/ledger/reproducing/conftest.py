"""A place with a pipeline of two stages that was run and committed."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.pipeline.conftest import standing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.pipeline.place import Place

PIPELINE = {
    "clean": {
        "cmd": "python clean.py",
        "deps": ["raw.csv", "clean.py"],
        "outs": ["clean.csv"],
    },
    "train": {
        "cmd": "python train.py",
        "deps": ["clean.csv", "train.py"],
        "params": ["rate"],
        "outs": ["model"],
    },
}
CLEAN = "open('clean.csv', 'w').write(open('raw.csv').read().replace('x', '0'))\n"
TRAIN = (
    "rate = open('params.yaml').read()\nopen('model', 'w').write(rate + open('clean.csv').read())\n"
)


def commit(place: Place, message: str = "work") -> None:
    for words in (("add", "-A"), ("commit", "-qm", message)):
        subprocess.run(["git", *words], cwd=place.root, check=True)


@pytest.fixture
def bare(
    tmp_path: Path,
    lineal: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> Iterator[Place]:
    """A fresh project. (A ``place`` is where a ledger is, in this room.)"""
    monkeypatch.delenv("LINEAL_LEDGER", raising=False)
    yield from standing(tmp_path, lineal, monkeypatch, capfd)


@pytest.fixture
def done(bare: Place) -> Place:
    place = bare
    place.write({"raw.csv": "id,v\n1,x\n2,5\n", "clean.py": CLEAN, "train.py": TRAIN})
    place.write({"params.yaml": "rate: 1\n"})
    place.stages(PIPELINE)
    assert place.lineal("add", "raw.csv").ok
    commit(place, "code")
    assert place.lineal("run").ok
    commit(place, "results")
    return place
