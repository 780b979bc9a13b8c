"""The format of ``.dvc`` files: data that was added or imported."""

from __future__ import annotations

from lineal.pipeline.schema.entry_format import CHECKSUM, ENTRY, FILES
from lineal.pipeline.schema.pipeline_format import ANNOTATIONS, NONE_REQUIRED
from lineal.pipeline.schema.spec import (
    ANYTHING,
    FLAG,
    MAPPING,
    NOTHING,
    TEXT,
    ListOf,
    OneOf,
    Record,
)

_REPO = Record(
    {
        "url": TEXT,
        "rev": TEXT,
        "rev_lock": TEXT,
        "config": OneOf(TEXT, MAPPING),
        "remote": OneOf(TEXT, MAPPING),
    },
    required=frozenset({"url"}),
)

_DATABASE = Record(
    {"query": TEXT, "connection": TEXT, "file_format": TEXT, "table": TEXT},
    required=NONE_REQUIRED,
)

_PLACE = {**ENTRY, "path": TEXT, "persist": FLAG, "files": FILES, "fs_config": MAPPING}

_DEP = Record({**_PLACE, "repo": _REPO, "db": _DATABASE}, required=NONE_REQUIRED)

_OUT = Record(
    {**_PLACE, **ANNOTATIONS, "cache": FLAG, "remote": TEXT, "push": FLAG},
    required=NONE_REQUIRED,
)

DVC = Record(
    {
        "md5": CHECKSUM,
        "wdir": OneOf(TEXT, NOTHING),
        "deps": OneOf(ListOf(_DEP), NOTHING),
        "outs": OneOf(ListOf(_OUT), NOTHING),
        "locked": FLAG,
        "frozen": FLAG,
        "meta": ANYTHING,
        "always_changed": FLAG,
        "desc": TEXT,
    },
    required=NONE_REQUIRED,
)
