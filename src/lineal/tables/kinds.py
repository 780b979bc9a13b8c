"""Which files are tables, told by their names. Pure."""

from __future__ import annotations

from typing import Final, NamedTuple

CSV: Final = "csv"
TSV: Final = "tsv"
PARQUET: Final = "parquet"
JSON_LINES: Final = "jsonl"
ARROW: Final = "arrow"

_BY_SUFFIX: Final = {
    ".csv": CSV,
    ".csv.gz": CSV,
    ".tsv": TSV,
    ".tsv.gz": TSV,
    ".tab": TSV,
    ".parquet": PARQUET,
    ".pq": PARQUET,
    ".jsonl": JSON_LINES,
    ".ndjson": JSON_LINES,
    ".arrow": ARROW,
    ".feather": ARROW,
    ".ipc": ARROW,
}


class Part(NamedTuple):
    """One file of a table: where its bytes are, and its name within a directory."""

    path: str
    name: str = ""


class Source(NamedTuple):
    """The files of one table, all of one kind."""

    kind: str
    parts: tuple[Part, ...]
    shown: str


def kind_of(name: str) -> str | None:
    """None for what is not a table."""
    base = name.rsplit("/", 1)[-1].lower()
    parts = base.split(".")
    for count in (2, 1):
        if len(parts) > count:
            kind = _BY_SUFFIX.get("." + ".".join(parts[-count:]))
            if kind is not None:
                return kind
    return None


def kind_of_directory(names: list[str]) -> str | None:
    """The one kind of all its files; what Spark and its like leave beside them does not count."""
    kinds = {kind_of(name) for name in names if not is_marker(name)}
    return kinds.pop() if len(kinds) == 1 else None


def is_marker(name: str) -> bool:
    """``_SUCCESS``, ``._part.crc``, and everything in hidden directories."""
    return any(piece.startswith(("_", ".")) for piece in name.split("/"))


def partition_values(name: str) -> dict[str, str]:
    """What a path such as ``year=2026/part-0.parquet`` says about every row in the file."""
    pieces = name.split("/")[:-1]
    return dict(piece.split("=", 1) for piece in pieces if "=" in piece)
