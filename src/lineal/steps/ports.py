"""What stands behind a port: read into the value a step is given, or encoded to be written."""

from __future__ import annotations

import io
import json
import os
import stat
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from lineal.base.errors import DataError, TableError
from lineal.steps.step import DATA, DOCUMENT, FILES, SOURCE, TABLE

if TYPE_CHECKING:
    from collections.abc import Callable

    from lineal.steps.step import Port

#: What is written: the bytes of a file, or a directory as paths below it with their bytes.
Content = bytes | Mapping[str, bytes]

#: Parquet of equal tables is equal bytes: nothing here depends on the machine or the moment.
_COMPRESSION, _LEVEL, _ROWS = "zstd", 3, 1 << 16


def read_port(port: Port, path: str) -> Any:  # noqa: ANN401  by the kind of the port
    """The value; errors name the port and the path."""
    _check_there(port, path)
    try:
        return _READERS[port.kind](port, path)
    except OSError as exc:
        raise DataError(
            f"--{port.name}: '{path}' cannot be read: {(exc.strerror or str(exc)).lower()}",
            hint="it has to be yours to read",
        ) from exc


def encode_port(port: Port, value: Any) -> Content:  # noqa: ANN401  as above
    return _ENCODERS[port.kind](value)


def as_read(port: Port, value: Any) -> Any:  # noqa: ANN401  as above
    """The value as the step that reads it is given it: a document as plain values."""
    return _plain(value) if port.kind == DOCUMENT else value


def _check_there(port: Port, path: str) -> None:
    try:
        mode = os.stat(path).st_mode
    except OSError as exc:
        raise DataError(
            f"--{port.name}: '{path}' does not exist",
            hint="run the stage that makes it, or correct the path",
        ) from exc
    is_wanted = stat.S_ISDIR(mode) == (port.kind == FILES)
    if not is_wanted and port.kind != SOURCE:
        what = "a directory" if stat.S_ISDIR(mode) else "not a directory"
        raise DataError(f"--{port.name}: '{path}' is {what}", hint="correct the path")


def _read_table(port: Port, path: str) -> Any:  # noqa: ANN401  a DataFrame
    import polars as pl  # deferred: only steps with tables

    with open(path, "rb") as file:
        data = file.read()
    try:
        return pl.read_parquet(io.BytesIO(data))
    except pl.exceptions.PolarsError as exc:
        raise TableError(
            f"--{port.name}: '{path}' is not a Parquet file: {_first_line(exc)}",
            hint="give a table that a step wrote; `lineal step ingest` reads CSV",
        ) from exc


def _read_document(port: Port, path: str) -> Any:  # noqa: ANN401  whatever JSON holds
    with open(path, "rb") as file:
        data = file.read()
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as exc:
        raise DataError(
            f"--{port.name}: '{path}' is not JSON: {exc}", hint="run the stage that makes it"
        ) from exc


def _read_files(_: Port, path: str) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for directory, folders, names in os.walk(path):
        folders.sort()
        for name in sorted(names):
            full = os.path.join(directory, name)
            with open(full, "rb") as file:
                found[os.path.relpath(full, path)] = file.read()
    return found


def _read_data(_: Port, path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()


def _read_source(_: Port, path: str) -> str:
    return path


def _encode_table(value: Any) -> bytes:  # noqa: ANN401  a DataFrame
    buffer = io.BytesIO()
    value.rechunk().write_parquet(
        buffer, compression=_COMPRESSION, compression_level=_LEVEL, row_group_size=_ROWS
    )
    return buffer.getvalue()


def _encode_document(value: object) -> bytes:
    text = json.dumps(_plain(value), indent=2, ensure_ascii=False, allow_nan=False)
    return f"{text}\n".encode()


def _plain(value: object) -> Any:  # noqa: ANN401  what JSON holds
    import msgspec  # deferred: whoever has no extras reads this far

    return msgspec.to_builtins(value)


def _encode_files(value: Mapping[str, bytes]) -> dict[str, bytes]:
    files = {path: bytes(value[path]) for path in sorted(value)}
    for path in files:
        if path.startswith("/") or not {"", ".", ".."}.isdisjoint(path.split("/")):
            message = f"{path!r} is not a path below the output"
            raise ValueError(message)  # a bug of the step
    return files


def _encode_data(value: Any) -> bytes:  # noqa: ANN401  bytes or what is like them
    return bytes(value)


_READERS: dict[str, Callable[[Port, str], Any]] = {
    TABLE: _read_table,
    DOCUMENT: _read_document,
    FILES: _read_files,
    DATA: _read_data,
    SOURCE: _read_source,
}
_ENCODERS: dict[str, Callable[[Any], Content]] = {
    TABLE: _encode_table,
    DOCUMENT: _encode_document,
    FILES: _encode_files,
    DATA: _encode_data,
}


def _first_line(exc: Exception) -> str:
    return str(exc).strip().partition("\n")[0]
