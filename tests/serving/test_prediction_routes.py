"""Nothing is given out that is not on record."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np

from lineal.base.errors import BundleError, DataError, LinealError, TooLarge
from lineal.base.ids import spell
from lineal.bundle.format import Decision, Signature
from lineal.serving import counting
from lineal.serving.counting import Counter, totals
from lineal.serving.prediction_routes import PredictionRoutes
from lineal.serving.readiness import Readiness
from lineal.serving.refusal import Refusal
from tests.serving.rows import GOOD, INPUTS
from tests.serving.test_counting import new_blocks

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pytest


class Scorer:
    """The score is the minutes; what it was given is kept."""

    def __init__(self, error: LinealError | None = None) -> None:
        self.error = error
        self.given: dict[str, Any] = {}

    def scores(self, columns: Mapping[str, Any]) -> Any:
        if self.error:
            raise self.error
        self.given = {name: column[:, 0].tolist() for name, column in columns.items()}
        return np.array(columns["minutes"][:, 0])

    def decide(self, score: float) -> int:
        return int(score >= 1)


class Log:
    """Receipts in a list, until it is broken."""

    def __init__(self, error: LinealError | None = None) -> None:
        self.error = error
        self.rows: list[Any] = []

    def write(self, route: str, rows: Sequence[Any]) -> None:
        if self.error:
            raise self.error
        self.rows += [(route, *row) for row in rows]


class Routes:
    """The routes with fakes around them, and what these saw."""

    def __init__(self, log: Log | None = None, scorer: Scorer | None = None) -> None:
        self.log, self.scorer = log or Log(), scorer or Scorer()
        self.blocks = new_blocks(1)
        self.readiness = Readiness("/nowhere")
        self.routes = PredictionRoutes(
            signature=Signature(inputs=INPUTS, target="purchased"),
            decision=Decision(threshold=1.0),
            version="purchase@7",
            scorer=self.scorer,
            log=self.log,
            most_rows=100,
            counter=Counter(self.blocks[0]),
            readiness=self.readiness,
        )

    def predict(self, **changes: Any) -> Any:
        return self.routes.predict(json.dumps({**GOOD, **changes}).encode())


def test_a_prediction_and_its_receipt_say_the_same() -> None:
    """The receipt has the inputs as they were sent."""
    routes = Routes()
    answer = json.loads(routes.predict())
    ((route, id_, inputs, score, decision),) = routes.log.rows
    expected = {"id": spell(id_), "score": score, "decision": decision, "version": "purchase@7"}
    assert (answer, route, inputs) == (expected, "predict", GOOD)


def test_what_is_missing_is_nan_or_empty_for_the_model() -> None:
    """Also after a row that had it: arrays are used again."""
    routes = Routes()
    routes.predict(rate=0.5, note="x")
    routes.predict(rate=None, note=None)
    assert (np.isnan(routes.scorer.given["rate"][0]), routes.scorer.given["note"]) == (True, [""])


def test_a_batch_is_one_call_of_the_model_and_one_of_the_log() -> None:
    """In the order of the rows."""
    routes = Routes()
    rows = {"rows": [{**GOOD, "minutes": 0.25}, GOOD]}
    answered = routes.routes.batch_predict(json.dumps(rows).encode())
    assert isinstance(answered, bytes)
    answer = json.loads(answered)
    scores = [one["score"] for one in answer["predictions"]]
    assert (scores, [row[3] for row in routes.log.rows]) == ([0.25, 1.5], [0.25, 1.5])


def test_without_a_receipt_there_is_no_prediction(capsys: pytest.CaptureFixture[str]) -> None:
    """The disk is full: the client learns that, the operator why, and nobody asks on."""
    routes = Routes(Log(DataError("no room below r")))
    refusal = routes.predict()
    assert isinstance(refusal, Refusal)
    counted = totals(routes.blocks).single[counting.FAILURES]
    assert (refusal.status, refusal.code, counted, routes.readiness.why_not()) == (
        503,
        "receipts",
        1,
        "receipts cannot be written",
    )
    assert capsys.readouterr().err == "error: no room below r\n"


def test_a_request_too_large_for_a_receipt_is_the_clients_to_mend() -> None:
    """The server stays ready."""
    routes = Routes(Log(TooLarge("the inputs take more than 9 bytes")))
    refusal = routes.predict()
    assert (refusal.status, routes.readiness.why_not()) == (413, None)


def test_a_model_that_cannot_score_is_our_error() -> None:
    """And leaves no receipt."""
    routes = Routes(scorer=Scorer(BundleError("a score that is not a number")))
    assert (routes.predict().status, routes.log.rows) == (500, [])
