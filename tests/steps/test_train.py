"""The train step: what it writes, says and refuses."""

from __future__ import annotations

from typing import Any

import msgspec
import polars as pl
import pytest

from lineal.base.errors import ConfigError, TableError
from lineal.steps.train import STEP, Params
from tests.learning.tables import recipe, students


def _run(**params: Any) -> Any:
    chosen = Params(candidates=("tree", "logistic"), folds=3, **params)
    return STEP.decide(chosen, _inputs())


def _inputs() -> dict[str, Any]:
    return {"train": students(), "recipe": msgspec.to_builtins(recipe())}


def test_each_row_has_its_fold_and_the_scores_of_all_candidates() -> None:
    """Numbers of rows are those of the source."""
    folds = _run().outputs["folds"]
    assert folds.columns == ["_row", "label", "fold", "score", "tree", "logistic"]
    assert students()["_row"].to_list() == folds["_row"].to_list()


def test_the_report_has_each_candidate_and_no_clock() -> None:
    """Metrics by fold, hyper-parameters, the winner's threshold."""
    report = _run().outputs["report"]
    names = [one["name"] for one in report["candidates"]]
    assert (names, {"roc_auc", "pr_auc", "log_loss", "brier"}, 3) == (
        ["tree", "logistic"],
        set(report["out_of_fold"]),
        len(report["candidates"][0]["roc_auc"]["by_fold"]),
    )


def test_a_person_is_shown_candidates_from_best_to_worst() -> None:
    """A table, the winner, the threshold."""
    lines = _run(target_precision=0.7).lines
    assert ["candidate", "logistic", "tree", "logistic", "threshold"] == [
        line.split()[0] for line in lines
    ]


def test_a_precision_that_is_not_reached_is_warned_of() -> None:
    """Also in the report."""
    mixed = students().with_columns(bought=pl.col("_row") % 2)
    chosen = Params(candidates=("tree",), target_precision=1.0)
    result = STEP.decide(chosen, {**_inputs(), "train": mixed})
    told = [line for line in result.lines if line.startswith("warning: threshold")]
    assert (1, False) == (len(told), result.outputs["report"]["threshold"]["reached"])


def test_the_model_comes_of_every_column_it_sees() -> None:
    """And of the target."""
    sources = [one.source for one in _run().columns]
    assert [("train", name) for name in (*recipe().columns, "bought")] == sources


@pytest.mark.parametrize(
    ("hyper", "message", "hint"),
    [
        ({"tree": {"max_dept": 3}}, "'tree' has no hyper-parameter 'max_dept'", "max_depth"),
        ({"oak": {}}, "there is no candidate 'oak'", "logistic"),
    ],
)
def test_unknown_hyper_parameters_are_told(
    hyper: dict[str, dict[str, Any]], message: str, hint: str
) -> None:
    """With what may have been meant."""
    with pytest.raises(ConfigError, match=message) as caught:
        _run(hyper=hyper)
    assert hint in str(caught.value.hint)


def test_a_candidate_named_twice_is_refused() -> None:
    """It could only win against itself."""
    with pytest.raises(ConfigError, match="names tree twice"):
        STEP.decide(Params(candidates=("tree", "tree")), _inputs())


def test_a_recipe_that_is_none_is_refused() -> None:
    """Some other document."""
    with pytest.raises(TableError, match="the recipe does not fit"):
        STEP.decide(Params(), {"train": students(), "recipe": {"rows": 3}})
