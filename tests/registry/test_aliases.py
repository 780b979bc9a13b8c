"""What an alias pointed at, and points at after a rollback."""

from __future__ import annotations

import pytest

from lineal.ledger.kinds.alias import MOVED, PROMOTE, REFUSED, ROLLBACK
from lineal.registry.aliases import Move, Pointed, stacks


def _move(word: str) -> Move:
    """``+3`` promotes, ``-3`` rolls back to, ``!3`` is refused."""
    verb = ROLLBACK if word[0] == "-" else PROMOTE
    outcome = REFUSED if word[0] == "!" else MOVED
    target = Pointed(int(word[1:]), f"b{word[1:]}")
    return Move(b"", 0, "purchase", "production", verb, outcome, target, {})


@pytest.mark.parametrize(
    ("moves", "numbers"),
    [
        ("+1", [1]),
        ("+1 +2 +3", [1, 2, 3]),
        ("+1 +2 +3 -2", [1, 2]),
        ("+1 +2 +3 -2 -1", [1]),
        ("+1 +2 -1 +3", [1, 3]),
        ("+1 +2 +1", [1, 2, 1]),
        ("+1 +2 +1 -2", [1, 2]),
        ("+1 +1", [1]),
        ("+1 !2", [1]),
        # Of another copy, which had promoted 5 meanwhile.
        ("+1 +2 -5", [1, 5]),
        ("-5", [5]),
    ],
)
def test_a_rollback_goes_further_back_each_time(moves: str, numbers: list[int]) -> None:
    """And not forth and back."""
    found = stacks([_move(word) for word in moves.split()])
    assert numbers == [one.number for one in found["production"]]


def test_an_alias_that_was_only_refused_points_nowhere() -> None:
    """Nothing was done."""
    assert {} == stacks([_move("!1")])
