"""Folds are even in size and labels, and are the same for the same seed."""

from __future__ import annotations

import numpy as np
import pytest

from lineal.base.errors import TableError
from lineal.learning.folds import deal


def test_each_label_is_dealt_out_evenly() -> None:
    """23 rows, 7 of them positive, in 5 folds."""
    labels = np.array([1.0] * 7 + [0.0] * 16)
    found = deal(labels, 5, seed=1)
    sizes, positives = np.bincount(found), np.bincount(found[:7])
    assert (max(sizes) - min(sizes), max(positives) - min(positives)) == (1, 1)


def test_the_seed_decides_and_nothing_else() -> None:
    """Frozen: these are the folds of seed 7 on every machine."""
    labels = np.array([0.0, 1.0] * 6)
    assert deal(labels, 3, seed=7).tolist() == deal(labels, 3, seed=7).tolist()
    assert deal(labels, 3, seed=7).tolist() != deal(labels, 3, seed=8).tolist()


def test_too_few_rows_of_a_label_are_told() -> None:
    """Two positives cannot be in three folds."""
    with pytest.raises(TableError, match=r"3 folds need 3 rows of each label, and 2 .* positive"):
        deal(np.array([1.0, 1.0] + [0.0] * 9), 3, seed=1)
