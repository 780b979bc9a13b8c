"""A project with a short past: two runs by two people, and one that failed.

1  Ann   prepare and train, at lr 0.5
2  Bob   committed lr 0.9; train ran again, prepare was skipped
3  Bob   edited train.sh, which was not committed, and failed
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from typing import TYPE_CHECKING, Any, NamedTuple

from lineal.pipeline.documents.emit import emit_yaml

if TYPE_CHECKING:
    from pathlib import Path

    from tests.acceptance.harness.oracle import Outcome
    from tests.pipeline.place import Place

_TRAIN = """\
echo training
lr=$(sed -n 's/^lr: //p' params.yaml)
echo "{\\"auc\\": $lr, \\"rows\\": 2}" > metrics.json
cp clean.csv model
"""
# Adding data is recorded as well, and is not what these tests are about.
_ADD = "lineal add -q raw.csv"
_STAGES = {
    "prepare": {"cmd": "cp raw.csv clean.csv", "deps": ["raw.csv"], "outs": ["clean.csv"]},
    "train": {
        "cmd": "sh train.sh",
        "deps": ["clean.csv", "train.sh"],
        "params": ["lr"],
        "outs": ["model"],
        "metrics": [{"metrics.json": {"cache": False}}],
    },
}


class Recorded(NamedTuple):
    """The project, and its runs and executions of train, oldest first, as references."""

    place: Place
    runs: list[str]
    trained: list[str]

    def lineal(self, *words: str) -> Outcome:
        return self.place.lineal(*words)

    def json(self, *words: str) -> Any:
        outcome = self.lineal(*words, "--json")
        assert outcome.ok, outcome.stderr
        return json.loads(outcome.stdout)


class History(NamedTuple):
    """Where it is, to be copied, and its references."""

    root: Path
    runs: list[str]
    trained: list[str]


def make_history(root: Path, lineal: Path, env: dict[str, str]) -> History:
    """With the real executable: several people cannot be one process."""

    def call(*words: str) -> str:
        # A run fails on purpose, so no exit code is looked at.
        done = subprocess.run(words, cwd=root, env=known, capture_output=True, check=False)
        return done.stdout.decode()

    def listed(kind: str, *words: str) -> list[str]:
        lines = json.loads(call(os.fspath(lineal), "log", "--json", *words))
        return [one["id"][-8:] for one in reversed(lines[kind]) if one.get("command") != _ADD]

    def be(name: str) -> None:
        call("git", "config", "user.name", name)
        call("git", "config", "user.email", f"{name.lower()}@example.org")

    known = {name: value for name, value in env.items() if not name.startswith("GIT_AUTHOR")}
    root.mkdir()
    call("git", "init", "-q", "-b", "main")
    be("Ann")
    call(os.fspath(lineal), "init", "-q")
    (root / "dvc.yaml").write_text(emit_yaml({"stages": _STAGES}))
    (root / "params.yaml").write_text("lr: 0.5\n")
    (root / "train.sh").write_text(_TRAIN)
    (root / "raw.csv").write_text("id,x\n1,2\n2,3\n")
    call(os.fspath(lineal), "add", "-q", "raw.csv")
    call("git", "add", "-A")
    call("git", "commit", "-qm", "begin")
    call(os.fspath(lineal), "run", "-q")
    call("git", "add", "-A")
    call("git", "commit", "-qm", "first results")
    (root / "params.yaml").write_text("lr: 0.9\n")
    be("Bob")
    call("git", "commit", "-qam", "learn faster")
    call(os.fspath(lineal), "run", "-q")
    call("git", "commit", "-qam", "second results")
    (root / "train.sh").write_text(f"{_TRAIN}exit 3\n")
    call(os.fspath(lineal), "run", "-q")
    return History(
        root,
        [f"run:{id_}" for id_ in listed("runs")],
        [f"exec:{id_}" for id_ in listed("executions", "--stage", "train")],
    )


def copied(history: History, place: Place) -> Recorded:
    """A copy of one's own, which this process stands in."""
    shutil.rmtree(place.root / ".git")
    shutil.copytree(history.root, place.root, symlinks=True, dirs_exist_ok=True)
    return Recorded(place, history.runs, history.trained)
