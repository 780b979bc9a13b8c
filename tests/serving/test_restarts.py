"""A worker that died is started again, later and later where it keeps dying."""

from __future__ import annotations

from lineal.serving.restarts import Death, died, how, start_again_at


def test_after_a_long_life_it_starts_at_once() -> None:
    """Something from outside killed it."""
    assert start_again_at(died(100.0, 3600.0, Death(50.0, 4))) == 100.0


def test_who_keeps_dying_waits_twice_as_long_each_time_up_to_a_limit() -> None:
    """Ten seconds at most."""
    death, pauses = None, []
    for _ in range(9):
        death = died(100.0, 0.2, death)
        pauses.append(round(start_again_at(death) - 100.0, 3))
    assert pauses == [0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 10.0, 10.0]


def test_how_it_ended_is_said_in_words() -> None:
    """A negative status is a signal."""
    assert (how(-9), how(3)) == ("was killed by signal 9", "ended with status 3")
