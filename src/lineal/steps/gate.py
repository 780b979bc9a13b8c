"""``lineal step gate``: a model, its metrics and its data against what is asked of them."""

from __future__ import annotations

import hashlib
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import polars as pl
from msgspec import Meta

from lineal.base.errors import StageError, TableError
from lineal.gates.document import dump
from lineal.gates.gate import FAIL, Judged, overall
from lineal.gates.lines import table
from lineal.gates.registry import GATES, judge_all
from lineal.learning.model_files import from_files
from lineal.learning.raw import score_raw
from lineal.steps.step import DOCUMENT, FILES, ROW, TABLE, Port, Result, Step

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lineal.gates.gate import Verdict
    from lineal.learning.fitted import Model

Params = msgspec.defstruct(
    "Params",
    [
        *(
            (name, Annotated[gate.settings | None, Meta(description=gate.help)], None)
            for name, gate in GATES.items()
        ),
        (
            "stop",
            Annotated[bool, Meta(description="whether a gate that fails ends the run")],
            False,
        ),
    ],
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
)


def decide(params: Any, inputs: Mapping[str, Any]) -> Result:  # noqa: ANN401  a struct made above
    model = from_files(inputs["model"])
    verdicts = judge_all(params, _judged(model, inputs))
    lines = tuple(table(verdicts))
    if params.stop and overall(verdicts) == FAIL:
        raise StageError(
            "\n".join(["a gate failed, and 'gate.stop' is true", *lines]),
            hint="lineal run goes on with 'stop: false', and the version cannot be promoted",
        )
    subject = {
        f"model/{name}": hashlib.sha256(data).hexdigest() for name, data in inputs["model"].items()
    }
    document = dump(verdicts, subject, msgspec.to_builtins(params))
    return Result({"gates": document}, lines, after=partial(_tell, subject, verdicts))


def _judged(model: Model, inputs: Mapping[str, Any]) -> Judged:
    target = model.recipe.target
    wanted = [*(one.name for one in model.recipe.inputs), target]
    test, train, predictions = inputs["test"], inputs["train"], inputs["predictions"]
    aligned = _aligned(test, predictions)
    return Judged(
        target=target,
        rows=_chosen(test, wanted, "test"),
        labels=aligned["label"].cast(pl.Float64).to_numpy(),
        scores=aligned["score"].cast(pl.Float64).to_numpy(),
        threshold=model.fitted.threshold,
        score=partial(score_raw, model),
        metrics=inputs.get("metrics"),
        contract=inputs.get("contract"),
        training=_chosen(train, wanted, "train"),
        training_labels=_training_labels(train, test, aligned["label"], target),
    )


def _aligned(test: pl.DataFrame, predictions: pl.DataFrame) -> pl.DataFrame:
    """Predictions in the order of the test rows, and of all of them."""
    chosen = _chosen(predictions, [ROW, "label", "score"], "predictions")
    found = _chosen(test, [ROW], "test").join(chosen, on=ROW, how="left", maintain_order="left")
    if len(found) != len(test) or len(test) != len(predictions) or found.null_count().row(0)[2]:
        raise TableError(
            "--predictions are not of the rows of --test", hint="run the evaluate stage again"
        )
    return found


def _chosen(frame: pl.DataFrame, columns: list[str], port: str) -> pl.DataFrame:
    lacking = [name for name in columns if name not in frame.columns]
    if lacking:
        raise TableError(
            f"--{port} has no column {', '.join(map(repr, lacking))}",
            hint="give the tables that the stages before wrote",
        )
    return frame.select(columns)


def _training_labels(
    train: pl.DataFrame, test: pl.DataFrame, labels: pl.Series, target: str
) -> Any:  # noqa: ANN401  an array, or None
    """What counts as positive is known from the test rows; without a positive one it is not."""
    positive = test.filter(labels == 1)[target].unique()
    if len(positive) != 1:
        return None
    return (train[target] == positive[0]).cast(pl.Float64).to_numpy()


def _tell(
    subject: Mapping[str, str], verdicts: list[Verdict], _paths: Mapping[str, str]
) -> tuple[str, ...]:
    from lineal.registry.telling import tell_verdicts  # deferred: only where there is a project

    tell_verdicts(subject, verdicts)
    return ()


STEP = Step(
    help="Judge a model by gates: a verdict for each, and gates.json.",
    inputs=(
        Port("model", FILES, "the fitted model, from the train step"),
        Port("train", TABLE, "rows it learnt from"),
        Port("test", TABLE, "rows it has not seen"),
        Port("predictions", TABLE, "its scores of these, from the evaluate step"),
        Port("metrics", DOCUMENT, "its metrics, from the evaluate step", optional=True),
        Port("contract", DOCUMENT, "what the validate step found", optional=True),
    ),
    outputs=(Port("gates", DOCUMENT, "the verdicts, as an in-toto statement"),),
    params=Params,
    decide=decide,
)
