"""``lineal step ingest``: a source into rows of declared kinds, and the bad ones aside.

No value is guessed, and none is lost silently: a row with one that is not of its kind goes whole
into the quarantine, with its number, the reason and its text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple

import msgspec
import polars as pl
from msgspec import Meta

from lineal.base.errors import TableError
from lineal.features.names import why_not
from lineal.steps.reading.csv_source import read_csv
from lineal.steps.reading.parquet_source import MAGIC, read_parquet
from lineal.steps.reading.source import Fault
from lineal.steps.reading.typed import NAMED, can_be, typed
from lineal.steps.step import ROW, SOURCE, TABLE, Computed, Port, Result, Step

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

    from lineal.steps.reading.source import Source

_SHOWN_TEXT, _SHOWN_ROWS = 60, 5

Kind = Literal["number", "integer", "text", "boolean"]


class Params(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    columns: Annotated[
        dict[str, Kind],
        Meta(min_length=1, description="columns that are read, with their kinds"),
    ]
    delimiter: Annotated[
        str, Meta(pattern="^[\\x01-\\x7f]$", description="between the values of a CSV file")
    ] = ","
    nulls: Annotated[tuple[str, ...], Meta(description="words that mean there is no value")] = ("",)
    key: Annotated[
        tuple[str, ...], Meta(description="columns that together name a row: not null, never twice")
    ] = ()
    max_quarantine: Annotated[
        float, Meta(ge=0, le=1, description="share of bad rows above which the step fails")
    ] = 0.1


class _Kept(NamedTuple):
    rows: pl.DataFrame
    faults: list[Fault]


def decide(params: Params, given: Mapping[str, Any]) -> Result:
    path = given["source"]
    _check_names(params)
    source = _read(path, params)
    if source.total == 0:
        raise TableError(f"{path}: there are no rows", hint="give a file with rows")
    kept = _keyed(_typed(path, source, params), params.key)
    quarantine = _quarantine(source, [*source.faults, *kept.faults])
    _check_share(path, quarantine, source.total, params.max_quarantine)
    return Result(
        outputs={"rows": kept.rows, "quarantine": quarantine},
        lines=tuple(_lines(source, kept.rows, quarantine)),
        columns=tuple(
            Computed(("source", name), ("rows", name), f"read as {kind}")
            for name, kind in params.columns.items()
        ),
        metrics={"rows": kept.rows.height, "quarantined": quarantine.height},
    )


STEP = Step(
    help="Read CSV or Parquet into typed rows; set bad ones aside.",
    inputs=(Port("source", SOURCE, "a CSV file with a header in UTF-8, or a Parquet file"),),
    outputs=(
        Port("rows", TABLE, "the rows that are in order"),
        Port("quarantine", TABLE, "the others: row number, reason, and how they were written"),
    ),
    params=Params,
    decide=decide,
)


def _check_names(params: Params) -> None:
    unknown = [name for name in params.key if name not in params.columns]
    if unknown:
        raise TableError(
            f"the key {', '.join(map(repr, unknown))} is not among 'columns'",
            hint="declare it there, with its kind",
        )
    for name in params.columns:
        if (reason := why_not(name)) is not None:
            raise TableError(
                f"column {name!r} cannot be called so: {reason}", hint="rename it in the source"
            )
    if ROW in params.columns:
        raise TableError(
            f"'{ROW}' cannot be a column: it is the number of a row", hint="rename it in the source"
        )


def _read(path: str, params: Params) -> Source:
    with open(path, "rb") as file:
        data = file.read()
    if data.startswith(MAGIC):
        return read_parquet(path, data, list(params.columns))
    return read_csv(path, data, params.delimiter, list(params.columns))


def _typed(path: str, source: Source, params: Params) -> _Kept:
    columns, reasons = [source.frame[ROW]], dict[int, list[str]]()
    is_bad = pl.repeat(value=False, n=source.frame.height, eager=True)
    for name, kind in params.columns.items():
        column = source.frame[name]
        if not can_be(kind, column.dtype):
            raise TableError(
                f"{path}: column '{name}' holds {column.dtype}, which cannot be {NAMED[kind]}",
                hint="declare another kind, or write the column differently",
            )
        values, bad = typed(column, kind, params.nulls)
        columns.append(values.alias(name))
        if bad.any():
            is_bad = is_bad | bad
            for row, value in zip(source.frame[ROW].filter(bad), column.filter(bad), strict=True):
                reasons.setdefault(row, []).append(f"{name}: {_shown(value)} is not {NAMED[kind]}")
    rows = pl.DataFrame(columns).filter(~is_bad)
    return _Kept(rows, [Fault(row, "; ".join(said)) for row, said in reasons.items()])


def _keyed(kept: _Kept, key: Sequence[str]) -> _Kept:
    """Of rows with the same key the first one stays."""
    if not key:
        return kept
    rows, named = kept.rows, ", ".join(key)
    lacks = rows.select(pl.any_horizontal(pl.col(key).is_null())).to_series()
    faults = [Fault(row, f"no value in the key {named}") for row in rows[ROW].filter(lacks)]
    rows = rows.filter(~lacks)
    again = rows.with_columns(pl.col(ROW).min().over(key).alias("_first"))
    repeated = again.filter(pl.col(ROW) != pl.col("_first"))
    faults += [
        Fault(row, f"the key {named} is that of row {first}")
        for row, first in repeated.select(ROW, "_first").rows()
    ]
    is_first = again[ROW] == again["_first"]
    return _Kept(rows.filter(is_first), [*kept.faults, *faults])


def _quarantine(source: Source, faults: list[Fault]) -> pl.DataFrame:
    faults = sorted(faults)
    raw = source.raw([one.row for one in faults]) if faults else []
    return pl.DataFrame(
        {ROW: [one.row for one in faults], "reason": [one.reason for one in faults], "raw": raw},
        schema={ROW: pl.Int64, "reason": pl.String, "raw": pl.String},
    )


def _check_share(path: str, quarantine: pl.DataFrame, total: int, most: float) -> None:
    if quarantine.height <= most * total:
        return
    shown = [f"row {row}: {reason}" for row, reason, _ in quarantine.head(_SHOWN_ROWS).rows()]
    counts = f"{quarantine.height:,} of {total:,} rows are bad, max_quarantine allows {most:.0%}"
    raise TableError(
        "\n".join([f"{path}: {counts}", *shown]),
        hint="declare columns, delimiter and nulls as the file has them, or allow more",
    )


def _lines(source: Source, rows: pl.DataFrame, quarantine: pl.DataFrame) -> Iterator[str]:
    yield f"read {rows.height:,} of {source.total:,} rows, {rows.width - 1} columns"
    if not quarantine.is_empty():
        row, reason, _ = quarantine.row(0)
        yield f"set aside {quarantine.height:,}; the first is row {row}: {reason}"
    if source.undeclared:
        yield f"left out, because not declared: {', '.join(source.undeclared)}"


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= _SHOWN_TEXT else f"{text[:_SHOWN_TEXT]}…"
