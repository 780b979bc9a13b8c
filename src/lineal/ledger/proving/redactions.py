"""What redactions ask for, and seeing to it: here, and in whatever arrives later.

A redaction names the fact and the salted digest of the payload that is to go. The digest stays,
and with it the chain; without salt it says nothing of what the payload was.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lineal.ledger.kinds import redaction
from lineal.ledger.place import logs_dir
from lineal.ledger.proving.texts import remove_kept, remove_logs
from lineal.ledger.stored import Stored, open_fact
from lineal.ledger.texts import is_digest, texts_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from lineal.ledger.stores.port import Store

_NO_WRITER = ""


class Redactions(NamedTuple):
    """``facts`` are ids; ``texts`` SHA-256 of what was kept."""

    facts: frozenset[bytes] = frozenset()
    texts: frozenset[str] = frozenset()


def redactions(store: Store) -> Redactions:
    """All that are known here."""
    rows = store.rows("facts_of_kind", redaction.KIND, 0)
    return redactions_in(_payload(Stored(*row)) for row in rows)


def redactions_in(payloads: Iterable[Mapping[str, Any] | None]) -> Redactions:
    facts: set[bytes] = set()
    texts: set[str] = set()
    for payload in payloads:
        asked = payload or {}
        if isinstance(id_ := asked.get("fact"), str):
            facts.update(_id(id_))
        listed = asked.get("texts")
        if isinstance(listed, list):
            texts.update(each for each in listed if is_digest(each))
    return Redactions(frozenset(facts), frozenset(texts))


def outstanding(store: Store, asked: Redactions) -> list[Stored]:
    """Facts that are to be redacted and are not. Redactions stay: they are the record."""
    rows = store.rows("facts_with_ids", sorted(asked.facts)) if asked.facts else []
    found = [Stored(*row) for row in rows]
    return [each for each in found if each.payload is not None and each.kind != redaction.KIND]


def redact_stored(store: Store, stored: Stored) -> list[str]:
    """The caller holds the transaction, and builds the tables again. Texts the fact referred to.

    What cannot be opened any more is left as it is: its digest is not to be had.
    """
    try:
        fact = open_fact(stored, _NO_WRITER)
    except ValueError:
        return []
    store.run("redact_fact", fact.digest, stored.num)
    return texts_of(fact.payload)


def remove_texts(directory: str, digests: Iterable[str]) -> list[str]:
    """Those that were there. A log lies in two places: the last of each stage also by its name."""
    asked = set(digests)
    if asked:
        remove_logs(logs_dir(directory), asked)
    return [each for each in sorted(asked) if remove_kept(directory, each)]


def _payload(stored: Stored) -> Mapping[str, Any] | None:
    try:
        return open_fact(stored, _NO_WRITER).payload
    except ValueError:
        return None


def _id(text: str) -> list[bytes]:
    try:
        return [bytes.fromhex(text)]
    except ValueError:
        return []
