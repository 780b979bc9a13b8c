"""How complete a record is: each reason with its weight, its place, and its edit."""

from __future__ import annotations

import pytest

from lineal.ledger import completeness
from lineal.ledger.completeness import Declared, Surroundings, assess, describe, undeclared
from lineal.ledger.observing.evidence import Draw, Evidence, Started, Touch

STAGE = Declared(
    "train", "sub/dvc.yaml", "sub", ("sub/in.csv", "images"), ("params.yaml",), ("out",)
)
AROUND = Surroundings(commit="c0ffee")
WATCHED = Evidence(processes=1)


def test_what_is_declared_and_watched_is_complete() -> None:
    """Members of directories that are declared, own outputs, and files of the project included."""
    paths = ("sub/in.csv", "images/1.png", "params.yaml", "out/x", "dvc.yaml", "raw.csv.dvc")
    evidence = WATCHED._replace(reads=tuple(map(Touch, paths)), writes=(Touch("out/y"),))

    assert {"score": 1.0, "reasons": []} == assess(STAGE, AROUND, evidence)


def test_a_secret_input_is_named_with_the_edit_that_declares_it() -> None:
    """Its path as the stage would spell it, which works in a directory of its own."""
    evidence = WATCHED._replace(reads=(Touch("data/x.csv", "sub/train.py:12"),))
    expected = {
        "score": 0.75,
        "reasons": [
            {
                "code": "read-undeclared",
                "weight": 0.25,
                "text": "reads data/x.csv (sub/train.py:12), which is not declared",
                "path": "data/x.csv",
                "at": "sub/train.py:12",
                "mend": "add '- ../data/x.csv' under deps: of train in sub/dvc.yaml",
            }
        ],
    }

    assert expected == assess(STAGE, AROUND, evidence)


def test_a_directory_beside_one_that_is_declared_is_another() -> None:
    """``images2`` is not in ``images``."""
    evidence = WATCHED._replace(reads=(Touch("images2/1.png"),))

    assert ["images2/1.png"] == [one.path for one in undeclared(STAGE, evidence).reads]


def test_what_has_vanished_was_temporary() -> None:
    """Neither an input nor an output."""
    evidence = WATCHED._replace(reads=(Touch("gone"),), writes=(Touch("tmp"),))
    around = AROUND._replace(present=frozenset())

    assert assess(STAGE, around, evidence)["score"] == 1.0


CODES = [
    (AROUND, WATCHED._replace(reads=(Touch("lib.py", "", True),)), completeness.CODE),
    (AROUND, WATCHED._replace(writes=(Touch("debug.txt"),)), completeness.WRITE),
    (AROUND, WATCHED._replace(random=(Draw("random.random", "a.py:1"),)), completeness.RANDOM),
    (AROUND, WATCHED._replace(started=(Started("awk", "a.py:1"),)), completeness.PROGRAM),
    (AROUND, WATCHED._replace(cut=True), completeness.CUT),
    (AROUND, WATCHED._replace(faults=2), completeness.CUT),
    (AROUND, Evidence(), completeness.UNOBSERVED),
    (AROUND._replace(opted_out="lineal.yaml"), Evidence(), completeness.OPTED_OUT),
    (AROUND._replace(pinned=False), WATCHED, completeness.UNPINNED),
    (AROUND._replace(commit=None), WATCHED, completeness.NO_COMMIT),
    (AROUND._replace(dirty=("sub/in.csv", "other.py")), WATCHED, completeness.DIRTY),
    (AROUND._replace(unknown=("sub/in.csv",)), WATCHED, completeness.UNKNOWN),
]


@pytest.mark.parametrize(("around", "evidence", "code"), CODES, ids=[case[2] for case in CODES])
def test_each_thing_that_is_missing_is_one_reason(
    around: Surroundings, evidence: Evidence, code: str
) -> None:
    """And costs what it costs."""
    found = assess(STAGE, around, evidence)
    (reason,) = found["reasons"]

    expected = code, completeness.COSTS[code].first, round(1 - reason["weight"], 3)
    assert expected == (reason["code"], reason["weight"], found["score"])


def test_many_of_a_kind_cost_no_more_than_the_kind() -> None:
    """A record does not become worthless by one sort of neglect."""
    reads = tuple(Touch(f"{i}/x") for i in range(40))

    assert 0.5 == assess(STAGE, AROUND, WATCHED._replace(reads=reads))["score"]


def test_people_are_told_what_to_do() -> None:
    """The reason, and below it the edit."""
    evidence = WATCHED._replace(random=(Draw("random.random", "a.py:1"),))
    expected = [
        "completeness 0.9, because",
        "  - random numbers without a seed: random.random (a.py:1)",
        "      random.seed(…) before, or a random.Random(…) of its own",
    ]

    assert expected == describe(assess(STAGE, AROUND, evidence))
