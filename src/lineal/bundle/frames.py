"""Rows of a table as columns that the graph takes. Training's side: serving has no tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from lineal.base.errors import TableError
from lineal.bundle.format import TEXT

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lineal.bundle.format import Signature


def frame_columns(frame: pl.DataFrame, signature: Signature) -> dict[str, NDArray[Any]]:
    """A tensor [N, 1] for each input: NaN or "" for what is missing."""
    check_columns(frame, signature)
    return {
        one.name: _texts(frame[one.name]) if one.kind == TEXT else _numbers(frame[one.name])
        for one in signature.inputs
    }


def check_columns(frame: pl.DataFrame, signature: Signature) -> None:
    """TableError if the graph could not be asked about these rows."""
    missing = [one.name for one in signature.inputs if one.name not in frame.columns]
    if missing:
        raise TableError(
            f"the table has no column {', '.join(map(repr, missing))}, which the model needs",
            hint="give the table that the model was trained or tested on",
        )
    for one in signature.inputs:
        dtype = frame.schema[one.name]
        is_text = dtype == pl.String
        if is_text != (one.kind == TEXT) or not (
            is_text or dtype.is_numeric() or dtype == pl.Boolean
        ):
            raise TableError(
                f"column '{one.name}' is of {dtype}, and the model takes a {one.kind}",
                hint="give the table that the model was trained or tested on",
            )


def _texts(series: pl.Series) -> NDArray[Any]:
    column = np.empty((len(series), 1), dtype=object)
    column[:, 0] = series.fill_null("").to_list()
    return column


def _numbers(series: pl.Series) -> NDArray[np.float64]:
    return series.cast(pl.Float64).fill_null(float("nan")).to_numpy().reshape(-1, 1)
