"""Training as a whole: nothing leaks, nothing depends on cores, the best of the candidates wins."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import numpy as np
import polars as pl
import pytest

from lineal.base.errors import ConfigError, TableError
from lineal.learning.candidates.registry import CANDIDATES, find_candidate
from lineal.learning.crossing import Data, Trial, learn
from lineal.learning.metrics import measure
from lineal.learning.model_files import to_files
from lineal.learning.predictor import score
from lineal.learning.preprocessing import prepare
from lineal.learning.training import Settings, train
from tests.learning.conftest import SMALL
from tests.learning.tables import recipe, students

if TYPE_CHECKING:
    from lineal.learning.training import Trained

QUICK = Settings(
    ("svm", "lightgbm", "tree"), "pr_auc", 0.8, folds=3, trials=3, min_count=15, hyper=SMALL
)


def test_the_winner_has_the_best_metric(trained: Trained) -> None:
    """Of all candidates, each with the best of its settings."""
    best = max(one.best.mean("roc_auc") for one in trained.tuned)
    assert (list(CANDIDATES), best) == (
        [one.best.trial.candidate.name for one in trained.tuned],
        trained.winner.best.mean("roc_auc"),
    )


def test_trials_are_spread_over_the_candidates(trained: Trained) -> None:
    """Six of them: one more try for each than its defaults."""
    assert [2] * 6 == [len(one.tries) for one in trained.tuned]


def test_the_threshold_is_the_one_found_out_of_fold(trained: Trained) -> None:
    """Its precision is measured on scores of models that had not seen the rows."""
    found = measure(trained.labels, trained.winner.best.scores, trained.threshold.value)
    assert trained.threshold.value == trained.model.fitted.threshold
    assert pytest.approx(trained.threshold.precision) == found["precision"]


def test_the_model_ranks_rows_that_it_has_not_seen(trained: Trained) -> None:
    """Other students of the same kind."""
    others = students(400, seed=9)
    found = measure(others["bought"].to_numpy().astype(float), score(trained.model, others))
    assert found["roc_auc"] > 0.75


def test_the_number_of_workers_changes_nothing() -> None:
    """Files of the model, scores, and the search, to the last bit."""
    one, two = (train(students(), recipe(), QUICK._replace(workers=count)) for count in (1, 2))
    assert to_files(one.model) == to_files(two.model)
    scores = [
        [b"".join(tried.scores.tobytes() for tried in some.tries) for some in of.tuned]
        for of in (one, two)
    ]
    assert scores[0] == scores[1]


def test_a_poisoned_fold_changes_nothing_of_what_scores_it() -> None:
    """Its rows become nonsense, labels too: what is learnt for it of the others is the same."""
    table, fold = students(), np.arange(400) % 3
    labels = table["bought"].to_numpy().astype(float)
    poison = pl.Series(fold == 0)
    poisoned = table.with_columns(
        minutes=pl.when(poison).then(pl.lit(1e30)).otherwise(pl.col("minutes")),
        country=pl.when(poison).then(pl.lit("poison")).otherwise(pl.col("country")),
    )
    trial, rows = Trial(find_candidate("logistic"), {"C": 1.0}), np.flatnonzero(fold != 0)
    found = []
    for one, of in ((table, labels), (poisoned, np.where(fold == 0, 1 - labels, labels))):
        data = Data(prepare(one, recipe().columns), of, fold, 15, 42, 1)
        plan, learnt = learn(data, trial, rows)
        found.append((plan, learnt.arrays["coef"].tolist()))
    assert found[0] == found[1]


def test_a_candidate_that_does_not_exist_is_told() -> None:
    """With what may have been meant."""
    with pytest.raises(ConfigError, match="there is no candidate 'forrest'") as caught:
        train(students(), recipe(), QUICK._replace(candidates=("forrest",)))
    assert "forest" in str(caught.value.hint)


def test_a_candidate_that_cannot_be_fitted_is_named() -> None:
    """Never left out in silence."""
    with pytest.raises(TableError, match=r"candidate 'tree' cannot be fitted with .*max_depth"):
        train(students(), recipe(), QUICK._replace(hyper={"tree": {"max_depth": -3}}))


def test_a_hyper_parameter_that_is_no_number_at_all_is_told() -> None:
    """YAML has infinity."""
    with pytest.raises(TableError, match=r"candidate 'neighbours' cannot be fitted with .*inf"):
        train(
            students(60),
            recipe(),
            QUICK._replace(candidates=("neighbours",), hyper={"neighbours": {"k": float("inf")}}),
        )


def test_a_library_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """As when only part of the extra is installed."""

    def refuse(name: str) -> object:
        raise ModuleNotFoundError(f"No module named {name!r}", name="lightgbm")

    monkeypatch.setattr("lineal.learning.candidates.registry.import_module", refuse)
    with pytest.raises(ConfigError, match=r"'lightgbm' needs a library .* not installed: lightgbm"):
        find_candidate("lightgbm")


def test_text_that_is_never_frequent_is_no_column() -> None:
    """Nearest neighbours of nothing would be found, and could not be packaged."""
    blind = msgspec.structs.replace(recipe(), columns=("country",))
    with pytest.raises(TableError, match="no text in 'country' has 9,999 of ") as caught:
        train(students(60), blind, Settings(["neighbours"], "roc_auc", 0.5, min_count=9999))
    assert "train.min_count" in str(caught.value.hint)


def test_one_label_alone_cannot_be_learnt() -> None:
    """Nobody bought anything."""
    table = students().with_columns(bought=pl.lit(0))
    with pytest.raises(TableError, match="3 folds need 3 rows of each label, and 0 "):
        train(table, recipe(), QUICK)
