"""The one text of SQL, as each database wants it. Pure."""

from __future__ import annotations

from typing import NamedTuple

from lineal.base.errors import LedgerError


class Dialect(NamedTuple):
    """How a database spells what differs: types, one value, and whether a value is in a list."""

    types: dict[str, str]
    value: str
    is_in: str


SQLITE = Dialect(
    {
        "bytes": "blob",
        "float": "real",
        "clustered": "without rowid",
        "exact": "text",
    },
    "?",
    "in (select value from json_each(?))",
)
POSTGRES = Dialect(
    {
        "bytes": "bytea",
        "float": "double precision",
        "clustered": "",
        # By its bytes: what starts with a word is a range, in any locale.
        "exact": 'text collate "C"',
    },
    "%s",
    "= any(%s)",
)


def translate(sql: str, dialect: Dialect) -> str:
    """A statement of ours, for a database. Ours has no text constants with ``?`` or ``%``."""
    return sql.replace("in (?*)", "\0").replace("?", dialect.value).replace("\0", dialect.is_in)


def spell_types(sql: str, dialect: Dialect) -> str:
    for name, spelled in dialect.types.items():
        sql = sql.replace(f"{{{name}}}", spelled)
    return sql


def split_named(text: str) -> dict[str, str]:
    """The statements of a file, by the names in its ``-- name:`` lines."""
    parts = text.split("-- name: ")[1:]
    named = (part.partition("\n") for part in parts)
    return {name.strip(): statement.strip() for name, _, statement in named}


def split_schema(text: str) -> list[str]:
    """The statements of a schema file, without comments: they hold no text with semicolons."""
    lines = (line.partition("--")[0].rstrip() for line in text.splitlines())
    return [part.strip() for part in "\n".join(lines).split(";") if part.strip()]


def no_text(problem: UnicodeEncodeError) -> LedgerError:
    """What somebody asks for may be any bytes."""
    return LedgerError(
        f"no ledger holds what is no text: {problem.object!a}", hint="spell it in UTF-8"
    )
