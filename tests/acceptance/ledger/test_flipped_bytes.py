"""One bit that is another, wherever it is kept: ``lineal verify`` names what it was of."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.acceptance.harness.project import Project

PIPELINE = """\
stages:
  shout: {cmd: 'echo shouting; tr a-z A-Z < quiet.txt > loud.txt', deps: [quiet.txt],
    outs: [loud.txt]}
"""


@pytest.fixture
def ran(project: Project) -> Project:
    """One stage that ran, and was committed."""
    project.write({"dvc.yaml": PIPELINE, "quiet.txt": "a word\n"})
    assert project.lineal("run").ok
    assert project.lineal("verify").ok
    return project


def test_a_byte_of_a_fact_in_the_file_of_the_database(ran: Project) -> None:
    """What the execution was is not what was written: it is named, by kind and id."""
    file = ran.root / ".lineal/ledger/ledger.db"
    with closing(sqlite3.connect(file)) as ledger:
        ledger.execute("pragma wal_checkpoint(truncate)")
        (payload,) = ledger.execute("select payload from facts where kind = 'execution'").fetchone()
    (row,) = asked(ran, "log", "--executions")["executions"]
    # Larger than a page it would go on elsewhere; its beginning is enough to find it.
    flip(file, file.read_bytes().index(payload[:64]) + 32)

    done = ran.lineal("verify", "--ledger")
    assert (done.exit_code, "execution" in done.stdout) == (1, True)
    assert row["id"][-8:] in done.stdout


def test_a_byte_of_a_kept_log(ran: Project) -> None:
    """By the digest that the fact knows it by."""
    logs = [path for path in (ran.root / ".lineal/ledger/kept").rglob("*") if path.is_file()]
    for log in logs:
        log.chmod(0o644)
        flip(log, log.stat().st_size // 2)

    done = ran.lineal("verify", "--ledger")
    named = [log for log in logs if digest(ran, log)[:12] in done.stdout]
    assert (done.exit_code, named) == (1, logs)


def test_a_byte_of_an_object_of_the_cache(ran: Project) -> None:
    """By the path of what it is in the project."""
    (file,) = [path for path in (ran.root / ".dvc/cache/files").rglob("*") if path.is_file()]
    file.chmod(0o644)
    flip(file, 0)

    done = ran.lineal("verify", "--cache")
    assert (done.exit_code, "loud.txt" in done.stdout) == (1, True)


def flip(file: Path, place: int) -> None:
    data = bytearray(file.read_bytes())
    data[place] ^= 1
    file.write_bytes(data)


def digest(project: Project, kept: Path) -> str:
    """Its name, with that of its folder."""
    return kept.relative_to(project.root / ".lineal/ledger/kept").as_posix().replace("/", "")


def asked(project: Project, *argv: str) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = json.loads(project.lineal(*argv, "--json").stdout)
    return found
