"""Facts that a remote does not have yet go there; what was redacted goes from there.

Objects come before the manifest that names them: whatever happens in between, a reader sees
the old manifest or the new one, and the next push goes on from there.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from lineal.base.errors import LedgerError, RemoteError
from lineal.ledger.proving.redactions import Redactions, redactions
from lineal.ledger.sharing.bounded import read_bounded
from lineal.ledger.sharing.heads import cannot_list, remote_heads, write_index
from lineal.ledger.sharing.layout import manifest_key
from lineal.ledger.sharing.manifest import (
    MOST_BYTES,
    Manifest,
    keys_of,
    read_manifest,
    spell_manifest,
)
from lineal.ledger.sharing.memory import recall, remember
from lineal.ledger.sharing.ranges import prepare, read_facts, removed_in
from lineal.ledger.stored import writers

if TYPE_CHECKING:
    from lineal.ledger.opened import Ledger
    from lineal.ledger.sharing.heads import Heads
    from lineal.ledger.sharing.manifest import Range
    from lineal.ledger.sharing.memory import Memory
    from lineal.ledger.stored import KnownWriter
    from lineal.storage.remotes.port import Remote

# Small ranges grow together, so that a thousand pushes are not a thousand objects to read.
_SMALL = 1 << 20
_NOTHING_REDACTED = Redactions()


class Pushed(NamedTuple):
    """How many facts are new there, and how many redacted ones were replaced there."""

    facts: int = 0
    replaced: int = 0


class Plan(NamedTuple):
    """``kept`` stay as they are; from ``first`` on everything is sent; ``stale`` are replaced."""

    kept: tuple[Range, ...]
    first: int
    stale: tuple[Range, ...]


def push_facts(ledger: Ledger, remote: Remote, heads: Heads | None = None) -> Pushed:
    """`LedgerError` where the chain there and the one here are not the same."""
    memory = recall(ledger.directory, remote.url)
    heads = remote_heads(remote) if heads is None else heads
    ((count,),) = ledger.store.rows("count_redactions")
    # What a remote has is looked through only when there is something new to be removed.
    redacted = redactions(ledger.store)
    news = redacted if count != memory.redactions else _NOTHING_REDACTED
    written: Heads = {}
    there: dict[str, int] = {}
    facts = replaced = 0
    for writer in writers(ledger.store):
        if _is_done(writer, heads, memory, count):
            there[writer.id] = writer.seq
            continue
        had = read_from(remote, writer.id) if writer.id in heads else Manifest(writer.id, "")
        new, version = _push_writer(ledger, remote, writer, had, redacted, news)
        facts += max(new.last - had.last, 0)
        replaced += _removed(new, had.last) - _removed(had, had.last)
        if new.last == writer.seq:
            there[writer.id] = writer.seq
        if version is not None:
            written[writer.id] = version
    if written:
        heads = _tell(remote, heads, written)
    # Of others' facts only those that are here too: what is not, a pull has yet to bring.
    seen = {each: heads[each] for each in there if each in heads}
    now = memory._replace(heads=seen, lasts=there, redactions=count)
    if now != memory:
        remember(ledger.directory, remote.url, now)
    return Pushed(facts, max(replaced, 0))


def _removed(manifest: Manifest, last: int) -> int:
    """What is redacted in ranges that had begun by then."""
    return sum(each.removed for each in manifest.ranges if each.first <= last)


def _tell(remote: Remote, heads: Heads, written: Heads) -> Heads:
    """Whoever cannot list is told what is there."""
    write_index(remote, written)
    return {**heads, **written} if cannot_list(remote) else remote_heads(remote)


def read_from(remote: Remote, writer: str) -> Manifest:
    return read_manifest(read_bounded(remote, manifest_key(writer), MOST_BYTES), writer)


def refuse_fork(ledger: Ledger, writer: KnownWriter, manifest: Manifest) -> None:
    """Where both have a fact it is the same one: only then one chain is the start of the other."""
    for each in reversed(manifest.ranges):
        if each.last <= writer.seq:
            ((hash_,),) = ledger.store.rows("hash_at", writer.num, each.last) or ((b"",),)
            if bytes(hash_).hex() == each.hash:
                return
            raise LedgerError(
                f"the facts of {writer.label} are not the same here and on the remote,"
                f" at {each.last} or before",
                hint="lineal verify --ledger says whether those here are whole; where they are"
                " not, move the ledger away and `lineal pull`",
            )


def _is_done(writer: KnownWriter, heads: Heads, memory: Memory, redactions_known: int) -> bool:
    seen = memory.heads.get(writer.id)
    return not writer.seq or (
        seen is not None
        and seen == heads.get(writer.id)
        and memory.lasts.get(writer.id) == writer.seq
        and memory.redactions == redactions_known
    )


def _push_writer(
    ledger: Ledger,
    remote: Remote,
    writer: KnownWriter,
    had: Manifest,
    redacted: Redactions,
    news: Redactions,
) -> tuple[Manifest, str | None]:
    """What is there now, and its version when that is new."""
    _refuse_cut(ledger, writer, had)
    refuse_fork(ledger, writer, had)
    plan = _plan(ledger, writer, had, news)
    if plan.first > writer.seq and not plan.stale:
        return had, None
    replaced = {
        each: tuple(_send(ledger, remote, writer, (each.first, each.last), redacted))
        for each in plan.stale
    }
    ranges = [new for old in plan.kept for new in replaced.get(old, (old,))]
    if plan.first <= writer.seq:
        ranges += _send(ledger, remote, writer, (plan.first, writer.seq), redacted)
    new = Manifest(writer.id, writer.label, tuple(ranges))
    data = spell_manifest(new)
    remote.write(manifest_key(writer.id), data)
    _remove_unused(remote, had, new)
    return new, hashlib.sha256(data).hexdigest()


def _send(
    ledger: Ledger,
    remote: Remote,
    writer: KnownWriter,
    span: tuple[int, int],
    redacted: Redactions,
) -> list[Range]:
    sent = []
    for prepared in prepare(ledger, writer, *span, redacted):
        for key, data in prepared.objects.items():
            remote.write(key, data)
        sent.append(prepared.range)
    return sent


def _plan(ledger: Ledger, writer: KnownWriter, had: Manifest, news: Redactions) -> Plan:
    kept = list(had.ranges)
    first = had.last + 1
    # Only its own copy has all the texts of a writer.
    if writer.seq >= first and writer.id == ledger.writer.id:
        grown = 0
        while kept and kept[-1].size < _SMALL and kept[-1].size <= 2 * max(grown, _SMALL >> 6):
            grown += kept[-1].size
            first = kept.pop().first
    stale = tuple(
        each
        for each in kept
        if (news.facts or news.texts)
        and each.last <= writer.seq
        and removed_in(read_facts(ledger, writer, each.first, each.last), news) > each.removed
    )
    return Plan(tuple(kept), first, stale)


def _refuse_cut(ledger: Ledger, writer: KnownWriter, had: Manifest) -> None:
    """Nobody but this copy makes facts of its own: more of them there means fewer here."""
    if writer.id == ledger.writer.id and had.last > writer.seq:
        raise LedgerError(
            f"the remote has {had.last} facts of this copy, here are {writer.seq}:"
            " the end of its chain is gone",
            hint="lineal pull brings it back",
        )


def _remove_unused(remote: Remote, had: Manifest, new: Manifest) -> None:
    used = set(new.keys())
    gone = [key for each in had.ranges for key in keys_of(had.writer, each) if key not in used]
    # A web server removes nothing. What is left there is named by no manifest.
    with suppress(RemoteError):
        if gone:
            remote.remove(gone)
