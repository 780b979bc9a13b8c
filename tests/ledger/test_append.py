"""Facts are appended all or none, in a chain, by as many processes as there are."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from lineal.base.errors import LedgerError
from lineal.ledger.append import append
from lineal.ledger.fact import START, NewFact, follows
from lineal.ledger.kinds import execution
from lineal.ledger.opened import open_store
from lineal.ledger.proving.chains import prove_chain
from lineal.ledger.stored import facts_of, open_fact, writers
from lineal.ledger.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from lineal.ledger.stores.port import Store

_WRITER = Writer("ann", "ann@here")
# Appends facts until it is killed, and says each one's number once it is appended.
_APPENDING = """
import itertools, os, sys
from lineal.ledger.append import append
from lineal.ledger.fact import NewFact
from lineal.ledger.opened import open_store
from lineal.ledger.writer import Writer

place, writer, most = sys.argv[1], sys.argv[2], int(sys.argv[3])
store = open_store(place)
for number in range(most) if most else itertools.count():
    id_ = writer.encode().ljust(8)[:8] + number.to_bytes(8, "big")
    makes = [{"path": f"{writer}/{number % 7}", "oid": id_.hex(), "size": number}]
    payload = {"stage": "train", "status": "ran", "makes": makes}
    append(store, Writer(writer, writer), [NewFact(id_, "execution", number, payload)])
    os.write(1, b"%d\\n" % number)
"""


def _fact(number: int, **more: object) -> NewFact:
    payload = {"stage": "train", "status": "ran", **more}
    return NewFact(number.to_bytes(16, "big"), execution.KIND, number, payload)


def _start(place: str, writer: str, most: int) -> subprocess.Popen[bytes]:
    words = [sys.executable, "-c", _APPENDING, place, writer, str(most)]
    return subprocess.Popen(words, stdout=subprocess.PIPE)


def _count(store: Store) -> int:
    ((count,),) = store.select("select count(*) from facts", [])
    return int(count)


def test_each_fact_follows_the_one_before(store: Store) -> None:
    """Over several transactions."""
    append(store, _WRITER, [_fact(1), _fact(2)])
    append(store, _WRITER, [_fact(3)])
    (writer,) = writers(store)
    facts = [open_fact(each, "ann") for each in facts_of(store, writer.num)]
    before = [START, *(fact.hash for fact in facts)]
    assert [True] * 3 == [follows(*each) for each in zip(facts, before, strict=False)]


def test_what_was_said_is_not_said_again(store: Store) -> None:
    """Whoever is not sure appends once more: the same id is the same fact."""
    append(store, _WRITER, [_fact(1), _fact(1)])
    added = append(store, _WRITER, [_fact(1), _fact(2)])
    assert (1, 2) == (len(added), _count(store))


def test_two_writers_may_say_the_same(store: Store) -> None:
    """Both facts are kept; the tables have it once."""
    append(store, _WRITER, [_fact(1)])
    append(store, Writer("bob", "bob@there"), [_fact(1)])
    ((rows,),) = store.select("select count(*) from executions", [])
    assert (2, 1) == (_count(store), rows)


def test_a_fact_that_cannot_be_said_leaves_none(store: Store) -> None:
    """All or none: here the last of three is not JSON."""
    with pytest.raises(ValueError, match="Out of range float"):
        append(store, _WRITER, [_fact(1), _fact(2), _fact(3, x=float("nan"))])
    assert 0 == _count(store)


def test_names_that_no_database_holds_are_escaped(store: Store) -> None:
    """A path need not be UTF-8, and may be long."""
    paths = ["a\udcff", "b\0", "c" * 5000]
    makes = [{"path": path, "oid": "x"} for path in paths]
    append(store, _WRITER, [_fact(1, makes=makes)])
    names = [name for (name,) in store.select("select text from names order by text", [])]
    assert ["a\\udcff", "b\\x00", 1000, "train"] == [*names[:2], len(names[2]), names[3]]


def test_a_size_is_learned_when_somebody_knows_it(store: Store) -> None:
    """Whoever named the bytes first need not have measured them."""
    append(store, _WRITER, [_fact(1, uses=[{"path": "a", "oid": "x"}])])
    append(store, _WRITER, [_fact(2, uses=[{"path": "a", "oid": "x", "size": 5}])])
    assert [(5,)] == store.select("select size from artifacts", [])


class Counting:
    """A store that counts what it is asked: each call is a round trip."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.calls = 0

    def __getattr__(self, name: str) -> object:
        self.calls += 1
        return getattr(self.store, name)


def test_the_number_of_round_trips_is_not_that_of_edges(new_place: Callable[[], str]) -> None:
    """A run of forty edges asks as often as one of one."""
    counts = []
    for edges in (1, 40):
        uses = [{"path": f"p{each}", "oid": f"o{each}"} for each in range(edges)]
        store = open_store(new_place())
        counting: Any = Counting(store)
        append(counting, _WRITER, [_fact(1, uses=uses)])
        store.close()
        counts.append(counting.calls)
    assert counts[0] == counts[1]


def test_eight_processes_append_at_once(place: str) -> None:
    """Every fact is there, and every chain is whole."""
    open_store(place).close()
    running = [_start(place, f"writer{number}", 5) for number in range(8)]
    codes = []
    for process in running:
        process.communicate(timeout=120)
        codes.append(process.returncode)
    store = open_store(place)
    chains = [prove_chain(store, each) for each in writers(store)]
    store.close()
    assert [0] * 8 == codes
    assert [(5, ())] * 8 == [(chain.facts, chain.breaks) for chain in chains]


def test_killed_at_any_moment_no_acknowledged_fact_is_missing(place: str) -> None:
    """What was said to be appended is there, and the ledger opens clean."""
    open_store(place).close()
    for after in (3, 29):
        process = _start(place, f"killed{after}", 0)
        assert process.stdout is not None
        said = [int(process.stdout.readline()) for _ in range(after)]
        process.send_signal(signal.SIGKILL)
        rest = process.stdout.read().split(b"\n")[:-1]
        process.wait()
        process.stdout.close()
        acknowledged = len(said) + len(rest)
        store = open_store(place)
        (writer,) = [each for each in writers(store) if each.id == f"killed{after}"]
        chain = prove_chain(store, writer)
        store.close()
        assert (True, ()) == (acknowledged <= chain.facts <= acknowledged + 1, chain.breaks)


def test_a_full_disk_is_said_and_leaves_nothing_behind(tmp_path: Path) -> None:
    """The facts from before are there, and others fit when there is room again."""
    place = f"{tmp_path}/ledger.db"
    store = open_store(place)
    append(store, _WRITER, [_fact(1)])
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (os.path.getsize(f"{place}-wal") + 10_000, hard))
    try:
        with pytest.raises(LedgerError, match=r"the ledger .*ledger\.db: (disk|database)"):
            append(store, _WRITER, [_fact(2, text=os.urandom(50_000).hex())])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, ignored)
    append(store, _WRITER, [_fact(3)])
    (chain,) = [prove_chain(store, each) for each in writers(store)]
    store.close()
    assert (2, ()) == (chain.facts, chain.breaks)
