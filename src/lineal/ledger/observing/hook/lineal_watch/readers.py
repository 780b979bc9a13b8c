"""Libraries that open files in C, C++ or Rust: the interpreter does not hear of it.

Their few entry points are wrapped, by name. What takes a path as its first argument, or under
one of the usual names, is here; all else goes unseen, and the docs say so.
"""

from __future__ import annotations

import functools
import os
import sys

from . import opened, saying

TYPE_CHECKING = False  # as typing has it, which costs more to import than all of this
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

_READ, _WRITE = os.O_RDONLY, os.O_WRONLY | os.O_TRUNC
_NAMES = (
    *("source", "file", "path", "where", "path_or_paths", "source_dir", "base_dir", "dest"),
    *("filename", "name", "data", "table_uri", "database", "file_name", "root_path"),
)
_MOST_MEMBERS = 2_000

_POLARS = "csv parquet ipc ndjson"
_IN_POLARS = [
    *(f"{verb}_{kind}" for verb in ("read", "scan") for kind in _POLARS.split()),
    *("read_json", "read_avro", "read_parquet_schema", "read_parquet_metadata"),
    *("read_ipc_schema", "read_ipc_stream", "read_csv_batched", "read_lines", "scan_lines"),
    *("scan_delta", "read_delta"),
]
_OUT_OF_POLARS = [
    *(f"DataFrame.write_{kind}" for kind in (*_POLARS.split(), "json", "avro", "ipc_stream")),
    *("DataFrame.write_delta",),
    *(f"LazyFrame.sink_{kind}" for kind in _POLARS.split()),
]
_DUCKDB = "read_csv read_parquet read_json from_parquet from_csv_auto"

#: By module: what reads, and what writes. Functions and methods.
_PATHS: dict[str, tuple[list[str], list[str]]] = {
    "polars": (_IN_POLARS, _OUT_OF_POLARS),
    "pandas": (["read_parquet", "read_orc", "read_hdf"], ["DataFrame.to_parquet"]),
    "pyarrow": (["memory_map", "input_stream"], ["output_stream", "create_memory_map"]),
    "pyarrow.csv": (["read_csv", "open_csv"], []),
    "pyarrow.json": (["read_json", "open_json"], []),
    "pyarrow.orc": (["read_table", "ORCFile.__init__"], []),
    "pyarrow.feather": (["read_table", "read_feather"], []),
    "pyarrow.dataset": (["dataset", "parquet_dataset"], []),
    "pyarrow.parquet.core": (
        ["read_table", "read_schema", "read_metadata", "ParquetFile.__init__"],
        ["ParquetWriter.__init__"],
    ),
    "duckdb": (
        [*_DUCKDB.split(), *(f"DuckDBPyConnection.{name}" for name in _DUCKDB.split())],
        [
            f"DuckDBPyRelation.{name}"
            for name in ("write_csv", "to_csv", "write_parquet", "to_parquet")
        ],
    ),
    "deltalake.table": (["DeltaTable.__init__"], []),
    "h5py": ([], []),
    "cv2": (["imread"], ["imwrite"]),
    "lightgbm": (["Dataset.__init__"], []),
    "xgboost": (["DMatrix.__init__"], []),
    "safetensors.numpy": (["load_file"], []),
    "safetensors.torch": (["load_file"], []),
}
#: What writes its second argument.
_SECOND = {
    "pyarrow.csv": ["write_csv"],
    "pyarrow.feather": ["write_feather"],
    "pyarrow.orc": ["write_table"],
}
_QUERIES = {
    "duckdb": [
        *("sql", "query", "execute", "from_query"),
        *(f"DuckDBPyConnection.{name}" for name in ("sql", "query", "execute", "from_query")),
    ]
}


def arrived(name: str, module: Any) -> None:  # noqa: ANN401  whatever was imported
    reads, writes = _PATHS.get(name, ([], []))
    for attribute in reads:
        _wrap(module, attribute, functools.partial(_first, _READ))
    for attribute in writes:
        _wrap(module, attribute, functools.partial(_first, _WRITE))
    for attribute in _SECOND.get(name, ()):
        _wrap(module, attribute, _second)
    for attribute in _QUERIES.get(name, ()):
        _wrap(module, attribute, _query)
    if name == "h5py":
        _wrap(module, "File.__init__", _by_mode)
    if name == "duckdb":
        _wrap(module, "connect", _database)


def _wrap(module: Any, attribute: str, note: Callable[..., None]) -> None:  # noqa: ANN401  as above
    """In its place, and where it was defined: it is to be found there by those who pickle it."""
    owner, _, name = attribute.rpartition(".")
    holder = getattr(module, owner, None) if owner else module
    wrapped = getattr(holder, name, None)
    if holder is None or wrapped is None:
        return
    skipped = 1 if owner else 0

    @functools.wraps(wrapped)
    def watched(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401  passed on as it is
        try:
            note(args[skipped:], kwargs)
        except Exception:  # noqa: BLE001  the program must not notice
            saying.fault()
        return wrapped(*args, **kwargs)

    _look_like(watched, wrapped)
    setattr(holder, name, watched)
    home = sys.modules.get(getattr(wrapped, "__module__", None) or "")
    if not owner and home is not None and getattr(home, name, None) is wrapped:
        setattr(home, name, watched)


def _look_like(watched: Any, wrapped: Any) -> None:  # noqa: ANN401  functions
    """Libraries that look for their caller skip frames by file: this one is to be skipped too."""
    theirs = getattr(wrapped, "__code__", None)
    if theirs is not None:
        watched.__code__ = watched.__code__.replace(
            co_filename=theirs.co_filename, co_firstlineno=theirs.co_firstlineno
        )


def _first(flags: int, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    values = args[:1] or [kwargs[name] for name in _NAMES if name in kwargs][:1]
    for value in values:
        _note(value, flags)


def _second(args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    _first(_WRITE, args[1:], {key: kwargs[key] for key in kwargs if key not in {"data", "table"}})


def _by_mode(args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    mode = args[1] if len(args) > 1 else kwargs.get("mode", "r")
    flags = _READ if mode == "r" else os.O_RDWR if mode in {"r+", "a"} else _WRITE
    _first(flags, args, kwargs)


def _database(args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    values = args[:1] or [kwargs.get("database", ":memory:")]
    if isinstance(values[0], str) and values[0].startswith(":"):
        return
    is_read = kwargs.get("read_only") or (len(args) > 1 and args[1] is True)
    is_new = not os.path.exists(os.fsdecode(values[0]))
    _note(values[0], _READ if is_read else _WRITE if is_new else os.O_RDWR)


def _query(args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    """Files are named in quotes: ``from 'a.csv'``, ``read_parquet('b/*.parquet')``."""
    text = args[0] if args else kwargs.get("query", "")
    if not isinstance(text, str) or len(text) > 1_000_000:  # noqa: PLR2004  then it is data
        return
    import re  # deferred: whoever asks in SQL has it

    for before, quoted in re.findall(r"(\w*)\s*\(?\s*'([^'\n]+)'", text):
        if before.lower() == "to":
            opened.touch(quoted, _WRITE)
        elif any(os.path.lexists(path) for path in _expanded(quoted)):
            _note(quoted, _READ)


def _note(value: Any, flags: int) -> None:  # noqa: ANN401  whatever was passed
    if isinstance(value, (list, tuple, set)):
        for one in list(value)[:_MOST_MEMBERS]:
            _note(one, flags)
        return
    if not isinstance(value, (str, os.PathLike)):
        return  # bytes and open files are no paths
    path = os.fsdecode(value)
    path = path[7:] if path[:7] == "file://" else path
    if "://" in path or "\n" in path or not path:
        return
    for member in _expanded(path) if flags == _READ else [path]:
        opened.touch(member, flags)


def _expanded(path: str) -> Iterator[str]:
    """The files meant by a pattern or a directory, as far as there are not very many."""
    path = os.path.expanduser(path)
    if any(mark in path for mark in "*?[") and not os.path.lexists(path):
        import glob  # deferred: few name files by patterns

        found = sorted(glob.glob(path, recursive=True))[:_MOST_MEMBERS]
    else:
        found = [path]
    for one in found:
        if os.path.isdir(one):
            yield from _members(one)
        else:
            yield one


def _members(directory: str) -> Iterator[str]:
    count = 0
    for root, _, names in os.walk(directory):
        for name in sorted(names):
            count += 1
            if count > _MOST_MEMBERS:
                return
            yield os.path.join(root, name)
