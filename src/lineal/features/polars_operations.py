"""Each operation over polars columns. NULL is null here: no NaN comes in, and none goes out.

Polars takes NaN for equal to itself and greater than all: that is why none may be left.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from lineal.features import elementary
from lineal.features.arrays import Arrays
from lineal.features.patterns import regex_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

#: From here on every float64 is whole.
_WHOLE = 2.0**52


def _valued(found: pl.Expr) -> pl.Expr:
    """What has no value is NULL."""
    return found.fill_nan(None)


def _quotient(a: pl.Expr, b: pl.Expr | float) -> pl.Expr:
    """By numpy: polars multiplies by the reciprocal of a single divisor, which is not the same."""
    divisor = pl.lit(b) if isinstance(b, float) else b
    return pl.map_batches([a, divisor], _quotients, return_dtype=pl.Float64)


def _quotients(both: Sequence[pl.Series]) -> pl.Series:
    a, b = (one.to_numpy() for one in both)
    with np.errstate(all="ignore"):
        return pl.Series(a / b, nan_to_null=True)


def _divide(a: pl.Expr, b: pl.Expr) -> pl.Expr:
    return pl.when(b != 0).then(_quotient(a, b))


def _truncate(a: pl.Expr) -> pl.Expr:
    return pl.when(a < 0).then(a.ceil()).otherwise(a.floor())


def _modulo(a: pl.Expr, b: pl.Expr) -> pl.Expr:
    return _valued(a - b * _truncate(_divide(a, b)))


def _elementary(compute: Callable[..., NDArray[np.float64]]) -> Callable[..., pl.Expr]:
    """One algorithm for tables and graphs, over numpy's arithmetic."""

    def over(both: Sequence[pl.Series]) -> pl.Series:
        with np.errstate(all="ignore"):
            found = compute(Arrays(), *(one.to_numpy() for one in both))
        return pl.Series(found, nan_to_null=True)

    return lambda *several: pl.map_batches(list(several), over, return_dtype=pl.Float64)


def _sign(a: pl.Expr) -> pl.Expr:
    return pl.when(a > 0).then(1.0).when(a < 0).then(-1.0).when(a == 0).then(0.0)


def _half_up(a: pl.Expr) -> pl.Expr:
    """Halves away from zero, exactly: adding a half and cutting off is wrong just below it."""
    whole = _truncate(a)
    step = pl.when((a - whole).abs() >= 0.5).then(_sign(a)).otherwise(0.0)  # noqa: PLR2004  a half
    return pl.when(a.abs() >= _WHOLE).then(a).otherwise(whole + step)


def _round(a: pl.Expr, digits: pl.Expr) -> pl.Expr:
    places = int(pl.select(digits).item())
    factor = 10.0 ** abs(places)
    if places < 0:
        return _half_up(_quotient(a, factor)) * factor
    moved = a * factor
    rounded = _quotient(_half_up(moved), factor)
    return pl.when(moved.abs() >= _WHOLE).then(a).otherwise(rounded)


def _greatest(*several: pl.Expr) -> pl.Expr:
    known = pl.all_horizontal(one.is_not_null() for one in several)
    return pl.when(known).then(pl.max_horizontal(*several))


def _least(*several: pl.Expr) -> pl.Expr:
    known = pl.all_horizontal(one.is_not_null() for one in several)
    return pl.when(known).then(pl.min_horizontal(*several))


def _in_list(a: pl.Expr, *values: pl.Expr) -> pl.Expr:
    found = [pl.select(value).item() for value in values]
    return a.is_in(found)


def _like(a: pl.Expr, pattern: pl.Expr) -> pl.Expr:
    return a.str.contains(f"^(?:{regex_of(pl.select(pattern).item())})$")


def _choose(*parts: pl.Expr) -> pl.Expr:
    """Unknown chooses nothing, as false."""
    found = parts[-1]
    for place in range(len(parts) - 3, -1, -2):
        found = pl.when(parts[place]).then(parts[place + 1]).otherwise(found)
    return found


def _match(subject: pl.Expr, *parts: pl.Expr) -> pl.Expr:
    conditions = [subject == value for value in parts[:-1:2]]
    flat = [one for pair in zip(conditions, parts[1::2], strict=True) for one in pair]
    return _choose(*flat, parts[-1])


def _concatenate(a: pl.Expr, b: pl.Expr) -> pl.Expr:
    return pl.concat_str(a, b)


POLARS: dict[str, Callable[..., pl.Expr]] = {
    "add": lambda a, b: _valued(a + b),
    "subtract": lambda a, b: _valued(a - b),
    "multiply": lambda a, b: _valued(a * b),
    "divide": _divide,
    "modulo": _modulo,
    "negate": lambda a: -a,
    "power": _elementary(elementary.power),
    "absolute": lambda a: a.abs(),
    "sign": _sign,
    "floor": lambda a: a.floor(),
    "ceiling": lambda a: a.ceil(),
    "truncate": _truncate,
    "round": _round,
    "square_root": lambda a: _valued(a.sqrt()),
    "exponential": _elementary(elementary.exponential),
    "logarithm": _elementary(elementary.logarithm),
    "logarithm10": _elementary(elementary.logarithm10),
    "greatest": _greatest,
    "least": _least,
    "equal": lambda a, b: a == b,
    "less": lambda a, b: a < b,
    "at_most": lambda a, b: a <= b,
    "between": lambda a, low, high: (low <= a) & (a <= high),
    "in_list": _in_list,
    "like": _like,
    "is_null": lambda a: a.is_null(),
    "is_true": lambda a: a.fill_null(value=False),
    "and": lambda *all_: _joined(all_, lambda a, b: a & b),
    "or": lambda *all_: _joined(all_, lambda a, b: a | b),
    "not": lambda a: ~a,
    "choose": _choose,
    "match": _match,
    "coalesce": pl.coalesce,
    "null_if": lambda a, b: pl.when((a == b).fill_null(value=False)).then(None).otherwise(a),
    "concatenate": _concatenate,
    "to_number": lambda a: a.cast(pl.Float64),
    "to_truth": lambda a: a != 0,
}


def _joined(several: tuple[pl.Expr, ...], join: Callable[[Any, Any], pl.Expr]) -> pl.Expr:
    found = several[0]
    for _before, one in pairwise(several):
        found = join(found, one)
    return found
