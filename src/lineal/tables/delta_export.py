"""A version of a Delta table as one file: a pipeline can begin with a stage that writes it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from lineal.base.errors import DataError, UsageError
from lineal.storage.atomic import temporary_beside
from lineal.tables.delta import scan

if TYPE_CHECKING:
    from deltalake import DeltaTable

_KINDS = (".parquet", ".csv")


def export_table(table: DeltaTable, out: str) -> int:
    """Streams into a file beside, and renames: the file is whole, or not there. The version."""
    kind = os.path.splitext(out)[1].lower()
    if kind not in _KINDS:
        raise UsageError(f"'{out}': which format?", hint="the name ends in .parquet or in .csv")
    import polars  # deferred: with the table, which says what is missing

    frame = scan(table)
    beside = temporary_beside(os.path.abspath(out))
    try:
        if kind == ".csv":
            frame.sink_csv(beside)
        else:
            frame.sink_parquet(beside)
        os.replace(beside, out)
    except polars.exceptions.PolarsError as exc:
        raise DataError(
            f"version {table.version()} of table {table.table_uri} cannot be read: {exc}",
            hint="a data file of the table is damaged; pin another version",
        ) from exc
    except OSError as exc:
        raise DataError(
            f"cannot write {out}: {exc.strerror or exc}", hint="check its directory and the disk"
        ) from exc
    finally:
        if os.path.exists(beside):
            os.unlink(beside)
    return int(table.version())
