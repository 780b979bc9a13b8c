"""``lineal step``: steps that come with Lineal, from the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lineal.steps.registry import STEPS

if TYPE_CHECKING:
    from tests.pipeline.place import Place


def test_concat_joins_in_the_order_given(place: Place) -> None:
    """And says so."""
    place.write({"a": "1\n", "b": "2\n"})

    outcome = place.lineal("step", "concat", "b", "a", "out")

    assert ((0, "joined 2 files into out\n", ""), "2\n1\n") == (outcome, place.read("out"))


def test_help_lists_every_step(place: Place) -> None:
    """With its line from the registry."""
    shown = place.lineal("step", "--help").stdout

    assert [] == [name for name, step in STEPS.items() if f"  {name:<12}{step.help}" not in shown]


@pytest.mark.parametrize(
    ("words", "code", "hint"),
    [
        (["conact"], 2, "hint: did you mean 'concat'?"),
        (["xyzzy"], 2, "hint: lineal step --help lists all steps"),
        (["concat", "a"], 2, "hint: see `lineal step concat --help`"),
        (["concat", "gone", "out"], 1, "hint: check 'deps:'"),
    ],
)
def test_what_is_wrong_is_said_with_what_mends_it(
    place: Place, words: list[str], code: int, hint: str
) -> None:
    """On stderr; no output file is left behind."""
    outcome = place.lineal("step", *words)

    assert (code, "", hint) == (outcome.exit_code, outcome.stdout, outcome.stderr.splitlines()[-1])
    assert not place.exists("out")
    assert not place.exists("out.part")
