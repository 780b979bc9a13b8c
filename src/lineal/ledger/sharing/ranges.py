"""A stretch of a writer's facts with the texts they name, as the objects a remote gets."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING, NamedTuple

from lineal.base.errors import LedgerError
from lineal.ledger.kept import kept_path, read_kept
from lineal.ledger.sharing.bundle import spell_bundle
from lineal.ledger.sharing.layout import segment_key, texts_key
from lineal.ledger.sharing.manifest import Range
from lineal.ledger.sharing.segment import spell_segment
from lineal.ledger.stored import facts_of, open_fact
from lineal.ledger.texts import texts_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lineal.ledger.fact import Fact
    from lineal.ledger.opened import Ledger
    from lineal.ledger.proving.redactions import Redactions
    from lineal.ledger.stored import KnownWriter

#: What a range may hold before another one begins: facts, and bytes of payloads and texts.
_MOST_FACTS = 20_000
_MOST_BYTES = 1 << 23


class Prepared(NamedTuple):
    """A range, and the objects that are to be there before it is named."""

    range: Range
    objects: dict[str, bytes]


def prepare(
    ledger: Ledger, writer: KnownWriter, first: int, last: int, redacted: Redactions
) -> Iterator[Prepared]:
    """The facts from ``first`` to ``last`` in as many ranges as that takes."""
    for facts in _together(ledger, writer, first, last):
        yield _prepared(ledger.directory, writer.id, facts, redacted)


def removed_in(facts: Iterable[Fact], redacted: Redactions) -> int:
    """How much of it is redacted: more than a remote has means that it has to go there too."""
    count = 0
    for fact in facts:
        count += fact.payload is None
        count += sum(each in redacted.texts for each in texts_of(fact.payload))
    return count


def read_facts(ledger: Ledger, writer: KnownWriter, first: int, last: int) -> Iterator[Fact]:
    for stored in facts_of(ledger.store, writer.num, first - 1):
        if stored.seq > last:
            return
        try:
            yield open_fact(stored, writer.id)
        except ValueError as exc:
            raise LedgerError(
                f"fact {stored.seq} of {writer.label} is damaged, and is not shared: {exc}",
                hint="lineal verify --ledger",
            ) from exc


def _together(ledger: Ledger, writer: KnownWriter, first: int, last: int) -> Iterator[list[Fact]]:
    facts: list[Fact] = []
    size = 0
    for fact in read_facts(ledger, writer, first, last):
        more = _size(ledger.directory, fact)
        if facts and (size + more > _MOST_BYTES or len(facts) >= _MOST_FACTS):
            yield facts
            facts, size = [], 0
        facts.append(fact)
        size += more
    if facts:
        yield facts


def _size(directory: str, fact: Fact) -> int:
    """Of payload and texts, roughly: it is only to be bounded."""
    paths = [kept_path(directory, each) for each in texts_of(fact.payload)]
    texts = sum(os.path.getsize(path) for path in paths if os.path.exists(path))
    return texts + len(str(fact.payload)) // 2


def _prepared(directory: str, writer: str, facts: list[Fact], redacted: Redactions) -> Prepared:
    segment = spell_segment(facts)
    texts = _bundle(directory, facts, redacted)
    first, last = facts[0], facts[-1]
    spelled = Range(
        first=first.seq,
        last=last.seq,
        hash=last.hash.hex(),
        segment=hashlib.sha256(segment).hexdigest(),
        texts=hashlib.sha256(texts).hexdigest() if texts else None,
        size=len(segment) + len(texts),
        removed=removed_in(facts, redacted),
    )
    objects = {segment_key(writer, first.seq, last.seq, spelled.segment): segment}
    if spelled.texts:
        objects[texts_key(writer, spelled.texts)] = texts
    return Prepared(spelled, objects)


def _bundle(directory: str, facts: list[Fact], redacted: Redactions) -> bytes:
    """Of the texts that are here: what was not fetched cannot be passed on."""
    digests = sorted({each for fact in facts for each in texts_of(fact.payload)})
    here = [
        each
        for each in digests
        if each not in redacted.texts and os.path.exists(kept_path(directory, each))
    ]
    return spell_bundle(read_kept(directory, each) for each in here)
