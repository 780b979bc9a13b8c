"""Reading the SQL that comes along as files."""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING

from lineal.ledger.stores.dialect import split_named, translate

if TYPE_CHECKING:
    from lineal.ledger.stores.dialect import Dialect

_DIRECTORY = os.path.join(os.path.dirname(__file__), "sql")
#: Files of named statements; their names are all different.
_FILES = (
    "append.sql",
    "asking.sql",
    "backfill.sql",
    "health.sql",
    "proving.sql",
    "recording.sql",
    "refs.sql",
    "registry.sql",
    "speaking.sql",
    "walk.sql",
)


@cache
def _named() -> dict[str, str]:
    return {name: sql for file in _FILES for name, sql in split_named(read_sql(file)).items()}


def statement(name: str, dialect: Dialect) -> str:
    return translate(_named()[name], dialect)


def read_sql(file: str) -> str:
    with open(os.path.join(_DIRECTORY, file), encoding="utf-8") as stream:
        return stream.read()
