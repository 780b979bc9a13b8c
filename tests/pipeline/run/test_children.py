"""Waiting for stages, and what interrupts mean, with stages that are not real."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

import pytest

from lineal.pipeline.run.children import Children, Exit
from tests.pipeline.make import stage

if TYPE_CHECKING:
    from collections.abc import Iterator


class Fake:
    """Ends when told to; remembers the signals it got."""

    def __init__(self, name: str, *, alone: bool = False) -> None:
        self.exit = Exit(stage(name), "c", 0)
        self.is_alone = alone
        self.filenos: list[int] = []
        self.full: list[int] = []
        self.ended = False
        self.signals: list[int] = []

    def poll(self) -> Exit | None:
        return self.exit if self.ended else None

    def pump(self) -> None:
        """Nothing is written."""

    def resize(self) -> None:
        """There is no window."""

    def signal(self, number: int) -> None:
        self.signals.append(number)


@pytest.fixture
def group() -> Iterator[Children]:
    with Children() as made:
        yield made


def nothing() -> None:
    """No view to keep up."""


def interrupt() -> None:
    """Python runs the handler before the next line."""
    os.kill(os.getpid(), signal.SIGINT)


def test_all_that_ended_come_at_once_and_are_gone(group: Children) -> None:
    """The others stay."""
    fakes = [Fake(name) for name in "abc"]
    for fake in fakes:
        group.add(fake)
    fakes[0].ended = fakes[2].ended = True

    assert ([fakes[0].exit, fakes[2].exit], 1) == (group.wait(nothing), len(group))


def test_nobody_to_wait_for(group: Children) -> None:
    """Is no reason to wait."""
    assert [] == group.wait(nothing)


def test_a_moment_to_be_back_at_is_kept(group: Children) -> None:
    """Nobody has ended, and still it returns."""
    group.add(Fake("a"))

    assert ([], 1) == (group.wait(nothing, until=0.0), len(group))


def test_the_first_interrupt_asks_the_second_kills(group: Children) -> None:
    """Each stage with a group of its own, once for each."""
    fakes = [Fake("a"), Fake("b")]
    for fake in fakes:
        group.add(fake)
    for _ in range(2):
        interrupt()
        group._forward_interrupt()
        group._forward_interrupt()

    assert [[signal.SIGINT, signal.SIGKILL]] * 2 == [fake.signals for fake in fakes]


def test_a_stage_alone_has_had_the_terminals_interrupt(
    group: Children, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ours follows when it is still there a moment later."""
    clock = [100.0]
    monkeypatch.setattr("lineal.pipeline.run.children.time.monotonic", lambda: clock[0])
    fake = Fake("a", alone=True)
    group.add(fake)
    interrupt()
    seen = []
    for moment in (100.5, 101.5, 102.5):
        clock[0] = moment
        group._forward_interrupt()
        seen.append(list(fake.signals))

    assert [[], [signal.SIGINT], [signal.SIGINT]] == seen


def test_terminate_is_passed_on_at_once(group: Children) -> None:
    """To everybody."""
    fakes = [Fake("a"), Fake("b", alone=True)]
    for fake in fakes:
        group.add(fake)
    os.kill(os.getpid(), signal.SIGTERM)

    assert [[signal.SIGTERM]] * 2 == [fake.signals for fake in fakes]


def test_work_of_our_own_is_finished_after_the_first_interrupt(group: Children) -> None:
    """And given up at the second."""
    interrupt()
    assert 1 == group.interrupts

    with pytest.raises(KeyboardInterrupt):
        interrupt()


def test_waiting_for_others_is_given_up_at_once(group: Children) -> None:
    """There is nothing to finish."""
    group.waits_for_others = True

    with pytest.raises(KeyboardInterrupt):
        interrupt()


def test_who_still_runs_when_something_goes_wrong_is_ended() -> None:
    """And the handlers are as they were."""
    before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
    fake = Fake("a")
    with Children() as group:
        group.add(fake)

    assert ([signal.SIGTERM], before) == (
        fake.signals,
        [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)],
    )
