"""The two routes that predict: from the body of a request to the body of its answer."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from lineal.base.errors import LinealError, TooLarge
from lineal.serving.answers import Answers
from lineal.serving.counting import BATCH, PREDICT
from lineal.serving.decoding import Decoder
from lineal.serving.predicting import Predictions
from lineal.serving.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lineal.bundle.format import Decision, Signature
    from lineal.serving.counting import Counter
    from lineal.serving.predicting import Log, Prediction, Scorer
    from lineal.serving.readiness import Readiness


class PredictionRoutes:
    """Each call is synchronous: there is nothing to wait for but the processor."""

    __slots__ = ("_answers", "_counter", "_decoder", "_positive", "_predictions", "_readiness")

    def __init__(  # noqa: PLR0913  the parts that it connects
        self,
        *,
        signature: Signature,
        decision: Decision,
        version: str,
        scorer: Scorer,
        log: Log,
        most_rows: int,
        counter: Counter,
        readiness: Readiness,
    ) -> None:
        self._decoder = Decoder(signature.inputs, most_rows)
        self._predictions = Predictions(signature, scorer, log)
        self._answers = Answers(decision, version)
        self._positive = decision.positive
        self._counter = counter
        self._readiness = readiness

    def predict(self, body: bytes) -> bytes | Refusal:
        row = self._decoder.one(body)
        if isinstance(row, Refusal):
            return row
        try:
            made = self._predictions.one(PREDICT, row)
        except LinealError as error:
            return self._failed(error)
        self._done((made,))
        return self._answers.one(made)

    def batch_predict(self, body: bytes) -> bytes | Refusal:
        rows = self._decoder.many(body)
        if isinstance(rows, Refusal):
            return rows
        try:
            made = self._predictions.many(BATCH, rows)
        except LinealError as error:
            return self._failed(error)
        self._done(made)
        return self._answers.many(made)

    def _done(self, made: Sequence[Prediction]) -> None:
        self._readiness.wrote()
        predicted, positive = self._counter.predicted, self._positive
        for one in made:
            predicted(one.score, one.decision == positive)

    def _failed(self, error: LinealError) -> Refusal:
        """Nothing was given out. What failed is said here; a client learns no more than that."""
        if isinstance(error, TooLarge):
            return Refusal(413, "too-large", f"{error.message}: send less")
        sys.stderr.write(f"error: {error.message}\n")
        if error.code == "bundle":
            return Refusal(500, "model", "the model cannot score this")
        self._counter.not_written()
        self._readiness.could_not_write()
        text = "no receipt can be written, so no prediction is given"
        return Refusal(503, "receipts", text)
