"""Verdicts as a statement of in-toto, and back."""

from __future__ import annotations

import json
from typing import Any

import pytest

from lineal.base.errors import DocumentError
from lineal.gates.document import PREDICATE, STATEMENT, VERDICTS, dump, extend, load
from lineal.gates.gate import FAIL, INCONCLUSIVE, PASS, Verdict

GOOD = Verdict(
    check="performance/roc_auc", verdict=PASS, why="good", measured=0.9, interval=(0.8, 0.95), n=10
)
OPEN = Verdict(check="fairness/IN", verdict=INCONCLUSIVE, why="few", n=3, needed=200)
BAD = Verdict(check="data_quality/nulls", verdict=FAIL, why="bad", measured=0.5, relation="<=")


def _read_again(document: dict[str, Any]) -> Any:
    return json.loads(json.dumps(document))


def test_what_is_written_is_read_again() -> None:
    """All of each verdict."""
    document = _read_again(dump([GOOD, OPEN, BAD], {"model/a": "ab"}))
    assert [GOOD, OPEN, BAD] == load(document)


def test_it_is_a_statement_that_other_tools_read() -> None:
    """In-toto's test-result, which knows passed, warned and failed."""
    document = dump([GOOD, OPEN], {"model/b": "02", "model/a": "01"}, {"stop": False})
    predicate = document["predicate"]
    assert (STATEMENT, PREDICATE, "WARNED", ["performance/roc_auc"], ["fairness/IN"], []) == (
        document["_type"],
        document["predicateType"],
        predicate["result"],
        predicate["passedTests"],
        predicate["warnedTests"],
        predicate["failedTests"],
    )


@pytest.mark.parametrize(
    ("verdicts", "result"),
    [([], "WARNED"), ([GOOD], "PASSED"), ([GOOD, OPEN], "WARNED"), ([OPEN, BAD], "FAILED")],
)
def test_the_result_is_the_worst_and_nothing_is_not_passed(
    verdicts: list[Verdict], result: str
) -> None:
    """A model that nobody judged has not passed."""
    assert result == dump(verdicts, {})["predicate"]["result"]


def test_the_same_verdicts_are_the_same_document() -> None:
    """In whichever order the files of the model come."""
    first = dump([GOOD], {"a": "1", "b": "2"}, {"x": 1, "y": 2})
    assert json.dumps(first) == json.dumps(dump([GOOD], {"b": "2", "a": "1"}, {"y": 2, "x": 1}))


def test_further_verdicts_replace_those_of_the_same_check() -> None:
    """As parity does when a bundle is made again."""
    again = Verdict(check=GOOD.check, verdict=FAIL, why="worse")
    document = extend(_read_again(dump([GOOD, OPEN], {})), [again])
    assert ([OPEN.check, GOOD.check], "FAILED") == (
        [one.check for one in load(document)],
        document["predicate"]["result"],
    )


def _spoiled(**changes: Any) -> Any:
    document = _read_again(dump([GOOD, BAD], {}))
    document["predicate"].update(changes)
    return document


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ({}, "has no verdicts"),
        ([], "has no verdicts"),
        (None, "has no verdicts"),
        (_spoiled(result="PASSED"), "disagrees with its own verdicts"),
        (_spoiled(failedTests=[]), "disagrees with its own verdicts"),
        (_spoiled(annotations={VERDICTS: "all"}), "not a document of verdicts"),
        (_spoiled(annotations={VERDICTS: [{"check": "x"}]}), "missing required field"),
        (
            _spoiled(annotations={VERDICTS: [{"check": "x", "verdict": "yes", "why": ""}]}),
            "'yes' is no verdict",
        ),
        (
            _spoiled(
                annotations={VERDICTS: [{"check": "x", "verdict": "pass", "why": "", "waived": 1}]}
            ),
            "unknown field `waived`",
        ),
    ],
)
def test_a_document_that_disagrees_with_itself_is_refused(document: object, message: str) -> None:
    """Neither half is believed then."""
    with pytest.raises(DocumentError, match=message):
        load(document)
