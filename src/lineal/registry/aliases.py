"""Aliases: which version each points at now, and how it came to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from lineal.ledger.codec import unpack
from lineal.ledger.kinds.alias import MOVED, ROLLBACK

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lineal.ledger.stores.port import Store


class Pointed(NamedTuple):
    """What a move points at. The bundle is exact; the number is what it is called."""

    number: int
    bundle: str


class Move(NamedTuple):
    """A move of an alias, or one that was refused; ``payload`` is of `ledger.kinds.alias`."""

    id: bytes
    time: int
    model: str
    alias: str
    verb: str
    outcome: str
    target: Pointed
    payload: Mapping[str, Any]


def moves(store: Store, model: str) -> list[Move]:
    """In the order in which they were made."""
    return [
        Move(
            bytes(id_),
            time,
            name,
            alias,
            verb,
            outcome,
            Pointed(number, bytes(bundle).hex()),
            {} if packed is None else unpack(packed),
        )
        for id_, time, name, alias, verb, outcome, number, bundle, packed in store.rows(
            "moves_of_model", model
        )
    ]


def current(store: Store, model: str) -> dict[str, Pointed]:
    """By alias, what it points at."""
    return {alias: stack[-1] for alias, stack in stacks(moves(store, model)).items()}


def stacks(made: Iterable[Move]) -> dict[str, list[Pointed]]:
    """By alias what it pointed at, the last now. A rollback takes the top away. Pure.

    So a second rollback goes further back, and not forth again.
    """
    found: dict[str, list[Pointed]] = {}
    for move in made:
        if move.outcome != MOVED:
            continue
        stack = found.setdefault(move.alias, [])
        if move.verb == ROLLBACK:
            _roll_back(stack, move.target)
        elif not stack or stack[-1] != move.target:
            stack.append(move.target)
    return {alias: stack for alias, stack in found.items() if stack}


def _roll_back(stack: list[Pointed], target: Pointed) -> None:
    """Down to the target; one that is not there, as of another copy, replaces the top."""
    if target in stack[:-1]:
        top = len(stack) - 2 - stack[-2::-1].index(target)
        del stack[top + 1 :]
    elif stack:
        stack[-1] = target
    else:
        stack.append(target)
