"""Two copies of a project share what they know through a remote, and neither loses anything."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from lineal.base.errors import LedgerError, RemoteError
from lineal.ledger.kept import keep, kept_path
from lineal.ledger.kinds import redaction
from lineal.ledger.opened import Ledger, open_store
from lineal.ledger.proving.prove import prove
from lineal.ledger.proving.redact import Order, find_target, redact
from lineal.ledger.sharing import push as pushing
from lineal.ledger.sharing.layout import INDEX, manifest_key
from lineal.ledger.sharing.manifest import read_manifest
from lineal.ledger.sharing.pull import pull_facts
from lineal.ledger.sharing.push import push_facts
from lineal.ledger.writer import Writer
from lineal.storage.remotes.memory import CORRUPT, FAIL, TRUNCATE, MemoryRemote
from tests.ledger.builder import Builder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

Copy = tuple[Ledger, Builder]


@pytest.fixture
def new_copy(tmp_path: Path, new_place: Callable[[], str]) -> Iterator[Callable[[str], Copy]]:
    """A copy of the project by name, with a ledger of its own, in each kind of store in turn."""
    stores = []

    def make(name: str) -> Copy:
        directory = f"{tmp_path}/{name}"
        store = open_store(new_place())
        stores.append(store)
        writer = Writer(name * 8, f"{name}@here")
        return Ledger(store, writer, directory), Builder(store, writer)

    yield make
    for store in stores:
        store.close()


@pytest.fixture
def ann(new_copy: Callable[[str], Copy]) -> Copy:
    copy = new_copy("ann")
    for stage in ("prepare", "train"):
        log = keep(copy[0].directory, f"the log of {stage}".encode())
        copy[1].execution(stage, uses={"in": "x"}, makes={stage: stage}, log=log)
    return copy


@pytest.fixture
def bob(new_copy: Callable[[str], Copy]) -> Copy:
    return new_copy("bob")


@pytest.fixture
def remote() -> MemoryRemote:
    return MemoryRemote()


def _stages(ledger: Ledger) -> list[str]:
    sql = "select n.text from executions e join names n on n.num = e.stage order by n.text"
    return [text for (text,) in ledger.store.select(sql, [])]


def test_facts_and_texts_arrive_and_hold(ann: Copy, bob: Copy, remote: MemoryRemote) -> None:
    """As if they had been written there."""
    push_facts(ann[0], remote)
    done = pull_facts(bob[0], remote)
    proof = prove(bob[0])
    assert (2, 2, True, 2) == (done.facts, done.texts, proof.holds, proof.texts.checked)


def test_both_have_what_both_know(ann: Copy, bob: Copy, remote: MemoryRemote) -> None:
    """A union that keeps both chains."""
    bob[1].execution("evaluate")
    push_facts(ann[0], remote)
    push_facts(bob[0], remote)
    pull_facts(ann[0], remote)
    pull_facts(bob[0], remote)
    assert ["evaluate", "prepare", "train"] == _stages(ann[0]) == _stages(bob[0])


def test_nothing_new_costs_one_request(ann: Copy, bob: Copy, remote: MemoryRemote) -> None:
    """Pushing and pulling again only looks at the list of writers."""
    push_facts(ann[0], remote)
    pull_facts(bob[0], remote)
    remote.calls.clear()
    push_facts(ann[0], remote)
    pull_facts(bob[0], remote)
    assert {"list": 2} == dict(remote.calls)


def test_only_what_is_new_travels(ann: Copy, bob: Copy, remote: MemoryRemote) -> None:
    """A writer whose facts are there is not read again."""
    bob[1].execution("evaluate")
    push_facts(bob[0], remote)
    push_facts(ann[0], remote)
    pull_facts(bob[0], remote)
    ann[1].execution("late")
    push_facts(ann[0], remote)
    remote.calls.clear()
    assert 1 == pull_facts(bob[0], remote).facts


def test_many_pushes_leave_few_objects(ann: Copy, remote: MemoryRemote) -> None:
    """Small ranges grow together, and nothing unused stays behind."""
    for number in range(5):
        ann[1].execution(f"stage{number}")
        push_facts(ann[0], remote)
    manifest = read_manifest(remote.objects[manifest_key("ann" * 8)], "ann" * 8)
    expected = sorted([*manifest.keys(), manifest_key("ann" * 8), INDEX])
    assert (1, expected) == (len(manifest.ranges), sorted(remote.objects))


def test_texts_that_two_have_alike_stay_for_the_other(
    ann: Copy, bob: Copy, remote: MemoryRemote, new_copy: Callable[[str], Copy]
) -> None:
    """What one no longer needs there may be what the other's facts name."""
    bob[1].execution("prepare", log=keep(bob[0].directory, b"the log of prepare"))
    bob[1].execution("train", log=keep(bob[0].directory, b"the log of train"))
    push_facts(bob[0], remote)
    push_facts(ann[0], remote)
    ann[1].execution("late", log=keep(ann[0].directory, b"another"))
    push_facts(ann[0], remote)

    assert (5, 5) == pull_facts(new_copy("cid")[0], remote)[:2]


def test_who_pulls_while_somebody_pushes_gets_what_is_there_then(
    ann: Copy, bob: Copy, remote: MemoryRemote
) -> None:
    """Small ranges that grow together go, and somebody is about to read them."""
    push_facts(ann[0], remote)
    ann[1].execution("late")

    def meanwhile(call: str, key: str) -> None:
        if call == "stream" and "/segments/" in key:
            remote.before = None
            push_facts(ann[0], remote)

    remote.before = meanwhile
    pull_facts(bob[0], remote)

    assert ["late", "prepare", "train"] == _stages(bob[0])


def test_two_who_push_at_once_lose_nothing(
    ann: Copy, bob: Copy, remote: MemoryRemote, new_copy: Callable[[str], Copy]
) -> None:
    """Each writes only what is its own."""
    bob[1].execution("evaluate")

    def meanwhile(call: str, key: str) -> None:
        if call == "write" and key == manifest_key("ann" * 8):
            remote.before = None
            push_facts(bob[0], remote)

    remote.before = meanwhile
    push_facts(ann[0], remote)
    cid, _ = new_copy("cid")
    pull_facts(cid, remote)
    assert ["evaluate", "prepare", "train"] == _stages(cid)


def test_an_interrupted_push_goes_on(ann: Copy, bob: Copy, remote: MemoryRemote) -> None:
    """What is not named by a manifest is not there for anybody."""
    remote.fault(FAIL, "write", "*/writers/*")
    with pytest.raises(RemoteError, match="failed"):
        push_facts(ann[0], remote)
    before = pull_facts(bob[0], remote).facts
    push_facts(ann[0], remote)
    assert (0, 2) == (before, pull_facts(bob[0], remote).facts)


@pytest.mark.parametrize("what", [CORRUPT, TRUNCATE])
@pytest.mark.parametrize("where", ["segments", "texts", "writers"])
def test_what_arrives_damaged_is_not_taken_in(
    ann: Copy, bob: Copy, remote: MemoryRemote, what: str, where: str
) -> None:
    """Nothing of it; the next pull gets it whole."""
    push_facts(ann[0], remote)
    remote.fault(what, "stream", f"*/{where}/*")
    with pytest.raises(LedgerError, match=r"not those that were pushed|makes no sense"):
        pull_facts(bob[0], remote)
    before = _stages(bob[0])
    pull_facts(bob[0], remote)
    assert ([], ["prepare", "train"]) == (before, _stages(bob[0]))


def test_a_chain_that_forks_is_named(
    ann: Copy, remote: MemoryRemote, new_copy: Callable[[str], Copy]
) -> None:
    """The same writer cannot have said two different things in one place."""
    push_facts(ann[0], remote)
    other, _ = new_copy("eve")
    build = Builder(other.store, ann[0].writer)
    for stage in ("something", "else", "altogether"):
        build.execution(stage)
    with pytest.raises(LedgerError, match=r"ann@here are not the same here and on the remote"):
        pull_facts(other, remote)
    assert ["altogether", "else", "something"] == _stages(other)


def test_a_tail_that_was_cut_is_noticed(
    ann: Copy, remote: MemoryRemote, new_copy: Callable[[str], Copy]
) -> None:
    """The remote has seen more of this copy than it has left; it gives it back."""
    push_facts(ann[0], remote)
    cut, _ = new_copy("cut")
    lost = cut._replace(writer=ann[0].writer)
    pull_facts(lost, remote)
    store = lost.store
    ((hash_,),) = store.select("select hash from facts where seq = 1", [])
    for sql in ("delete from makes", "delete from uses", "delete from executions"):
        store.select(f"{sql} returning 1", [])
    store.select("delete from facts where seq = 2 returning 1", [])
    store.select("update writers set seq = 1, hash = ? returning 1", [hash_])
    with pytest.raises(LedgerError, match="the end of its chain is gone"):
        push_facts(lost, remote)
    assert 1 == pull_facts(lost, remote).facts


def test_a_redaction_reaches_copies_and_the_remote(
    ann: Copy, bob: Copy, remote: MemoryRemote, new_copy: Callable[[str], Copy]
) -> None:
    """Whoever had it loses it, and who comes later never gets it."""
    secret = ann[1].execution("secret", log=keep(ann[0].directory, b"a log with a password"))
    push_facts(ann[0], remote)
    pull_facts(bob[0], remote)
    order = Order(b"\x01" * 16, 1, "ann", "a password")
    log = redact(ann[0], find_target(ann[0], secret.hex()), order).texts[0]
    push_facts(ann[0], remote)
    pull_facts(bob[0], remote)
    cid, _ = new_copy("cid")
    pull_facts(cid, remote)
    left = [os.path.exists(kept_path(each.directory, log)) for each in (ann[0], bob[0], cid)]
    proofs = [prove(each) for each in (ann[0], bob[0], cid)]
    assert [False] * 3 == left
    assert [(True, 1)] * 3 == [(proof.holds, proof.redacted) for proof in proofs]


def test_a_fact_that_comes_after_its_redaction_is_redacted(
    ann: Copy, bob: Copy, remote: MemoryRemote
) -> None:
    """A redaction waits for what it is about."""
    id_ = ann[1].execution("secret")
    bob[1].fact(redaction.KIND, {"fact": id_.hex(), "reason": "a password"})
    push_facts(ann[0], remote)
    done = pull_facts(bob[0], remote)
    assert (1, ["prepare", "train"]) == (done.redacted, _stages(bob[0]))


def test_who_redacted_foreign_facts_replaces_them_on_the_remote(
    ann: Copy, bob: Copy, remote: MemoryRemote
) -> None:
    """It need not be the writer who removes it."""
    id_ = ann[1].execution("secret")
    push_facts(ann[0], remote)
    pull_facts(bob[0], remote)
    before = set(remote.objects)
    redact(bob[0], find_target(bob[0], id_.hex()), Order(b"\x01" * 16, 1, "bob", "a password"))
    push_facts(bob[0], remote)
    manifest = read_manifest(remote.objects[manifest_key("ann" * 8)], "ann" * 8)
    gone = {key for key in before if key not in remote.objects}
    assert (1, 1) == (manifest.ranges[0].removed, len([key for key in gone if "/segm" in key]))


def test_a_fact_that_makes_no_sense_is_kept_and_adds_nothing(
    ann: Copy, bob: Copy, remote: MemoryRemote
) -> None:
    """It does not stop what comes after it."""
    ann[1].fact("execution", {"stage": 5, "status": None, "uses": [{"path": 1 << 80}]})
    ann[1].fact("execution", {"stage": "\ud800\0", "status": "ran", "uses": "no"})
    ann[1].execution("after")
    push_facts(ann[0], remote)
    pull_facts(bob[0], remote)
    assert (["after", "prepare", "train"], True) == (_stages(bob[0]), prove(bob[0]).holds)


def test_a_web_server_is_read_by_its_index(ann: Copy, bob: Copy, remote: MemoryRemote) -> None:
    """It cannot list."""
    push_facts(ann[0], remote)
    web = MemoryRemote(remote.objects, url="https://example.org/store")
    done = pull_facts(bob[0], web)
    assert (2, 0) == (done.facts, web.calls["list"])


def test_a_large_history_is_several_ranges(
    ann: Copy, bob: Copy, remote: MemoryRemote, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each of a bounded size, and never read again once it is large."""
    monkeypatch.setattr("lineal.ledger.sharing.ranges._MOST_FACTS", 3)
    monkeypatch.setattr(pushing, "_SMALL", 1)
    with ann[1].together():
        for number in range(8):
            ann[1].execution(f"stage{number}")
    push_facts(ann[0], remote)
    manifest = read_manifest(remote.objects[manifest_key("ann" * 8)], "ann" * 8)
    spans = [(each.first, each.last) for each in manifest.ranges]
    assert ([(1, 3), (4, 6), (7, 9), (10, 10)], 10) == (spans, pull_facts(bob[0], remote).facts)
