"""``make demo``: a real pipeline runs, something changes, and Lineal says why, what and whence.

In a temporary copy of ``examples/weather``; nothing outside it is touched. Every command that is
printed can be pasted, in this order, into a shell that stands in this repository.
"""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from tools.doc_session import environment, scratch
from tools.sources import ROOT

if TYPE_CHECKING:
    from pathlib import Path

# The data is for the cache: what Git tracks, `lineal add` refuses.
CODE = ".gitignore README.md dvc.yaml params.yaml src"
COMMIT = "git add dvc.lock metrics.json data build && git commit -q -m"

#: A sentence, and the commands it is about.
STORY: tuple[tuple[str, str], ...] = (
    (
        "A Git repository with a pipeline in dvc.yaml becomes a project.",
        f"git init -q . && git add {CODE} && git commit -q -m start",
    ),
    ("", "lineal init"),
    ("The raw data goes into the cache; Git keeps a pointer.", "lineal add data/readings.csv"),
    ("Run everything: trend and season need nothing from each other.", "lineal run"),
    ("", f"{COMMIT} 'a window of 3'"),
    ("Run again: nothing changed, so nothing runs.", "lineal run"),
    (
        "All of it was recorded. What made the error of the forecast what it is?",
        "lineal trace metrics.json",
    ),
    ("And what came of the raw data?", "lineal impact data/readings.csv"),
    (
        "Now change one number: the window of the trend, from 3 days to 1.",
        "sed -i.bak 's/window: 3/window: 1/' params.yaml",
    ),
    ("Why would the report change?", "lineal why report"),
    ("And the other branch?", "lineal why season"),
    ("Run: only what follows from that number.", "lineal run"),
    ("", "git commit -q -a -m 'a window of 1'"),
    ("What was run, and what it did to the forecast:", "lineal log"),
    ("In what the two differ, side by side:", "lineal compare HEAD~1 HEAD"),
    (
        "Change it back: every stage is restored from the run cache.",
        "sed -i.bak 's/window: 1/window: 3/' params.yaml",
    ),
    ("", "lineal run"),
    ("Data and ledger are what they were when they were written:", "lineal verify"),
)


def main() -> int:
    with scratch() as world:
        env = environment(world)
        place = world / "weather"
        _show(f"mkdir -p {world} && cp -r examples/weather {place}", ROOT, env)
        print(f"$ cd {place}", flush=True)
        for sentence, command in STORY:
            if sentence:
                print(f"\n# {sentence}", flush=True)
            if command:
                _show(command, place, env)
    return 0


def _show(command: str, place: Path, env: dict[str, str]) -> None:
    print(f"$ {command}", flush=True)
    # One stream, so that a pipe shows them in the order of a terminal.
    subprocess.run(
        ["bash", "-c", command], cwd=place, env=env, stderr=subprocess.STDOUT, check=True
    )


if __name__ == "__main__":
    sys.exit(main())
