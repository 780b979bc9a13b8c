"""The ledger as a person meets it: info, verify, redact, rebuild, and through a remote."""

from __future__ import annotations

import json
import shutil
import sqlite3
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.pipeline.place import Place

_LOG = "select id from executions"


@pytest.fixture
def shared(place: Place) -> Place:
    """One stage that ran, and a folder as remote; nothing is pushed."""
    place.write({".dvc/config": "[core]\n    remote = r\n['remote \"r\"']\n    url = ../store\n"})
    stage = {"cmd": "echo hunter2; echo 1 > out", "outs": ["out"]}
    place.write({"dvc.yaml": json.dumps({"stages": {"make": stage}})})
    assert place.lineal("run").ok
    return place


def _ask(place: Place, sql: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(place.root / ".lineal/ledger/ledger.db")
    try:
        with connection:
            return connection.execute(sql).fetchall()
    finally:
        connection.close()


def _proof(place: Place) -> dict[str, object]:
    found: dict[str, object] = json.loads(place.lineal("verify", "--ledger", "--json").stdout)
    return found


def test_verify_proves_the_ledger_too(shared: Place) -> None:
    """Without flags, everything there is."""
    said = shared.lineal("verify").stdout.splitlines()
    assert "ledger: 3 facts of 1 writer, 1 text proved, all are whole." == said[-1]


def test_a_changed_fact_is_named_with_what_mends_it(shared: Place) -> None:
    """Exit 1, the place, the kind, the id."""
    _ask(shared, "update facts set time = 5 where kind = 'execution'")
    ((id_,),) = _ask(shared, "select hex(id) from facts where kind = 'execution'")
    outcome = shared.lineal("verify", "--ledger")
    named = f"(execution {str(id_).lower()}, 1970-01-01 00:00:00 UTC): it is not what was written"
    assert (1, True) == (outcome.exit_code, named in outcome.stdout)


def test_a_file_that_is_no_ledger_is_a_finding(shared: Place) -> None:
    """Not the end of verify."""
    (shared.root / ".lineal/ledger/ledger.db").write_bytes(b"garbage" * 999)
    outcome = shared.lineal("verify")
    assert (1, True) == (outcome.exit_code, "file is not a database" in outcome.stdout)


def test_info_prints_heads_to_be_written_down(shared: Place) -> None:
    """All digits of them as JSON."""
    ((head,),) = _ask(shared, "select hex(hash) from writers")
    said = json.loads(shared.lineal("ledger", "info", "--json").stdout)
    assert [str(head).lower()] == [each["head"] for each in said["writers"]]


def test_rebuild_mends_the_tables(shared: Place) -> None:
    """They are a view of the facts."""
    _ask(shared, "delete from makes")
    before = shared.lineal("verify", "--ledger").exit_code
    assert shared.lineal("ledger", "rebuild").ok
    assert (1, 0) == (before, shared.lineal("verify", "--ledger").exit_code)


def test_nothing_is_redacted_without_being_sure(shared: Place) -> None:
    """There is no way back."""
    ((id_,),) = _ask(shared, "select hex(id) from executions")
    outcome = shared.lineal("ledger", "redact", str(id_), "--reason", "x")
    assert (2, 1) == (outcome.exit_code, len(_ask(shared, _LOG)))


def test_a_lost_ledger_comes_back_from_the_remote(shared: Place) -> None:
    """The old chain goes on where it was; what is new is of a new writer."""
    assert shared.lineal("push").ok
    shutil.rmtree(shared.root / ".lineal/ledger")
    shared.write({"dvc.yaml": json.dumps({"stages": {"other": {"cmd": "true"}}})})
    assert shared.lineal("run").ok
    assert shared.lineal("pull").ok
    proof = _proof(shared)["ledger"]
    assert isinstance(proof, dict)
    assert (True, 2) == (proof["holds"], proof["writers"])


def test_data_goes_without_the_ledger_when_asked(shared: Place) -> None:
    """Nothing of it is on the remote."""
    outcome = shared.lineal("push", "--no-ledger")
    assert (True, False) == (outcome.ok, (shared.root / "store/.lineal").exists())


def test_a_ledger_that_does_not_get_through_is_said(shared: Place) -> None:
    """The data did, and the exit code says that not all did."""
    (shared.root / "store").mkdir()
    (shared.root / "store/.lineal").write_text("a file in the way")
    outcome = shared.lineal("push")
    assert (1, "1 file pushed") == (outcome.exit_code, outcome.stdout.strip())
