"""Facts that a remote has and we have not come here, once they are proved to follow ours."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NamedTuple

from lineal.base.errors import LedgerError, RemoteMissing
from lineal.ledger.append import chain_end, insert
from lineal.ledger.fact import follows
from lineal.ledger.kept import keep
from lineal.ledger.projecting import Projector
from lineal.ledger.proving.rebuild import rebuild_within
from lineal.ledger.proving.redactions import (
    outstanding,
    redact_stored,
    redactions,
    remove_texts,
)
from lineal.ledger.sharing.bounded import read_bounded
from lineal.ledger.sharing.bundle import read_bundle
from lineal.ledger.sharing.heads import remote_heads
from lineal.ledger.sharing.layout import segment_key, texts_key
from lineal.ledger.sharing.memory import recall, remember
from lineal.ledger.sharing.push import read_from, refuse_fork
from lineal.ledger.sharing.segment import MOST_BYTES, read_segment
from lineal.ledger.stored import KnownWriter, writers
from lineal.ledger.texts import is_digest
from lineal.ledger.writer import Writer

if TYPE_CHECKING:
    from lineal.ledger.fact import Fact
    from lineal.ledger.opened import Ledger
    from lineal.ledger.proving.redactions import Redactions
    from lineal.ledger.sharing.heads import Heads
    from lineal.ledger.sharing.manifest import Manifest, Range
    from lineal.storage.remotes.port import Remote


class Pulled(NamedTuple):
    facts: int = 0
    texts: int = 0
    redacted: int = 0


def pull_facts(ledger: Ledger, remote: Remote, heads: Heads | None = None) -> Pulled:
    """What follows what is here is taken in; a writer whose facts do not is an error at the end."""
    memory = recall(ledger.directory, remote.url)
    heads = remote_heads(remote) if heads is None else heads
    here = {each.id: each for each in writers(ledger.store)}
    asked = redactions(ledger.store)
    facts = texts = 0
    problems: list[LedgerError] = []
    lasts = dict(memory.lasts)
    for writer, version in sorted(heads.items()):
        known = here.get(writer)
        reached = known.seq if known else 0
        if memory.heads.get(writer) == version and reached >= memory.lasts.get(writer, reached + 1):
            continue
        try:
            manifest, *counts = _pull_newest(ledger, remote, writer, known, asked)
        except LedgerError as exc:
            problems.append(exc)
            heads = {**heads, writer: ""}
            continue
        facts, texts = facts + counts[0], texts + counts[1]
        lasts[writer] = manifest.last
    removed = apply_redactions(ledger)
    now = memory._replace(heads=heads, lasts=lasts)
    if now != memory:
        remember(ledger.directory, remote.url, now)
    if problems:
        raise problems[0]
    return Pulled(facts, texts, removed)


def apply_redactions(ledger: Ledger) -> int:
    """What was redacted elsewhere is redacted here, whichever of the two came first."""
    store = ledger.store
    asked = redactions(store)
    found = outstanding(store, asked)
    if found:
        with store.writing():
            for stored in found:
                redact_stored(store, stored)
            rebuild_within(store)
    remove_texts(ledger.directory, sorted(asked.texts))
    if found:
        store.erase()
    return len(found)


def _pull_newest(
    ledger: Ledger,
    remote: Remote,
    writer: str,
    known: KnownWriter | None,
    asked: Redactions,
) -> tuple[Manifest, int, int]:
    """By its manifest; by the next one where a push has removed what this one names."""
    manifest = read_from(remote, writer)
    while True:
        try:
            return manifest, *_pull_writer(ledger, remote, manifest, known, asked)
        except RemoteMissing:
            before, manifest = manifest, read_from(remote, writer)
            if manifest == before:
                raise


def _pull_writer(
    ledger: Ledger,
    remote: Remote,
    manifest: Manifest,
    known: KnownWriter | None,
    asked: Redactions,
) -> tuple[int, int]:
    """How many facts and texts are new."""
    if known is not None:
        refuse_fork(ledger, known, manifest)
    reached = known.seq if known else 0
    facts = texts = 0
    for each in manifest.ranges:
        if each.last > reached:
            texts += _take_texts(ledger, remote, manifest.writer, each, asked)
            facts += _take_facts(ledger, remote, manifest, each)
    return facts, texts


def _take_texts(ledger: Ledger, remote: Remote, writer: str, each: Range, asked: Redactions) -> int:
    """Texts come before the facts that name them."""
    if each.texts is None:
        return 0
    key = texts_key(writer, each.texts)
    data = _read_whole(remote, key, each.texts)
    count = 0
    try:
        for text in read_bundle(data):
            if hashlib.sha256(text).hexdigest() not in asked.texts:
                keep(ledger.directory, text)
                count += 1
    except ValueError as exc:
        raise _damaged(remote, key, str(exc)) from exc
    return count


def _take_facts(ledger: Ledger, remote: Remote, manifest: Manifest, each: Range) -> int:
    key = segment_key(manifest.writer, each.first, each.last, each.segment)
    data = _read_whole(remote, key, each.segment)
    try:
        facts = list(read_segment(data, manifest.writer))
    except ValueError as exc:
        raise _damaged(remote, key, str(exc)) from exc
    store = ledger.store
    writer = Writer(manifest.writer, manifest.label)
    with store.writing():
        num, seq, before = chain_end(store, writer)
        new = [fact for fact in facts if fact.seq > seq]
        _prove(new, seq, before, each.last, manifest)
        if new:
            insert(store, Projector(store), num, new)
            store.run("advance_writer", new[-1].seq, new[-1].hash, num)
    return len(new)


def _prove(facts: list[Fact], seq: int, before: bytes, last: int, manifest: Manifest) -> None:
    """From the end of what is here to the end of the range, without gap or fork."""
    for fact in facts:
        if fact.seq != seq + 1:
            raise _broken(manifest, seq + 1, "it is missing")
        if not follows(fact, before):
            what = "it does not follow what is here, or is not what was written"
            raise _broken(manifest, fact.seq, f"{what} ({fact.kind} {fact.id.hex()})")
        seq, before = fact.seq, fact.hash
    if seq < last:
        raise _broken(manifest, seq + 1, "it is missing")


def _read_whole(remote: Remote, key: str, digest: str) -> bytes:
    data = read_bounded(remote, key, MOST_BYTES)
    if not is_digest(digest) or hashlib.sha256(data).hexdigest() != digest:
        raise _damaged(remote, key, "its bytes are not those that were pushed")
    return data


def _broken(manifest: Manifest, seq: int, what: str) -> LedgerError:
    return LedgerError(
        f"fact {seq} of {manifest.label or manifest.writer} on the remote: {what};"
        " nothing of it was taken in",
        hint="lineal verify --ledger where that writer is, and here",
    )


def _damaged(remote: Remote, key: str, what: str) -> LedgerError:
    return LedgerError(
        f"{remote.url}: {key}: {what}",
        hint="remove it there, and its writer's list; `lineal push` from a copy that has the"
        " facts sends them again",
    )
