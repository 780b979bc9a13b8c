"""Answers put together by hand are the JSON that an encoder would write."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from lineal.base.ids import spell
from lineal.bundle.format import Decision
from lineal.serving.answers import Answers
from lineal.serving.predicting import Prediction

ID = bytes(range(16))


@given(st.floats(0, 1), st.text(max_size=5), st.sampled_from([1, 'y"es', 0]))
def test_one_answer_is_json_with_the_exact_score(
    score: float, version: str, positive: int | str
) -> None:
    """Reading it again gives the same float."""
    answers = Answers(Decision(threshold=0.5, positive=positive, negative="no"), version)
    expected = {"id": spell(ID), "score": score, "decision": positive, "version": version}
    assert json.loads(answers.one(Prediction(ID, score, positive))) == expected


def test_many_answers_say_the_version_once() -> None:
    """In the order of the rows."""
    answers = Answers(Decision(threshold=0.5), "purchase@7")
    made = [Prediction(ID, 0.75, 1), Prediction(ID, 0.25, 0)]
    assert json.loads(answers.many(made)) == {
        "predictions": [
            {"id": spell(ID), "score": 0.75, "decision": 1},
            {"id": spell(ID), "score": 0.25, "decision": 0},
        ],
        "version": "purchase@7",
    }


def test_no_rows_give_no_predictions() -> None:
    """And still the version."""
    answers = Answers(Decision(threshold=0.5), "v")
    assert json.loads(answers.many([])) == {"predictions": [], "version": "v"}
