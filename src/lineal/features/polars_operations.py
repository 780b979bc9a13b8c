"""Each operation over polars columns. NULL is null here: no NaN comes in, and none goes out.

Polars takes NaN for equal to itself and greater than all: that is why none may be left.
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from lineal.features.patterns import regex_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_LN10 = math.log(10)

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


def _power(a: pl.Expr, b: pl.Expr) -> pl.Expr:
    """The hardware gives 1 for NULL to the power of 0: NULL goes first."""
    valued = a.is_not_null() & b.is_not_null() & ~((a == 0) & (b < 0))
    return _valued(pl.when(valued).then(a.pow(b)))


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


def _logarithm(a: pl.Expr) -> pl.Expr:
    return pl.when(a > 0).then(a.log())


def _logarithm10(a: pl.Expr) -> pl.Expr:
    found = _quotient(_logarithm(a), _LN10)
    whole = found.round(0, mode="half_to_even")
    return pl.when(pl.lit(10.0).pow(whole) == a).then(whole).otherwise(found)


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
    "power": _power,
    "absolute": lambda a: a.abs(),
    "sign": _sign,
    "floor": lambda a: a.floor(),
    "ceiling": lambda a: a.ceil(),
    "truncate": _truncate,
    "round": _round,
    "square_root": lambda a: _valued(a.sqrt()),
    "exponential": lambda a: a.exp(),
    "logarithm": _logarithm,
    "logarithm10": _logarithm10,
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
