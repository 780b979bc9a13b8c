"""From rows to answers: scored, decided, and on record before anybody gets to know them."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, NamedTuple

from lineal.base.ids import RANDOM_BYTES, make_id
from lineal.serving.columns import Columns

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any, Protocol

    from lineal.bundle.format import Signature
    from lineal.serving.decoding import Row

    class Scorer(Protocol):
        """What `bundle.predictor.Predictor` does."""

        def scores(self, columns: Mapping[str, Any]) -> Any: ...  # noqa: ANN401  an array
        def decide(self, score: float) -> int | str: ...

    class Log(Protocol):
        """What `receipts.writing.ReceiptLog` does: raises unless the kernel has all bytes."""

        def write(
            self, route: str, rows: Sequence[tuple[bytes, Mapping[str, Any], float, int | str]]
        ) -> None: ...


class Prediction(NamedTuple):
    id: bytes
    score: float
    decision: int | str


class Predictions:
    """Nothing is given out that the log did not take."""

    __slots__ = ("_columns", "_log", "_names", "_scorer")

    def __init__(self, signature: Signature, scorer: Scorer, log: Log) -> None:
        self._columns = Columns(signature.inputs)
        self._names = tuple(one.name for one in signature.inputs)
        self._scorer = scorer
        self._log = log

    def one(self, route: str, row: Row) -> Prediction:
        scorer = self._scorer
        score = scorer.scores(self._columns.one(row)).item()
        made = Prediction(new_id(), score, scorer.decide(score))
        self._log.write(
            route, ((made[0], dict(zip(self._names, row, strict=True)), score, made[2]),)
        )
        return made

    def many(self, route: str, rows: Sequence[Row]) -> list[Prediction]:
        if not rows:
            return []
        scorer, names = self._scorer, self._names
        scores = scorer.scores(self._columns.many(rows)).tolist()
        made = [Prediction(new_id(), score, scorer.decide(score)) for score in scores]
        self._log.write(
            route,
            [
                (one.id, dict(zip(names, row, strict=True)), one.score, one.decision)
                for one, row in zip(made, rows, strict=True)
            ],
        )
        return made


def new_id() -> bytes:
    return make_id(time.time_ns() // 1000, os.urandom(RANDOM_BYTES))
