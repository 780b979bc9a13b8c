"""``lineal step train``: candidates are tried out of fold, the best becomes the model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

import msgspec
import polars as pl
from msgspec import Meta

from lineal.base.errors import ConfigError, TableError
from lineal.base.suggest import did_you_mean
from lineal.features.recipe import Recipe
from lineal.learning.candidates.registry import CANDIDATES, find_candidate
from lineal.learning.model_files import to_files
from lineal.learning.training import Settings, train
from lineal.learning.training_report import lines, report
from lineal.steps.step import DOCUMENT, FILES, ROW, TABLE, Computed, Port, Result, Step

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lineal.learning.training import Trained


class Params(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    candidates: Annotated[
        tuple[str, ...], Meta(min_length=1, description=f"which to try: {', '.join(CANDIDATES)}")
    ] = CANDIDATES
    metric: Annotated[
        Literal["roc_auc", "pr_auc", "log_loss", "brier"],
        Meta(description="what the winner is best in"),
    ] = "roc_auc"
    target_precision: Annotated[
        float, Meta(gt=0, le=1, description="the threshold has the highest recall with it")
    ] = 0.9
    folds: Annotated[int, Meta(ge=2, le=100, description="of the cross-validation")] = 5
    trials: Annotated[
        int, Meta(ge=0, le=10_000, description="of the search, in total; 0 takes the defaults")
    ] = 0
    seed: Annotated[int, Meta(ge=0, lt=2**31, description="of folds, search and models")] = 42
    min_count: Annotated[
        int, Meta(ge=1, description="a value of text gets a column when as many rows have it")
    ] = 50
    positive: Annotated[
        str | int | None, Meta(description="of a target of text, the value to be predicted")
    ] = None
    hyper: Annotated[
        dict[str, dict[str, Any]], Meta(description="hyper-parameters to fix, by candidate")
    ] = {}


def decide(params: Params, inputs: Mapping[str, Any]) -> Result:
    table: pl.DataFrame = inputs["train"]
    recipe = _recipe(inputs["recipe"])
    trained = train(table, recipe, _settings(params))
    outputs = {
        "model": to_files(trained.model),
        "folds": _folds(table, trained),
        "report": report(trained, params.metric),
    }
    columns = tuple(
        Computed(("train", name), ("model", "model"), "trained on")
        for name in (*recipe.columns, recipe.target)
    )
    return Result(outputs, lines(trained, params.metric), columns)


def _recipe(document: Any) -> Recipe:  # noqa: ANN401  what the file holds
    try:
        return msgspec.convert(document, Recipe)
    except msgspec.ValidationError as exc:
        raise TableError(
            f"the recipe does not fit: {exc}", hint="make it with 'lineal step features'"
        ) from exc


def _settings(params: Params) -> Settings:
    twice = {name for name in params.candidates if params.candidates.count(name) > 1}
    if twice:
        raise ConfigError(
            f"'train.candidates' names {', '.join(sorted(twice))} twice", hint="name each once"
        )
    for name, fixed in params.hyper.items():
        known = find_candidate(name).defaults
        for one in fixed:
            if one not in known:
                raise ConfigError(
                    f"candidate '{name}' has no hyper-parameter '{one}'",
                    hint=did_you_mean(one, known).removeprefix("; ")
                    or f"it has {', '.join(known)}",
                )
    return Settings(
        candidates=params.candidates,
        metric=params.metric,
        target_precision=params.target_precision,
        seed=params.seed,
        folds=params.folds,
        trials=params.trials,
        min_count=params.min_count,
        hyper=params.hyper,
        positive=params.positive,
    )


def _folds(table: pl.DataFrame, trained: Trained) -> pl.DataFrame:
    """Scores out of fold: the winner's as ``score``, and each candidate's."""
    rows = table[ROW] if ROW in table.columns else pl.Series(ROW, range(1, len(table) + 1))
    return pl.DataFrame(
        [
            rows.cast(pl.Int64),
            pl.Series("label", trained.labels.astype("int64")),
            pl.Series("fold", trained.fold),
            pl.Series("score", trained.winner.best.scores),
            *(pl.Series(one.best.trial.candidate.name, one.best.scores) for one in trained.tuned),
        ]
    )


STEP = Step(
    help="Compare candidates out of fold, and fit the best on all rows.",
    inputs=(
        Port("train", TABLE, "rows to learn from, with target and features"),
        Port("recipe", DOCUMENT, "what the model sees, from the features step"),
    ),
    outputs=(
        Port("model", FILES, "the fitted model"),
        Port("folds", TABLE, "each row's fold, and its scores out of fold"),
        Port("report", DOCUMENT, "candidates, winner and threshold"),
    ),
    params=Params,
    decide=decide,
)
