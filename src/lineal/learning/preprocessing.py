"""From columns of a table to a matrix: what is learnt of them, and how it is applied.

Nothing is learnt from rows other than those given: the rows of a validation fold are not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl

from lineal.base.errors import TableError
from lineal.learning.fitted import CategoryPlan, NumericPlan

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Rows = NDArray[np.int64]
    Plan = tuple[NumericPlan | CategoryPlan, ...]


#: Trees round to float32, and nothing beyond it can be scaled either.
LARGEST = float(np.finfo(np.float32).max)


class Coded(NamedTuple):
    """Text as numbers: ``values`` in order, and which of them each row has."""

    codes: NDArray[np.int64]
    values: tuple[str, ...]


def prepare(frame: pl.DataFrame, columns: Iterable[str]) -> dict[str, Floats | Coded]:
    """Numbers with NaN for missing; text with the empty string for missing."""
    prepared: dict[str, Floats | Coded] = {}
    for name in columns:
        if name not in frame.columns:
            raise TableError(
                f"the table has no column '{name}', which the model sees",
                hint="check 'features:' in the params, and the table's columns",
            )
        series = frame[name]
        if series.dtype == pl.String:
            prepared[name] = _coded(series.fill_null(""))
        else:
            prepared[name] = _numbers(series)
    return prepared


def fit_plan(
    prepared: Mapping[str, Floats | Coded], rows: Rows, *, scaled: bool, min_count: int
) -> Plan:
    """A category of text is one that ``min_count`` of the rows have."""
    return tuple(
        _category(name, column, rows, min_count)
        if isinstance(column, Coded)
        else _numeric(name, column[rows], scaled=scaled)
        for name, column in prepared.items()
    )


def apply_plan(plan: Plan, prepared: Mapping[str, Floats | Coded], rows: Rows) -> Floats:
    matrix = np.empty((len(rows), width(plan)))
    place = 0
    for part in plan:
        column = prepared[part.column]
        if isinstance(part, NumericPlan):
            matrix[:, place] = _filled(part, _as_numbers(part, column)[rows])
            place += 1
            continue
        codes, of = _as_text(part, column)
        for category in part.categories:
            matrix[:, place] = codes[rows] == of.get(category, -1)
            place += 1
    return matrix


def width(plan: Sequence[NumericPlan | CategoryPlan]) -> int:
    return sum(len(one.categories) if isinstance(one, CategoryPlan) else 1 for one in plan)


def _numbers(series: pl.Series) -> Floats:
    found: Floats = series.cast(pl.Float64).fill_null(float("nan")).to_numpy().copy()
    if (np.abs(found) > LARGEST).any():
        raise TableError(
            f"column '{series.name}' has values that are infinite or beyond 3.4e38",
            hint="limit them in 'validate:', or in the feature's expression",
        )
    return found


def _coded(series: pl.Series) -> Coded:
    values = series.unique().sort()
    codes = series.replace_strict(values, np.arange(len(values)), return_dtype=pl.Int64)
    return Coded(codes.to_numpy(), tuple(values.to_list()))


def _numeric(name: str, values: Floats, *, scaled: bool) -> NumericPlan:
    known = values[~np.isnan(values)]
    fill = float(np.median(known)) if known.size else 0.0
    if not scaled:
        return NumericPlan(column=name, fill=fill)
    whole = np.where(np.isnan(values), fill, values)
    if not whole.size or whole.min() == whole.max():
        # The mean of equal numbers may be another one, and what they deviate from it is not zero.
        return NumericPlan(column=name, fill=fill, mean=fill)
    return NumericPlan(
        column=name, fill=fill, mean=float(whole.mean()), scale=float(whole.std()) or 1.0
    )


def _category(name: str, column: Coded, rows: Rows, min_count: int) -> CategoryPlan:
    counts = np.bincount(column.codes[rows], minlength=len(column.values))
    often = tuple(column.values[one] for one in np.flatnonzero(counts >= max(1, min_count)))
    return CategoryPlan(column=name, categories=often)


def _filled(part: NumericPlan, values: Floats) -> Floats:
    filled: Floats = (np.where(np.isnan(values), part.fill, values) - part.mean) / part.scale
    return filled


def _as_numbers(part: NumericPlan, column: Floats | Coded) -> Floats:
    if isinstance(column, Coded):
        raise TableError(
            f"column '{part.column}' is text, and was a number when the model was trained",
            hint="declare its type in 'ingest:'",
        )
    return column


def _as_text(
    part: CategoryPlan, column: Floats | Coded
) -> tuple[NDArray[np.int64], dict[str, int]]:
    if not isinstance(column, Coded):
        raise TableError(
            f"column '{part.column}' is a number, and was text when the model was trained",
            hint="declare its type in 'ingest:'",
        )
    return column.codes, {value: place for place, value in enumerate(column.values)}
