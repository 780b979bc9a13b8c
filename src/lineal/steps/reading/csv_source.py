"""A CSV file: its header, its records, and the text of each declared column.

Values are text here. A row is known by its number among the records after the header; empty lines
between them are no rows, unless there is only one column.
"""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from lineal.base.errors import TableError
from lineal.pipeline.documents.faults import encoding_fault
from lineal.steps.reading.records import by_hand, field_counts, records_of
from lineal.steps.reading.source import Fault, Source, check_columns
from lineal.steps.step import ROW

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lineal.steps.reading.records import Records

_MALFORMED = "a quote is opened and not closed, or closed inside of a value"


class _Apart(NamedTuple):
    """Columns by position, with `ROW`."""

    frame: pl.DataFrame
    faults: list[Fault]


def read_csv(path: str, data: bytes, delimiter: str, declared: Sequence[str]) -> Source:
    lines = _lines(path, data)
    header, taken = _header(path, lines, delimiter)
    check_columns(path, header, declared)
    body = pl.Series("text", lines[taken:], dtype=pl.String)
    records = records_of(body, delimiter, with_empty=len(header) == 1)
    apart = _apart(records, delimiter, len(header))
    columns = {name: str(header.index(name)) for name in declared}
    frame = apart.frame.select(
        pl.col(ROW), *(pl.col(at).alias(name) for name, at in columns.items())
    )
    undeclared = tuple(name for name in header if name not in columns)
    return Source(
        frame, len(records.text), tuple(apart.faults), undeclared, lambda rows: _raw(records, rows)
    )


def _lines(path: str, data: bytes) -> list[str]:
    """Line ends of any system become one; the last may have one or not."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        raise encoding_fault(exc, exc.object, path) from exc
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    if lines[-1] == "":
        lines.pop()
    return lines


def _header(path: str, lines: list[str], delimiter: str) -> tuple[list[str], int]:
    """The names, and how many lines they took."""
    reader = csv.reader((f"{line}\n" for line in lines), delimiter=delimiter, strict=True)
    try:
        header = next(reader, [])
    except csv.Error as exc:
        raise TableError(
            f"{path}: the first line is not CSV: {exc}", hint="mend its quotes"
        ) from exc
    if not any(header):
        raise TableError(
            f"{path}: the first line has no names of columns",
            hint="put them there, with delimiters",
        )
    return header, reader.line_num


def _apart(records: Records, delimiter: str, width: int) -> _Apart:
    """Those in order all at once; the others one by one."""
    frame = pl.DataFrame({"text": records.text}).with_row_index(ROW, 1).cast({ROW: pl.Int64})
    special = [at + 1 for at in (*records.by_hand, *records.malformed)]
    easy = frame.filter(~pl.col(ROW).is_in(special)) if special else frame
    counts = field_counts(easy["text"], delimiter)
    fits = counts == width
    faults = [
        Fault(row, _ragged(count, width))
        for row, count in zip(easy[ROW].filter(~fits), counts.filter(~fits), strict=True)
    ]
    faults += [Fault(at + 1, _MALFORMED) for at in records.malformed]
    found = [_parsed(easy.filter(fits), delimiter, width)]
    taken, ragged = _taken_by_hand(records, delimiter, width)
    if taken:
        found.append(pl.DataFrame(taken, schema=_with_row(width), orient="row"))
    return _Apart(pl.concat(found).sort(ROW), [*faults, *ragged])


def _taken_by_hand(
    records: Records, delimiter: str, width: int
) -> tuple[list[list[object]], list[Fault]]:
    rows: list[list[object]] = []
    faults = []
    for at in sorted(records.by_hand):
        try:
            values = by_hand(records.text[at], delimiter)
        except csv.Error as exc:
            faults.append(Fault(at + 1, str(exc)))
            continue
        if len(values) == width:
            rows.append([at + 1, *values])
        else:
            faults.append(Fault(at + 1, _ragged(len(values), width)))
    return rows, faults


def _parsed(easy: pl.DataFrame, delimiter: str, width: int) -> pl.DataFrame:
    if easy.is_empty():
        return pl.DataFrame(schema=_with_row(width))
    values = pl.read_csv(
        "\n".join(easy["text"]).encode() + b"\n",
        has_header=False,
        separator=delimiter,
        schema=_schema(width),
        empty_string_is_null=False,
    )
    return values.insert_column(0, easy[ROW])


def _schema(width: int) -> dict[str, type[pl.String]]:
    return {str(at): pl.String for at in range(width)}


def _with_row(width: int) -> dict[str, type[pl.DataType]]:
    return {ROW: pl.Int64, **_schema(width)}


def _ragged(count: int, width: int) -> str:
    return f"{count} values, {width} columns"


def _raw(records: Records, rows: Sequence[int]) -> list[str]:
    return [records.text[row - 1] for row in rows]
