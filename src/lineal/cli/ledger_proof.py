"""A proof of the ledger, as ``lineal verify`` tells it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lineal.base.errors import LedgerError
from lineal.base.ids import short
from lineal.ledger.opened import open_as_is
from lineal.ledger.proving.prove import Proof, prove, unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lineal.cli.output import Console
    from lineal.ledger.proving.chains import Break
    from lineal.ledger.proving.tables import Difference
    from lineal.pipeline.workspace import Workspace

_MOST_SHOWN = 50


def prove_here(ws: Workspace) -> Proof:
    """A store that cannot even be opened is a finding, not an end."""
    try:
        with open_as_is(ws) as ledger:
            return prove(ledger)
    except LedgerError as exc:
        return unreadable(exc.message)


def show_proof(console: Console, proof: Proof) -> None:
    count = f"{_count(proof.facts, 'fact')} of {_count(proof.writers, 'writer')}"
    redacted = f", {proof.redacted} of them redacted" if proof.redacted else ""
    if proof.waiting:
        waiting = _count(proof.waiting, "journal")
        console.note(f"{waiting} of runs that go on, or ended by force, will be taken in later.")
    if proof.holds:
        texts = f", {_count(proof.texts.checked, 'text')}" if proof.texts.checked else ""
        console.say(f"ledger: {count}{redacted}{texts} proved, all are whole.")
        return
    console.say(f"ledger: {count}{redacted} looked at.")
    lines = list(_problems(proof))
    for line in lines[:_MOST_SHOWN]:
        console.say(f"\t{line}")
    if len(lines) > _MOST_SHOWN:
        console.say(f"\tand {len(lines) - _MOST_SHOWN} more; --json lists all")
    console.warn("the ledger is not whole", hint=_hint(proof))


def proof_as_json(proof: Proof) -> dict[str, Any]:
    return {
        "holds": proof.holds,
        "facts": proof.facts,
        "writers": proof.writers,
        "redacted": proof.redacted,
        "waiting": proof.waiting,
        "unreadable": proof.unreadable,
        "broken": [_break_as_json(each) for each in proof.breaks],
        "tables": [_difference_as_json(each) for each in proof.differences],
        "texts": {
            "checked": proof.texts.checked,
            "damaged": list(proof.texts.damaged),
            "missing": list(proof.texts.missing),
        },
    }


def _problems(proof: Proof) -> Iterator[str]:
    if proof.unreadable:
        yield f"unreadable: {proof.unreadable}"
    for each in proof.breaks:
        yield f"broken:     {_spell(each)}"
    for other in proof.differences:
        of = f" of {short(other.id)}" if other.id else ""
        yield f"tables:     {other.table}{of}: {other.what}"
    for digest in proof.texts.damaged:
        yield f"damaged:    the text {digest}"
    for digest in proof.texts.missing:
        yield f"missing:    the text {digest}"


def _spell(broken: Break) -> str:
    place = f"{broken.label or broken.writer[:8] or '?'} #{broken.seq}"
    if broken.id is None:
        return f"{place}: {broken.what}"
    from datetime import UTC, datetime  # deferred: only when something is wrong

    try:
        when = f"{datetime.fromtimestamp(broken.time / 1e6, UTC):%Y-%m-%d %H:%M:%S} UTC"
    except (ValueError, OverflowError, OSError):
        when = "at no time that could be"
    return f"{place} ({broken.kind} {broken.id.hex()}, {when}): {broken.what}"


def _hint(proof: Proof) -> str:
    if proof.breaks or proof.unreadable:
        return (
            "move the ledger away, then `lineal pull` brings back what was pushed of it;"
            " what was changed stays in the one moved away"
        )
    if proof.differences:
        return "`lineal ledger rebuild` makes the tables again from the facts"
    return "`lineal pull` brings texts back where they were pushed"


def _break_as_json(broken: Break) -> dict[str, Any]:
    return {**broken._asdict(), "id": broken.id.hex() if broken.id else None}


def _difference_as_json(difference: Difference) -> dict[str, Any]:
    return {**difference._asdict(), "id": difference.id.hex() if difference.id else None}


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
