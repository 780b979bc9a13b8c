"""The arithmetic of `elementary` over arrays. Pure but for numpy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]
    Truths = NDArray[np.bool_]


class Arrays:
    """Whoever uses it silences numpy: NaN and infinity are values here."""

    __slots__ = ()

    def number(self, value: float) -> Numbers:
        return np.asarray(value, np.float64)

    def add(self, a: Numbers, b: Numbers) -> Numbers:
        return np.add(a, b)

    def subtract(self, a: Numbers, b: Numbers) -> Numbers:
        return np.subtract(a, b)

    def multiply(self, a: Numbers, b: Numbers) -> Numbers:
        return np.multiply(a, b)

    def divide(self, a: Numbers, b: Numbers) -> Numbers:
        return np.divide(a, b)

    def floor(self, a: Numbers) -> Numbers:
        return np.floor(a)

    def less(self, a: Numbers, b: Numbers) -> Truths:
        return np.less(a, b)

    def equal(self, a: Numbers, b: Numbers) -> Truths:
        return np.equal(a, b)

    def where(self, condition: Truths, a: Numbers, b: Numbers) -> Numbers:
        return np.where(condition, a, b)

    def roughly_ln(self, a: Numbers) -> Numbers:
        return np.log(a)

    def take(self, table: Sequence[float], place: Numbers) -> Numbers:
        return np.asarray(table, np.float64)[place.astype(np.int64)]
