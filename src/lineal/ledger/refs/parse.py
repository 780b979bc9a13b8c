"""How references are spelled: ``kind:value``, or a bare token. Pure.

What a value means is found out by `resolve`.
"""

from __future__ import annotations

from typing import NamedTuple

from lineal.base.errors import UsageError

#: Every kind there is, and what its value is. `resolve.RESOLVERS` has one for each.
WORDS = {
    "path": "a file or directory, PATH[@REVISION]",
    "md5": "bytes, by the start of their MD5",
    "run": "a run, by its short id",
    "exec": "an execution, by its short id",
    "stage": "a stage, NAME[@REVISION]",
    "param": "a parameter, KEY[=VALUE]",
    "metric": "a metric, KEY",
    "column": "a column of a table, PATH[@REVISION]#NAME",
    "commit": "a commit, or another revision of Git",
    "model": "a version of a model, NAME[@VERSION|@ALIAS]",
    "prediction": "a served prediction, by its id",
}

#: For people, in one line: those that lead through the graph.
FORMS = (
    "PATH[@REV], md5:, run:, exec:, stage:NAME[@REV], param:, commit:, column:PATH#NAME,"
    " model:NAME[@VERSION], prediction:ID"
)


class Ref(NamedTuple):
    """``kind`` is a word of `WORDS`, or None for a bare token; ``text`` is all of it."""

    kind: str | None
    value: str
    text: str


def parse_ref(text: str) -> Ref:
    word, colon, value = text.partition(":")
    if not colon or word not in WORDS:
        if not text.strip():
            raise UsageError("an empty reference", hint="name a path, a stage, a run …")
        return Ref(None, text, text)
    if not value:
        raise UsageError(f"'{text}' names nothing", hint=f"{word}: takes {WORDS[word]}")
    return Ref(word, value, text)


def split_revision(value: str) -> tuple[str, str] | None:
    """``PATH@REVISION`` at its last ``@``; names may have one too, so try without first."""
    name, at, revision = value.rpartition("@")
    return (name, revision) if at and name and revision else None


def split_column(value: str) -> tuple[str, str] | None:
    """``PATH#COLUMN`` at its last ``#``."""
    path, mark, column = value.rpartition("#")
    return (path, column) if mark and path and column else None


def is_hex(text: str, least: int = 1, most: int = 40) -> bool:
    return least <= len(text) <= most and not set(text) - set("0123456789abcdef")
