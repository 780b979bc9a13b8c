"""Runs that found nothing to do, taken in."""

from __future__ import annotations

from lineal.ledger.recording.idle_runs import idle_facts

LINES = [(1, "lineal run", 2), (5, "lineal run", 2), (9, "lineal run -S password=x", 2)]


def test_those_in_a_row_that_are_alike_are_one() -> None:
    """With when the first and the last were."""
    first, second = idle_facts(LINES, {"user": "u", "host": "h"})

    assert ((1, 5, 2), (9, 9, 1)) == tuple(
        (fact.payload["started"], fact.payload["last"], fact.payload["times"])
        for fact in (first, second)
    )


def test_no_fact_has_what_nobody_is_to_know() -> None:
    """As with runs that did something."""
    *_, fact = idle_facts(LINES, {"user": "u", "host": "h"})

    assert "lineal run -S password=***" == fact.payload["command"]


def test_taken_in_once_more_they_are_the_same() -> None:
    """Killed before the file was removed, the next finds it again."""
    one, other = (list(idle_facts(LINES, {"user": "u", "host": "h"})) for _ in range(2))

    assert [fact.id for fact in one] == [fact.id for fact in other]
