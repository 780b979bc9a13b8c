"""A small project that went the whole line three times, made once for all processes of a test run.

1  students of seed 7 became purchase@1, which was promoted and served predictions
2  students of seed 8 became purchase@2, which was promoted and served predictions
3  a gate asked for a group that nobody is in: purchase@3, the bytes of purchase@2's model
"""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import socket
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.acceptance.harness.project import Project, isolated_environment
from tests.acceptance.ledger.shared_play import locked

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator
    from pathlib import Path

    from tests.acceptance.harness.oracle import Outcome
    from tests.acceptance.harness.project import Tools

ROWS = 900
ASKED = {"purchase@1": 12, "purchase@2": 8}
#: Quick, and so few rows that gates which want many would not pass.
_EDITS = (
    (r"candidates: .*", "candidates: [logistic]"),
    (r"trials: 8", "trials: 0"),
    (r"folds: 5", "folds: 3"),
    (r"bootstrap: 500", "bootstrap: 100"),
    (r"min_rows: 200", "min_rows: 5"),
    (r"max_disparity: 0.1", "max_disparity: 1.0"),
    (r"at_least: 0\.\d", "at_least: 0.05"),
    (r"max_flips: 0.02", "max_flips: 0.5"),
    (r"groups: \[.*\]", "groups: [IN, elsewhere]"),
    # Halves of the rows: with so few, a country may have no buyer among its test rows.
    (r"group: CASE.*", "group: CASE WHEN days_on_platform > 25 THEN 'IN' ELSE 'elsewhere' END"),
)
_PATIENCE = 30


class Told(NamedTuple):
    """``answers`` are by version: what was asked with what was answered."""

    project: Project
    answers: dict[str, list[dict[str, Any]]]

    def lineal(self, *words: str) -> Outcome:
        return self.project.lineal(*words)

    def json(self, *words: str) -> Any:
        outcome = self.lineal(*words, "--json")
        assert outcome.stdout, outcome.stderr
        return json.loads(outcome.stdout)

    def ref(self, version: str, at: int = 0) -> str:
        return f"prediction:{self.answers[version][at]['id']}"

    def copy(self, place: Path) -> Told:
        """A copy for one test, to be changed."""
        root = place / "shop"
        shutil.copytree(self.project.root, root, symlinks=True)
        return self._replace(project=self.project._replace(root=root))


def told(place: Path, tools: Tools) -> Told:
    """``place`` is the same for all processes, and exists."""
    world, written = place / "world", place / "answers.json"
    with locked(place / "lock"):
        if not written.exists():
            written.write_text(json.dumps(_tell(world, tools)))
    project = Project(world / "shop", _environment(world, tools), tools)
    return Told(project, json.loads(written.read_text()))


def _tell(world: Path, tools: Tools) -> dict[str, list[dict[str, Any]]]:
    env = _environment(world, tools)
    outside = Project(world, env, tools)
    _done(outside.lineal("init", "--template", "purchase", "shop"))
    shop = Project(world / "shop", env, tools)
    edit(shop, *_EDITS)
    answers = {}
    for version, seed in (("purchase@1", 7), ("purchase@2", 8)):
        _done(shop.run("python", "generate.py", "--rows", str(ROWS), "--seed", str(seed)))
        _done(shop.lineal("add", "-q", "data/students.csv"))
        _done(shop.lineal("run", "-q"))
        _committed(shop, version)
        _done(shop.lineal("models", "promote", version))
        answers[version] = _asked(shop, ASKED[version])
    edit(shop, (r"groups: \[.*\]", "groups: [IN, elsewhere, Atlantis]"))
    _done(shop.lineal("run", "-q"))
    _committed(shop, "purchase@3")
    return answers


def _environment(world: Path, tools: Tools) -> dict[str, str]:
    """Stages call the executable by its name, as in any terminal."""
    env = isolated_environment(world)
    return {**env, "PATH": f"{tools.lineal.parent}{os.pathsep}{env['PATH']}"}


def edit(project: Project, *edits: tuple[str, str]) -> None:
    """Patterns in params.yaml, each of which has to be there."""
    text = project.read("params.yaml")
    for pattern, text_after in edits:
        text, number = re.subn(pattern, text_after, text)
        assert number, pattern
    project.write({"params.yaml": text})


def rows_of(project: Project, number: int) -> list[dict[str, Any]]:
    """Rows of the data, without the target."""
    lines = project.read("data/students.csv").splitlines()
    names = lines[0].split(",")
    rows = [dict(zip(names, line.split(","), strict=True)) for line in lines[1 : number + 1]]
    return [
        {name: _value(text) for name, text in row.items() if name != "purchased"} for row in rows
    ]


@contextmanager
def serving(project: Project, what: str, *words: str) -> Iterator[int]:
    """The port of a server that is ready; it is ended by its id."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
    server = project.start(
        os.fspath(project.tools.lineal), "serve", what, "--port", str(port), *words
    )
    try:
        _wait(port, server)
        yield port
    finally:
        server.terminate()
        server.communicate(timeout=_PATIENCE)


def asked(port: int, row: dict[str, Any]) -> dict[str, Any]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)
    try:
        headers = {"Content-Type": "application/json"}
        connection.request("POST", "/predict", json.dumps(row), headers)
        answer: dict[str, Any] = json.load(connection.getresponse())
        return answer
    finally:
        connection.close()


def _asked(shop: Project, number: int) -> list[dict[str, Any]]:
    with serving(shop, "purchase") as port:
        return [{**asked(port, row), "row": row} for row in rows_of(shop, number)]


def _wait(port: int, server: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + _PATIENCE
    while server.poll() is None and time.monotonic() < deadline:
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise AssertionError(server.communicate(timeout=_PATIENCE))


def _committed(shop: Project, what: str) -> None:
    _done(shop.run("git", "add", "-A"))
    _done(shop.run("git", "commit", "-q", "-m", what))


def _done(outcome: Outcome) -> None:
    assert outcome.ok, outcome.stdout + outcome.stderr


def _value(text: str) -> Any:
    try:
        return float(text) if "." in text else int(text)
    except ValueError:
        return text
