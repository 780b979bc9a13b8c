"""The target as 0 and 1, and which of its values they stand for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from lineal.base.errors import TableError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Value = int | str


def label_values(frame: pl.DataFrame, target: str, positive: Value | None) -> tuple[Value, Value]:
    """The negative and the positive value. Numbers are 0 and 1; of text one must be named."""
    series = _target(frame, target)
    if series.dtype != pl.String:
        if positive not in (None, 1):
            raise TableError(
                f"'train.positive' is {positive!r}, but the target '{target}' is of numbers",
                hint="leave it out: 1 is positive",
            )
        _refuse_others(series, (0, 1), target)
        return 0, 1
    values = sorted(series.drop_nulls().unique().to_list())
    if positive is None or positive not in values or len(values) != 2:  # noqa: PLR2004  this side or that
        raise TableError(
            f"the target '{target}' has the values {_shown(values)}; of text there must be two, "
            f"and one of them is positive",
            hint="say which with 'positive:' under 'train:'",
        )
    return next(one for one in values if one != positive), positive


def labels_of(
    frame: pl.DataFrame, target: str, negative: Value = 0, positive: Value = 1
) -> NDArray[np.float64]:
    series = _target(frame, target)
    if series.dtype != pl.String:
        series = series.cast(pl.Int64, strict=False)
    _refuse_others(series, (negative, positive), target)
    found: NDArray[np.float64] = (series == positive).cast(pl.Float64).to_numpy()
    return found


def _target(frame: pl.DataFrame, target: str) -> pl.Series:
    if target not in frame.columns:
        raise TableError(
            f"the table has no column '{target}', which is the target",
            hint="check 'features.target' in the params",
        )
    return frame[target]


def _refuse_others(series: pl.Series, known: tuple[Value, Value], target: str) -> None:
    if series.null_count():
        raise TableError(
            f"the target '{target}' is missing in {series.null_count()} rows",
            hint="add a rule with 'nulls: false' for it to 'validate:'",
        )
    known_type = pl.String if isinstance(known[0], str) else pl.Float64
    if known_type == pl.Float64 and series.dtype != pl.String:
        series = series.cast(pl.Float64)
    if series.dtype == known_type:
        series = series.filter(~series.is_in(pl.Series(known, dtype=known_type)))
    others = series.unique().to_list()
    if others:
        raise TableError(
            f"the target '{target}' has values other than {known[0]!r} and {known[1]!r}: "
            f"{_shown(sorted(others))}",
            hint="add a rule with 'values:' for it to 'validate:'",
        )


def _shown(values: list[object]) -> str:
    return ", ".join(repr(one) for one in values[:5]) + (", …" if len(values) > 5 else "")  # noqa: PLR2004  enough to see what is there
