"""``make demo``: a real pipeline runs, something changes, and Lineal says why it runs again.

In a temporary copy of ``examples/weather``; nothing outside it is touched.
"""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

from tools.doc_session import environment, scratch
from tools.sources import ROOT

if TYPE_CHECKING:
    from pathlib import Path

# The data is for the cache: what Git tracks, `lineal add` refuses.
CODE = ".gitignore README.md dvc.yaml params.yaml src"

STORY: tuple[tuple[str, str], ...] = (
    ("A Git repository with a pipeline in dvc.yaml becomes a project.", "lineal init"),
    ("The raw data goes into the cache; Git keeps a pointer.", "lineal add data/readings.csv"),
    ("Run everything: trend and season need nothing from each other.", "lineal run"),
    ("Run again: nothing changed, so nothing runs.", "lineal run"),
    ("Now change one number: the window of the trend, from 3 days to 1.", ""),
    ("Why would the report change?", "lineal why report"),
    ("And the other branch?", "lineal why season"),
    ("Run: only what follows from that number.", "lineal run"),
    ("What it did to the forecast:", "git show --format= --unified=0 metrics.json"),
    ("Change it back: every stage is restored from the run cache.", ""),
    ("", "lineal run"),
)


def main() -> int:
    with scratch() as world:
        env = environment(world)
        place = world / "weather"
        subprocess.run(["cp", "-r", str(ROOT / "examples/weather"), str(place)], check=True)
        _run(f"git init -q . && git add {CODE} && git commit -qm start", place, env)
        window = iter(("1", "3"))
        for sentence, command in STORY:
            print(f"\n# {sentence}" if sentence else "", flush=True)
            if command:
                _show(command, place, env)
            else:
                _set_window(place / "params.yaml", next(window))
            if command == "lineal run":
                _run("git add -A && git diff --cached --quiet || git commit -qm run", place, env)
    return 0


def _set_window(params: Path, days: str) -> None:
    text = params.read_text(encoding="utf-8")
    params.write_text(re.sub(r"window: \d+", f"window: {days}", text), encoding="utf-8")


def _show(command: str, place: Path, env: dict[str, str]) -> None:
    print(f"$ {command}", flush=True)
    _run(command, place, env)


def _run(command: str, place: Path, env: dict[str, str]) -> None:
    subprocess.run(["bash", "-c", command], cwd=place, env=env, check=True)


if __name__ == "__main__":
    sys.exit(main())
