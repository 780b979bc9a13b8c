"""What was redacted is gone, and the chain holds."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from lineal.base.errors import TargetError
from lineal.ledger.kept import keep, kept_path
from lineal.ledger.opening import Ledger, open_store
from lineal.ledger.proving.prove import prove
from lineal.ledger.proving.redact import Order, find_target, redact
from tests.ledger.builder import Builder

if TYPE_CHECKING:
    from pathlib import Path

    from lineal.ledger.stores.port import Store

_ORDER = Order(b"\x01" * 16, 1, "ann@example.org", "a password")
_WORDS = "hunter2-correct-horse"


def _ledger(store: Store, tmp_path: Path) -> tuple[Ledger, bytes]:
    build = Builder(store)
    build.execution("first")
    params = {"password": _WORDS, f"of.{_WORDS}": 1}
    id_ = build.execution(_WORDS, params=params, makes={f"{_WORDS}.csv": "x"})
    build.execution("last")
    return Ledger(store, build.writer, f"{tmp_path}/ledger"), id_


def test_a_redacted_fact_leaves_a_chain_that_holds(store: Store, tmp_path: Path) -> None:
    """Its digest stays; salt and payload do not."""
    ledger, id_ = _ledger(store, tmp_path)
    redact(ledger, find_target(ledger, id_.hex()[-8:]), _ORDER)
    proof = prove(ledger)
    assert (True, 1, 4) == (proof.holds, proof.redacted, proof.facts)


def test_the_tables_say_nothing_of_it_any_more(store: Store, tmp_path: Path) -> None:
    """Nor do names that nothing else has."""
    ledger, id_ = _ledger(store, tmp_path)
    redact(ledger, find_target(ledger, f"exec:{id_.hex()}"), _ORDER)
    names = store.select("select text from names order by text", [])
    assert [("first",), ("last",)] == names


def test_no_byte_of_it_is_left_on_the_disk(tmp_path: Path) -> None:
    """Neither in the file nor in what lies beside it."""
    store = open_store(f"{tmp_path}/db/ledger.db")
    ledger, id_ = _ledger(store, tmp_path)
    before = _holds(tmp_path, _WORDS)
    redact(ledger, find_target(ledger, id_.hex()), _ORDER)
    after = _holds(tmp_path, _WORDS)
    store.close()
    assert (True, False) == (before, after)


def test_its_log_goes_with_it_unless_others_have_the_same(store: Store, tmp_path: Path) -> None:
    """A text is kept once for all facts that name it."""
    ledger, _ = _ledger(store, tmp_path)
    own, shared = keep(ledger.directory, b"own"), keep(ledger.directory, b"shared")
    build = Builder(store)
    build.execution("other", log=shared, at=5)
    id_ = build.execution("train", log=own, dirty=shared, at=6)
    redact(ledger, find_target(ledger, id_.hex()), _ORDER)
    left = [os.path.exists(kept_path(ledger.directory, each)) for each in (own, shared)]
    assert [False, True] == left


def test_a_text_alone_can_be_redacted(store: Store, tmp_path: Path) -> None:
    """The facts that name it stay, and it is not missed."""
    ledger, _ = _ledger(store, tmp_path)
    log = keep(ledger.directory, b"a log with a password")
    Builder(store).execution("train", log=log, at=5)
    done = redact(ledger, find_target(ledger, log[:12]), _ORDER)
    proof = prove(ledger)
    assert ((log,), True, 0) == (done.texts, proof.holds, proof.redacted)


def test_a_redaction_stays(store: Store, tmp_path: Path) -> None:
    """It is the record of what was removed."""
    ledger, id_ = _ledger(store, tmp_path)
    redact(ledger, find_target(ledger, id_.hex()), _ORDER)
    with pytest.raises(TargetError, match="is a redaction"):
        find_target(ledger, _ORDER.id.hex())


def test_what_is_not_there_is_said_so(store: Store, tmp_path: Path) -> None:
    """With a hint where to look."""
    ledger, _ = _ledger(store, tmp_path)
    with pytest.raises(TargetError, match="no fact and no text deadbeef"):
        find_target(ledger, "deadbeef")


def _holds(directory: Path, text: str) -> bool:
    """Whether any file has these bytes; payloads are packed, names of the tables are not."""
    return any(
        text.encode() in file.read_bytes() for file in directory.rglob("*") if file.is_file()
    )


def test_the_last_log_of_the_stage_is_no_second_copy(store: Store, tmp_path: Path) -> None:
    """The engine keeps it by the name of the stage; a later one says something else and stays."""
    ledger, _ = _ledger(store, tmp_path)
    logs = tmp_path / "logs"
    logs.mkdir()
    (logs / "train.log").write_bytes(b"a password")
    (logs / "other.log").write_bytes(b"a song")
    log = keep(ledger.directory, b"a password")
    id_ = Builder(store).execution("train", log=log, at=5)
    redact(ledger, find_target(ledger, id_.hex()), _ORDER)

    assert ["other.log"] == os.listdir(logs)
