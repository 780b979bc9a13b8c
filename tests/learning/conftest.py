"""One small training with every candidate, for all tests that look at what it left."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lineal.learning.candidates.registry import CANDIDATES
from lineal.learning.training import Settings, train
from tests.learning.tables import recipe, students

if TYPE_CHECKING:
    from lineal.learning.training import Trained

SMALL = {
    "forest": {"n_estimators": 10},
    "lightgbm": {"rounds": 20, "num_leaves": 4},
    "neighbours": {"k": 9},
}


@pytest.fixture(scope="session")
def trained() -> Trained:
    settings = Settings(
        CANDIDATES, "roc_auc", 0.8, folds=3, trials=6, min_count=15, hyper=SMALL, workers=2
    )
    return train(students(), recipe(), settings)
