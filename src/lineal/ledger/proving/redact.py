"""Removing what one fact says, or one kept text, from here; everybody else follows."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lineal.base.errors import TargetError
from lineal.base.ids import BYTES, parse, tail_range
from lineal.ledger.append import append_within
from lineal.ledger.fact import NewFact
from lineal.ledger.kinds import redaction
from lineal.ledger.proving.rebuild import rebuild_within
from lineal.ledger.proving.redactions import redact_stored, remove_texts
from lineal.ledger.proving.texts import kept_digests
from lineal.ledger.stored import Stored, all_facts, open_fact, read_fact
from lineal.ledger.texts import texts_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lineal.ledger.opened import Ledger
    from lineal.ledger.stores.port import Store

_SHORT = 8
_LEAST = 4
_HINT = "lineal log shows ids of runs; all digits of an id name any fact, or any kept text"


class Target(NamedTuple):
    """What is meant: facts under one id (several writers may have said it), or a text."""

    facts: tuple[Stored, ...] = ()
    text: str | None = None


class Redacted(NamedTuple):
    facts: int
    texts: tuple[str, ...]


class Order(NamedTuple):
    """Who wants it and why; ``id`` and ``time`` are those of the new fact."""

    id: bytes
    time: int
    author: str
    reason: str


def find_target(ledger: Ledger, ref: str) -> Target:
    """An id of a fact or its last eight digits, as people are shown them; or a kept text's."""
    digits = ref.rpartition(":")[2].replace("-", "").lower()
    ids = list(_ids(ledger.store, digits))
    if len(ids) > 1:
        found = ", ".join(id_.hex() for id_ in ids[:5])
        raise TargetError(f"{ref} is the start of several ids: {found}", hint="give all digits")
    if ids:
        facts = tuple(Stored(*row) for row in ledger.store.rows("facts_with_ids", ids))
        _refuse_pointless(ref, facts)
        return Target(facts)
    texts = [each for each in kept_digests(ledger.directory) if each.startswith(digits)]
    if len(digits) < _LEAST or not texts:
        raise TargetError(f"the ledger has no fact and no text {ref}", hint=_HINT)
    if len(texts) > 1:
        raise TargetError(f"{ref} is the start of several texts", hint="give more digits")
    return Target(text=texts[0])


def redact(ledger: Ledger, target: Target, order: Order) -> Redacted:
    """The payload goes, its digest stays, and so does a fact that says who did it and why."""
    store = ledger.store
    with store.writing():
        named = {each for fact in target.facts for each in redact_stored(store, fact)}
        alone = sorted(named - _still_used(store, named)) if named else []
        texts = [*alone, *([target.text] if target.text else [])]
        append_within(store, ledger.writer, [_fact(target, order, texts)])
        if target.facts:
            # Names and paths of it may be nobody else's: only facts say whose they are.
            rebuild_within(store)
    remove_texts(ledger.directory, texts)
    store.erase()
    return Redacted(len(target.facts), tuple(texts))


def _fact(target: Target, order: Order, texts: list[str]) -> NewFact:
    payload: redaction.RedactionPayload = {"author": order.author, "reason": order.reason}
    if target.facts:
        payload["fact"] = target.facts[0].id.hex()
        payload["digest"] = open_fact(target.facts[0], "").digest.hex()
    if texts:
        payload["texts"] = texts
    return NewFact(order.id, redaction.KIND, order.time, payload)


def _still_used(store: Store, digests: set[str]) -> set[str]:
    """Texts that other facts name too stay."""
    return {each for each in _all_texts(store) if each in digests}


def _all_texts(store: Store) -> Iterator[str]:
    for batch in all_facts(store):
        for stored in batch:
            try:
                yield from texts_of(read_fact(stored).payload)
            except ValueError:
                continue


def _ids(store: Store, digits: str) -> Iterable[bytes]:
    try:
        if len(digits) == BYTES * 2:
            id_ = parse(digits)
            return [id_] if store.rows("facts_with_ids", [id_]) else []
        if not _LEAST <= len(digits) <= _SHORT:
            return []
        span = tail_range(digits)
    except ValueError:
        return []
    return sorted({bytes(id_) for (id_,) in store.rows("ids_by_tail", *span, *span)})


def _refuse_pointless(ref: str, facts: tuple[Stored, ...]) -> None:
    if all(fact.payload is None for fact in facts):
        raise TargetError(f"{ref} is redacted already", hint="lineal verify --ledger")
    if any(fact.kind == redaction.KIND for fact in facts):
        raise TargetError(
            f"{ref} is a redaction", hint="it stays, as the record of what was removed"
        )
