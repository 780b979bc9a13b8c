"""A Parquet file: its columns as they are, each of a type that a declared kind can be read from."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import polars as pl

from lineal.base.errors import TableError
from lineal.steps.reading.source import Source, check_columns
from lineal.steps.step import ROW

if TYPE_CHECKING:
    from collections.abc import Sequence

MAGIC = b"PAR1"


def read_parquet(path: str, data: bytes, declared: Sequence[str]) -> Source:
    try:
        whole = pl.read_parquet(io.BytesIO(data))
    except pl.exceptions.PolarsError as exc:
        raise TableError(
            f"{path}: it begins as Parquet and is not: {str(exc).partition(chr(10))[0]}",
            hint="make the file again",
        ) from exc
    check_columns(path, whole.columns, declared)
    frame = whole.select(pl.int_range(1, pl.len() + 1, dtype=pl.Int64).alias(ROW), *declared)
    undeclared = tuple(name for name in whole.columns if name not in declared)
    return Source(frame, whole.height, (), undeclared, lambda rows: _raw(whole, rows))


def _raw(whole: pl.DataFrame, rows: Sequence[int]) -> list[str]:
    """As JSON; what JSON has not is text: polars refuses bytes, and makes null of infinity."""
    chosen = whole[[row - 1 for row in rows]]
    return [
        json.dumps(row, ensure_ascii=False, separators=(",", ":"), default=str)
        for row in chosen.iter_rows(named=True)
    ]
