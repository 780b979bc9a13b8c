"""Rows at the edges of a model: on both sides of each threshold of its trees, and beyond habit.

A value that a test row happens to have is rarely near a threshold; there a graph that rounds
otherwise than the training-time predictor would give another answer. So numbers are moved until the
next smaller and the next larger float64 go different ways, through features and all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import polars as pl

from lineal.features.recipe import BOOLEAN, INTEGER, NUMBER, TEXT, WHOLE
from lineal.learning.fitted import NumericPlan
from lineal.learning.preprocessing import LARGEST

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from lineal.features.expression import Expression
    from lineal.features.recipe import RawColumn
    from lineal.learning.fitted import Model

_TREES, _ROUNDED = ("tree", "forest", "lightgbm"), ("tree", "forest")
_MOST_THRESHOLDS, _MOST_ROWS = 100, 60
# Most ranges are halved down to neighbouring float64 in 60; one around zero takes more.
_HALVINGS = 110
_UNHEARD = "\u2400 never seen"


def edge_rows(model: Model, frame: pl.DataFrame) -> pl.DataFrame:
    """Made of the rows of ``frame``, with the model's raw columns only."""
    raw = frame.select(one.name for one in model.recipe.inputs)
    if not len(raw):
        return raw
    parts = [*_unusual(model.recipe.inputs, raw)]
    if model.fitted.family in _TREES:
        parts += _both_sides(model, raw)
    return _scorable(model, pl.concat(parts)) if parts else raw.clear()


def _scorable(model: Model, rows: pl.DataFrame) -> pl.DataFrame:
    """Without rows that training would refuse: far out, a feature may be larger than it takes."""
    from lineal.features.compute import add_features  # deferred: brings the parser of SQL

    seen = [one.column for one in model.fitted.plan if isinstance(one, NumericPlan)]
    if not seen:
        return rows
    sizes = add_features(rows, model.recipe).select(pl.col(seen).cast(pl.Float64).abs())
    return rows.filter(
        sizes.select(pl.all_horizontal(pl.all().fill_null(0) <= LARGEST)).to_series()
    )


def _unusual(inputs: Sequence[RawColumn], raw: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Texts never seen, values missing where they may, the least and the largest and beyond."""
    for column in inputs:
        values: list[Any] = [None] if column.nullable else []
        if column.kind == TEXT:
            values += [_UNHEARD, "", _UNHEARD * 20] if column.nullable else [_UNHEARD]
        elif column.kind == BOOLEAN:
            values += [True, False]
        else:
            known = raw[column.name].cast(pl.Float64).drop_nulls()
            span = np.array([known.min(), known.max()], float) if len(known) else np.zeros(2)
            values += [*span, 0.0, *(span * 10), -np.abs(span).max() - 1]
            if column.kind == INTEGER:
                values = [
                    one if one is None else int(np.clip(one, -WHOLE, WHOLE)) for one in values
                ]
        rows = raw.head(_MOST_ROWS)
        for value in values:
            dtype = raw.schema[column.name]
            yield rows.with_columns(pl.lit(value).cast(dtype).alias(column.name))


class _Crossing(NamedTuple):
    """``vary`` is the raw column to be moved until ``seen`` of the matrix crosses ``threshold``."""

    vary: str
    seen: NumericPlan
    thresholds: NDArray[np.float64]


def _both_sides(model: Model, raw: pl.DataFrame) -> list[pl.DataFrame]:
    expressions = _expressions(model)
    crossings = list(_crossings(model, expressions))
    if not crossings:
        return []
    counts = [len(one.thresholds) for one in crossings]
    search = _Search(
        model=model,
        expressions=expressions,
        base=raw[np.arange(sum(counts)) % len(raw)],
        vary=np.repeat([one.vary for one in crossings], counts),
        seen=np.repeat(np.arange(len(crossings)), counts),
        plans=[one.seen for one in crossings],
        thresholds=np.concatenate([one.thresholds for one in crossings]),
    )
    return _halve(search)


def _expressions(model: Model) -> dict[str, Expression]:
    if not model.recipe.features:
        return {}
    from lineal.features.parse import parse  # deferred: a parser of SQL is slow to import

    types = {one.name: one.kind for one in model.recipe.inputs}
    parsed = {}
    for feature in model.recipe.features:
        parsed[feature.name] = parse(feature.sql, types)
        types[feature.name] = feature.type
    return parsed


def _crossings(model: Model, expressions: Mapping[str, Expression]) -> Iterator[_Crossing]:
    kinds = {one.name: one.kind for one in model.recipe.inputs}
    place = 0
    for plan in model.fitted.plan:
        if not isinstance(plan, NumericPlan):
            place += len(plan.categories)
            continue
        thresholds = _thresholds(model, place)
        place += 1
        for name in _raw_columns(plan.column, expressions):
            if len(thresholds) and kinds[name] in (NUMBER, INTEGER):
                yield _Crossing(name, plan, thresholds)


def _thresholds(model: Model, place: int) -> NDArray[np.float64]:
    arrays = {name: np.asarray(model.arrays[name]) for name in ("left", "feature", "threshold")}
    used = (arrays["left"] >= 0) & (arrays["feature"] == place)
    every: NDArray[np.float64] = np.unique(arrays["threshold"][used].astype(np.float64))
    if len(every) > _MOST_THRESHOLDS:
        every = every[np.linspace(0, len(every) - 1, _MOST_THRESHOLDS).round().astype(int)]
    return every


def _raw_columns(name: str, expressions: Mapping[str, Expression]) -> list[str]:
    """The raw columns that a column is made of; a raw one is made of itself."""
    if name not in expressions:
        return [name]
    from lineal.features.columns import columns_of  # deferred: only with features

    found = [_raw_columns(one, expressions) for one in columns_of(expressions[name])]
    return sorted({one for some in found for one in some})


class _Search(NamedTuple):
    """One row of ``base`` for each threshold; ``seen`` numbers the plan that must cross it."""

    model: Model
    expressions: Mapping[str, Expression]
    base: pl.DataFrame
    vary: NDArray[np.str_]
    seen: NDArray[np.int64]
    plans: list[NumericPlan]
    thresholds: NDArray[np.float64]


def _halve(search: _Search) -> list[pl.DataFrame]:
    """The two frames of the last values that go different ways, of rows that can be moved so."""
    low, high = _ranges(search)
    at_low = _goes_left(search, low)
    movable = at_low != _goes_left(search, high)
    search, low, high, at_low = _only(search, movable), low[movable], high[movable], at_low[movable]
    whole = _is_whole(search)
    for _ in range(_HALVINGS):
        middle = low / 2 + high / 2
        middle = np.where(whole, np.floor(middle), middle)
        if ((middle == low) | (middle == high)).all():
            break
        same = _goes_left(search, middle) == at_low
        low, high = np.where(same, middle, low), np.where(same, high, middle)
    return [_moved(search, values) for values in (low, high)]


def _only(search: _Search, rows: NDArray[np.bool_]) -> _Search:
    return search._replace(
        base=search.base.filter(pl.Series(rows)),
        vary=search.vary[rows],
        seen=search.seen[rows],
        thresholds=search.thresholds[rows],
    )


def _ranges(search: _Search) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    low, high = np.zeros(len(search.vary)), np.zeros(len(search.vary))
    for name in np.unique(search.vary):
        known = search.base[str(name)].cast(pl.Float64).drop_nulls().to_numpy()
        if known.size:
            low[search.vary == name], high[search.vary == name] = known.min(), known.max()
    return low, high


def _is_whole(search: _Search) -> NDArray[np.bool_]:
    whole = [one.name for one in search.model.recipe.inputs if one.kind == INTEGER]
    return np.isin(search.vary, whole)


def _goes_left(search: _Search, values: NDArray[np.float64]) -> NDArray[np.bool_]:
    frame = _moved(search, values)
    if search.expressions:
        from lineal.features.compute import evaluate  # deferred: only with features

        for name, expression in search.expressions.items():
            frame = frame.with_columns(evaluate(frame, expression).alias(name))
    found = np.empty(len(values))
    for number, plan in enumerate(search.plans):
        rows = search.seen == number
        column = frame[plan.column].cast(pl.Float64).fill_null(plan.fill).to_numpy()[rows]
        found[rows] = (np.where(np.isnan(column), plan.fill, column) - plan.mean) / plan.scale
    if search.model.fitted.family in _ROUNDED:
        found = found.astype(np.float32).astype(np.float64)
    return found <= search.thresholds


def _moved(search: _Search, values: NDArray[np.float64]) -> pl.DataFrame:
    changed = []
    for name in map(str, np.unique(search.vary)):
        column = search.base[name]
        moved = pl.Series(values).cast(column.dtype)
        changed.append(
            moved.zip_with(pl.Series(search.vary == name), column).alias(name)  # others stay
        )
    return search.base.with_columns(changed)
