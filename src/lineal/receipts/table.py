"""Receipts as Parquet: what the columns are, and rows into them and back.

The columns are the same for every model, so that all files are one table for whoever reads them:
the inputs are one column of JSON. `docs/receipts.md` shows how DuckDB, Polars and Spark read it.
"""

from __future__ import annotations

import json
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from lineal.base.errors import DataError
from lineal.base.ids import micros_of, parse, spell
from lineal.receipts.receipt import Origin
from lineal.receipts.record import Entry, Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from arro3.core import RecordBatch

_BATCH_ROWS: Final = 2048
_GROUP_ROWS: Final = 16384
_TIME: Final = "time"
_MOST_NUMBER: Final = 1 << 63


def encode(entries: Sequence[Entry]) -> bytes:
    """One Parquet file, the same for the same entries."""
    from arro3.core import Array, DataType, Table  # deferred: 10 ms, and writers need none
    from arro3.io import write_parquet  # deferred: as above

    text, number = DataType.string(), DataType.int64()
    records = [one.record for one in entries]
    origins = [one.origin for one in entries]
    times = Array([micros_of(one.id) for one in records], type=number)
    columns: dict[str, Array] = {
        "id": Array([spell(one.id) for one in records], type=text),
        _TIME: times.cast(DataType.timestamp("us", tz="UTC")),
        "endpoint": Array([one.endpoint for one in origins], type=text),
        "version": Array([one.version for one in origins], type=text),
        "bundle": Array([one.bundle for one in origins], type=text),
        "route": Array([one.route for one in entries], type=text),
        "score": Array([one.score for one in records], type=DataType.float64()),
        "decision": Array([str(one.decision) for one in records], type=text),
        "decision_number": Array([_number(one.decision) for one in records], type=number),
        "inputs": Array([one.inputs for one in records], type=text),
        "worker": Array([one.worker for one in origins], type=text),
        "runtime": Array(_runtimes(origins), type=text),
    }
    file = BytesIO()
    write_parquet(
        Table.from_arrays(list(columns.values()), names=list(columns)),
        file,
        compression="zstd(1)",
        column_dictionary_enabled={"id": False, "score": False, "inputs": False},
        max_row_group_size=_GROUP_ROWS,
        created_by="lineal",
    )
    return file.getvalue()


def batches(data: bytes, path: str) -> Iterator[RecordBatch]:
    """The rows of a file, some thousand at a time, one after the other."""
    from arro3.core import RecordBatch  # deferred: as above
    from arro3.io import read_parquet  # deferred: as above

    try:
        for batch in read_parquet(data, batch_size=_BATCH_ROWS):
            yield RecordBatch.from_arrow(batch)
    except (ValueError, OSError) as exc:
        raise DataError(f"{path} is not a readable Parquet file") from exc


def rows_at(data: bytes, path: str, rows: list[int]) -> list[Entry]:
    """The entries with these numbers, in their order."""
    wanted = sorted(rows)
    found: list[Entry] = []
    start = 0
    for batch in batches(data, path):
        while wanted and wanted[0] < start + batch.num_rows:
            found += entries_of(batch.slice(wanted.pop(0) - start, 1))
        start += batch.num_rows
        if not wanted:
            break
    return found


def rows_from(data: bytes, path: str, first: int) -> list[Entry]:
    """The entries from this number on, in their order."""
    found: list[Entry] = []
    start = 0
    for batch in batches(data, path):
        skipped = max(first - start, 0)
        if skipped < batch.num_rows:
            found += entries_of(batch.slice(skipped, batch.num_rows - skipped))
        start += batch.num_rows
    return found


def all_rows(data: bytes, path: str) -> list[Entry]:
    """Every entry of the file."""
    return rows_from(data, path, 0)


def entries_of(batch: RecordBatch) -> list[Entry]:
    """Back to what was written. The time is that of the id."""
    names = [name for name in batch.schema.names if name != _TIME]
    columns = {name: batch.column(name).to_pylist() for name in names}
    runtimes: dict[str, dict[str, str]] = {}
    return [
        _entry({name: columns[name][row] for name in names}, runtimes)
        for row in range(batch.num_rows)
    ]


def _entry(row: dict[str, Any], runtimes: dict[str, dict[str, str]]) -> Entry:
    runtime = runtimes.get(row["runtime"])
    if runtime is None:
        runtime = runtimes[row["runtime"]] = json.loads(row["runtime"])
    number = row["decision_number"]
    record = Record(
        parse(row["id"]),
        row["inputs"],
        row["score"],
        row["decision"] if number is None else number,
    )
    origin = Origin(row["endpoint"], row["version"], row["bundle"], row["worker"], runtime)
    return Entry(record, row["route"], origin)


def _number(decision: int | str) -> int | None:
    """What the column can hold; the text beside it holds everything."""
    fits = not isinstance(decision, str) and -_MOST_NUMBER <= decision < _MOST_NUMBER
    return int(decision) if fits else None


def _runtimes(origins: list[Origin]) -> list[str]:
    """One spelling for each worker: there are millions of rows and few workers."""
    texts: dict[int, str] = {}
    for one in origins:
        if id(one) not in texts:
            texts[id(one)] = json.dumps(dict(one.runtime), sort_keys=True, ensure_ascii=False)
    return [texts[id(one)] for one in origins]
