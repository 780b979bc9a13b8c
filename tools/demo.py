"""``make demo``: from a CSV file to a traced prediction, and back again, in a minute.

In a temporary folder; nothing outside it is touched. Every command that is printed can be pasted,
in this order, into a shell: the story is run by one, as a reader's terminal would.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from tools.doc_session import environment, scratch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_ROWS = 300
_REFUSED = 1


class Scene(NamedTuple):
    """What is told, the command, and the exit code that it is to have."""

    told: str
    command: str
    code: int = 0


def story(port: int) -> Iterator[Scene]:
    yield from _from_data_to_version()
    yield from _served(port)
    yield from _spoilt()


def _from_data_to_version() -> Iterator[Scene]:
    yield Scene(
        "A project for a table of students: who will buy?", "lineal init --template purchase shop"
    )
    yield Scene("", "cd shop && python generate.py")
    yield Scene(
        "The data goes into the cache; Git keeps a pointer.", "lineal add -q data/students.csv"
    )
    yield Scene(
        "Two kinds of models instead of six, so that the demo is quick.",
        "sed -i.bak -e 's/candidates:.*/candidates: [logistic, forest]/'"
        " -e 's/trials:.*/trials: 0/' params.yaml && rm params.yaml.bak",
    )
    yield Scene("", "git add -A . && git commit -q -m 'a project'")
    yield Scene("The whole line: from the file to a version with verdicts.", "lineal run")
    yield Scene("", "git add -A . && git commit -q -m 'first model'")
    yield Scene("Run again: nothing changed, so nothing runs.", "lineal run -q")
    yield Scene(
        "Only a version whose gates all passed may go there.", "lineal models promote purchase@1"
    )


def _served(port: int) -> Iterator[Scene]:
    yield Scene(
        "It is served, and each answer leaves a receipt before it leaves.",
        f"lineal serve purchase --port {port} > serve.log 2>&1 &",
    )
    yield Scene("", f"python ask.py --port {port} --rows {_ROWS}")
    yield Scene("The newest of them:", "lineal receipts list --limit 3")
    yield Scene(
        "One that was decided 1:",
        f"ID=$(lineal receipts list --limit {_ROWS} --json | python -c 'import json, sys;"
        ' print(next(one["id"] for one in json.load(sys.stdin) if one["decision"]))\')',
    )
    yield Scene("What made this answer? Back to the bytes:", "lineal trace prediction:$ID")
    yield Scene(
        "Why was it decided so, and what would have flipped it?", "lineal why prediction:$ID"
    )
    yield Scene(
        "The same again, bit for bit, from the verified bundle:", "lineal replay prediction:$ID"
    )
    yield Scene(
        "The other direction: what came of the file? (all of it: without head)",
        "lineal impact data/students.csv 2>&1 | head -n 20",
    )


def _spoilt() -> Iterator[Scene]:
    yield Scene(
        "Now somebody spoils a row: more exams passed than started.",
        "sed -i.bak '2s/.*/IN,133,167.6,2,1,5,3.7,0/' data/students.csv"
        " && rm data/students.csv.bak && lineal add -q data/students.csv",
    )
    yield Scene("Why would the line run?", "lineal why ingest")
    yield Scene("Run: what follows from that row.", "lineal run -q")
    yield Scene("It became a version, and one gate says no:", "lineal models list")
    yield Scene("", "lineal models promote purchase@2", _REFUSED)
    yield Scene("", "lineal why model:purchase@2")
    yield Scene(
        "The spoilt file reached a version, and no prediction:",
        "lineal impact data/students.csv 2>&1 | head -n 8",
    )
    yield Scene("All that was served can still be had again:", "lineal replay --version purchase@1")
    yield Scene("Data and ledger are what they were when they were written:", "lineal verify")


class Shell:
    """One bash for the whole story; it says how each command ended on a pipe of its own."""

    __slots__ = ("_answers", "_process", "_servers")

    def __init__(self, place: Path, env: dict[str, str]) -> None:
        reading, writing = os.pipe()
        self._process = subprocess.Popen(
            ["bash"],
            cwd=place,
            env=env,
            stdin=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            pass_fds=[writing],
            text=True,
        )
        os.close(writing)
        self._answers = os.fdopen(reading)
        self._servers: list[int] = []
        self._say(f"exec 9>&{writing}")

    def run(self, scene: Scene) -> bool:
        print(f"$ {scene.command}", flush=True)
        # What it started must not keep the pipe open, and must be found again whatever happens.
        self._say(f"{{ {scene.command}\n}} 9>&-; echo $? ${{!:-0}} >&9")
        answer = self._answers.readline().split()
        if not answer:
            return False
        code, started = map(int, answer)
        if started and started not in self._servers:
            self._servers.append(started)
        return code == scene.code

    def close(self) -> None:
        for server in self._servers:
            with suppress(ProcessLookupError):
                os.kill(server, signal.SIGTERM)
        self._say("wait; exit")
        self._process.wait()
        self._answers.close()

    def _say(self, line: str) -> None:
        if self._process.stdin is not None:
            with suppress(BrokenPipeError):
                self._process.stdin.write(f"{line}\n")
                self._process.stdin.flush()


def main() -> int:
    if shutil.which("bash") is None:
        sys.exit("error: bash is needed; hint: install it, or read docs/tutorial.md")
    with scratch() as world:
        shell = Shell(world, environment(world))
        try:
            print(f"# In {world}, which is removed at the end.", flush=True)
            for scene in story(_free_port()):
                if scene.told:
                    print(f"\n# {scene.told}", flush=True)
                if not shell.run(scene):
                    print("error: that was not to end so", flush=True)
                    return 1
        finally:
            shell.close()
        print(
            "\n# Where to go on: docs/tutorial.md does this with a table of yours;"
            " lineal --help has all verbs.",
            flush=True,
        )
    return 0


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


if __name__ == "__main__":
    sys.exit(main())
