"""Which fold each row is validated in: each label is dealt out evenly, by a seed. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lineal.base.errors import TableError

if TYPE_CHECKING:
    from numpy.typing import NDArray


def deal(labels: NDArray[np.float64], folds: int, seed: int) -> NDArray[np.int64]:
    """From 0 to ``folds`` - 1 by row."""
    # Raw bits, whose stream is the same in all versions of numpy; a generator's may change.
    random = np.random.PCG64(seed)
    found = np.empty(len(labels), np.int64)
    dealt = 0
    for label in (0.0, 1.0):
        rows = np.flatnonzero(labels == label)
        if len(rows) < folds:
            raise TableError(
                f"{folds} folds need {folds} rows of each label, and {len(rows)} of the training "
                f"rows are {'positive' if label else 'negative'}",
                hint="lower 'train.folds', or get more rows",
            )
        # Goes on where the label before ended, so that folds differ in size by one row at most.
        found[rows[np.argsort(random.random_raw(len(rows)), kind="stable")]] = (
            np.arange(len(rows)) + dealt
        ) % folds
        dealt += len(rows)
    return found
