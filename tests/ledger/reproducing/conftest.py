"""A place with a pipeline of two stages that was run and committed."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.pipeline.conftest import place

if TYPE_CHECKING:
    from tests.pipeline.place import Place

__all__ = ["place"]

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
def done(place: Place) -> Place:
    place.write({"raw.csv": "id,v\n1,x\n2,5\n", "clean.py": CLEAN, "train.py": TRAIN})
    place.write({"params.yaml": "rate: 1\n"})
    place.stages(PIPELINE)
    assert place.lineal("add", "raw.csv").ok
    commit(place, "code")
    assert place.lineal("run").ok
    commit(place, "results")
    return place
