"""``lineal step``: steps that come with Lineal, from the command line."""

from __future__ import annotations

import sys
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


def test_without_the_extras_a_step_says_what_to_install(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And `concat`, which needs none, works."""
    place.write({"a": "1"})
    for name in [name for name in sys.modules if name.startswith("lineal.steps.")]:
        monkeypatch.delitem(sys.modules, name)
    for name in ("msgspec", "polars"):
        monkeypatch.setitem(sys.modules, name, None)

    refused = place.lineal("step", "ingest", "--help")
    joined = place.lineal("step", "concat", "a", "out")

    assert (1, 0) == (refused.exit_code, joined.exit_code)
    assert refused.stderr.splitlines() == [
        "error: step 'ingest' needs msgspec, which is not installed",
        "hint: pip install 'lineal[ml]'",
    ]


def test_all_that_is_wrong_with_params_is_said_with_its_line(place: Place) -> None:
    """And how to learn what there is."""
    params = "ingest:\n  colums: {}\n  max_quarantine: 2\n"
    place.write({"params.yaml": params, "a.csv": "a\n1\n"})

    outcome = place.lineal(*"step ingest --source a.csv --rows r --quarantine q".split())

    assert [
        "error: params.yaml:2: ingest.colums: is not a parameter; did you mean 'columns'?",
        "params.yaml:3: ingest.max_quarantine: expected number <= 1.0: 2",
        "params.yaml:1: ingest: 'columns' is missing",
        "hint: mend params.yaml; `lineal step ingest --help` explains them",
    ] == outcome.stderr.splitlines()
