"""Any table as a lazy frame. Objects in a cache have no suffix, so the kind is given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from lineal.base.errors import DataError
from lineal.tables.kinds import ARROW, CSV, JSON_LINES, PARQUET, TSV, partition_values

if TYPE_CHECKING:
    from collections.abc import Callable

    from lineal.tables.kinds import Part, Source

# What polars says about bytes that are not such a table.
UNREADABLE = (pl.exceptions.PolarsError, OSError, UnicodeDecodeError)


def scan(source: Source) -> pl.LazyFrame:
    """Nothing is read but the schema, and of text the types of all values."""
    reader = _READERS[source.kind]
    try:
        if any(partition_values(part.name) for part in source.parts):
            frames = [_with_partitions(reader, part) for part in source.parts]
            frame = pl.concat(frames, how="diagonal_relaxed")
        else:
            frame = reader([part.path for part in source.parts])
        frame.collect_schema()
    except UNREADABLE as exc:
        raise unreadable(source.shown, exc) from exc
    return frame


def column_names(kind: str, path: str) -> list[str]:
    """Of text only the first line is read: the types are not asked for."""
    try:
        if kind in (CSV, TSV):
            separator = "\t" if kind == TSV else ","
            frame = pl.scan_csv(path, infer_schema_length=0, separator=separator)
        else:
            frame = _READERS[kind]([path])
        return frame.collect_schema().names()
    except UNREADABLE as exc:
        raise unreadable(path, exc) from exc


def collected(frame: pl.LazyFrame, shown: str) -> pl.DataFrame:
    """In pieces, so that the table never has to fit into memory."""
    try:
        return frame.collect(engine="streaming")
    except UNREADABLE as exc:
        raise unreadable(shown, exc) from exc


def unreadable(shown: str, exc: Exception) -> DataError:
    said = str(exc).strip().splitlines()
    return DataError(
        f"{shown} cannot be read as a table: {said[0] if said else type(exc).__name__}",
        hint="lineal data diff --no-tables compares files without looking into them",
    )


def _with_partitions(reader: Callable[[list[str]], pl.LazyFrame], part: Part) -> pl.LazyFrame:
    values = partition_values(part.name)
    literals = [pl.lit(value).alias(name) for name, value in values.items()]
    return reader([part.path]).with_columns(literals)


def _csv(paths: list[str], **more: Any) -> pl.LazyFrame:  # noqa: ANN401  options of polars
    # Types are taken from all rows: a guess from the first would differ between two versions.
    return pl.scan_csv(paths, infer_schema_length=None, try_parse_dates=True, **more)


def _tsv(paths: list[str]) -> pl.LazyFrame:
    return _csv(paths, separator="\t")


def _json_lines(paths: list[str]) -> pl.LazyFrame:
    return pl.scan_ndjson(paths, infer_schema_length=None)


_READERS: dict[str, Callable[[list[str]], pl.LazyFrame]] = {
    CSV: _csv,
    TSV: _tsv,
    PARQUET: pl.scan_parquet,
    JSON_LINES: _json_lines,
    ARROW: pl.scan_ipc,
}
