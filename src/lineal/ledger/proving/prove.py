"""All that can be proved of a ledger from here: chains, tables, texts."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from lineal.base.errors import LedgerError
from lineal.ledger.proving.chains import Break, prove_chain
from lineal.ledger.proving.redactions import redactions
from lineal.ledger.proving.tables import Difference, prove_tables
from lineal.ledger.proving.texts import Texts, prove_texts
from lineal.ledger.stored import writers
from lineal.ledger.waiting import journal_files

if TYPE_CHECKING:
    from lineal.ledger.opened import Ledger

_MOST_DIFFERENCES = 1000
_NO_TEXTS = Texts(0, (), ())


class Proof(NamedTuple):
    """``unreadable`` is what the database itself says when it cannot go on."""

    facts: int
    writers: int
    redacted: int
    breaks: tuple[Break, ...]
    differences: tuple[Difference, ...]
    texts: Texts
    waiting: int
    unreadable: str | None = None

    @property
    def holds(self) -> bool:
        wrong = self.breaks or self.differences or self.texts.damaged or self.texts.missing
        return not wrong and self.unreadable is None


def prove(ledger: Ledger) -> Proof:
    waiting = len(journal_files(ledger.directory))
    proof = Proof(0, 0, 0, (), (), _NO_TEXTS, waiting)
    try:
        return _prove(ledger, proof)
    except LedgerError as exc:
        return proof._replace(unreadable=exc.message)


def unreadable(why: str) -> Proof:
    """Of a store that could not be opened."""
    return Proof(0, 0, 0, (), (), _NO_TEXTS, 0, why)


def _prove(ledger: Ledger, proof: Proof) -> Proof:
    store = ledger.store
    chains = [prove_chain(store, each) for each in writers(store)]
    breaks = [each for chain in chains for each in chain.breaks]
    for _, id_, kind, time in store.rows("facts_of_nobody"):
        breaks.append(Break("", "", 0, id_, kind, time, "nobody is known who wrote it"))
    removed = redactions(store)
    return proof._replace(
        facts=sum(chain.facts for chain in chains),
        writers=len(chains),
        redacted=sum(chain.redacted for chain in chains),
        breaks=tuple(breaks),
        differences=tuple(islice(prove_tables(store), _MOST_DIFFERENCES)),
        texts=prove_texts(store, ledger.directory, ledger.writer.id, removed.texts),
    )
