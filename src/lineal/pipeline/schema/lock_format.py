"""The format of ``dvc.lock``, version 2.0."""

from __future__ import annotations

from lineal.pipeline.schema.entry_format import ENTRY, FILES
from lineal.pipeline.schema.spec import (
    ANYTHING,
    LIST,
    MAPPING,
    TEXT,
    Leaf,
    ListOf,
    MapOf,
    OneOf,
    Record,
)

_ENTRIES = ListOf(
    Record(
        {**ENTRY, "path": TEXT, "files": FILES, "dataset": MAPPING},
        required=frozenset({"path"}),
    )
)

_STAGE = Record(
    {
        "cmd": OneOf(TEXT, LIST),
        "deps": _ENTRIES,
        "params": MapOf(MapOf(ANYTHING)),
        "outs": _ENTRIES,
    },
    required=frozenset({"cmd"}),
)

LOCK = Record(
    {
        "schema": Leaf("the schema version '2.0'", lambda value: value == "2.0"),
        "datasets": ANYTHING,
        "stages": MapOf(_STAGE),
    },
    required=frozenset({"schema"}),
)
