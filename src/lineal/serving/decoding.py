"""From the bytes of a request to rows of values. Pure.

A decoder made of the signature takes what is right, in one go. Only when it refuses, the body is
read a second time (`checking`), so that every problem can be named.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any

import msgspec

from lineal.serving.checking import LARGEST_INTEGER, checked_row, shown
from lineal.serving.refusal import Problem, Refusal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lineal.bundle.format import Input

Row = tuple[Any, ...]

_MOST_PROBLEMS = 100
_INTEGER = Annotated[int, msgspec.Meta(ge=-LARGEST_INTEGER, le=LARGEST_INTEGER)]
_TEXT = Annotated[str, msgspec.Meta(min_length=1)]
_TYPES: dict[str, Any] = {"number": float, "integer": _INTEGER, "text": _TEXT, "boolean": bool}
_NO_JSON = (b"N", b"I", b"-")
_BYTE = re.compile(r" ?\(byte (\d+)\)")


class Decoder:
    """Values come in the order of the inputs; None is missing."""

    __slots__ = ("_inputs", "_many", "_most_rows", "_one")

    def __init__(self, inputs: Sequence[Input], most_rows: int) -> None:
        row = _row_type(inputs)
        batch = msgspec.defstruct("Batch", [("rows", list[row])], forbid_unknown_fields=True)  # type: ignore[valid-type]
        self._inputs = inputs
        self._most_rows = most_rows
        self._one: msgspec.json.Decoder[Any] = msgspec.json.Decoder(row)
        self._many: msgspec.json.Decoder[Any] = msgspec.json.Decoder(batch)

    def one(self, body: bytes) -> Row | Refusal:
        try:
            return msgspec.structs.astuple(self._one.decode(body))
        except (msgspec.MsgspecError, ValueError, RecursionError):
            raw = read(body)
        if isinstance(raw, Refusal):
            return raw
        values, problems = checked_row(raw, self._inputs, None)
        return _refused(problems, 0) if problems else values

    def many(self, body: bytes) -> list[Row] | Refusal:
        try:
            rows = self._many.decode(body).rows
        except (msgspec.MsgspecError, ValueError, RecursionError):
            return self._carefully(body)
        if len(rows) > self._most_rows:
            return self._too_many(len(rows))
        astuple = msgspec.structs.astuple
        return [astuple(row) for row in rows]

    def _carefully(self, body: bytes) -> list[Row] | Refusal:
        raw = read(body)
        if isinstance(raw, Refusal):
            return raw
        if not isinstance(raw, dict) or raw.keys() != {"rows"} or type(raw["rows"]) is not list:
            return _refused([Problem(None, "rows", 'an object {"rows": […]}', _got(raw))], 0)
        rows = raw["rows"]
        if len(rows) > self._most_rows:
            return self._too_many(len(rows))
        good, problems, unlisted = [], list[Problem](), 0
        for number, row in enumerate(rows):
            values, found = checked_row(row, self._inputs, number)
            good.append(values)
            free = _MOST_PROBLEMS - len(problems)
            problems += found[:free]
            unlisted += len(found[free:])
        return _refused(problems, unlisted) if problems else good

    def _too_many(self, count: int) -> Refusal:
        text = f"{count:,} rows in one request; at most {self._most_rows:,} are taken"
        return Refusal(413, "too-many-rows", text)


def read(body: bytes) -> object:
    """Any JSON; a refusal says where it stops being some."""
    if not body:
        return Refusal(400, "json", "the body is empty; it has to be JSON")
    try:
        return msgspec.json.decode(body)
    except msgspec.ValidationError:
        return _read_out_of_range(body)
    except (msgspec.MsgspecError, ValueError) as exc:
        return Refusal(400, "json", _where(str(exc), body))
    except RecursionError:
        return Refusal(400, "json", "the JSON is nested too deeply")


def _read_out_of_range(body: bytes) -> object:
    """A number is beyond float64: it becomes infinite here, and is named as that row by row."""
    import json  # deferred: only when something is already wrong

    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return Refusal(400, "json", "a number is out of range")


def _where(message: str, body: bytes) -> str:
    found = _BYTE.search(message)
    if found is None:
        return "the JSON ends too early" if "truncated" in message else f"no JSON: {message}"
    # Of what trails, msgspec tells the byte after the first.
    place = int(found[1]) - ("trailing" in message)
    before = body[:place]
    line = before.count(b"\n") + 1
    column = place - (before.rfind(b"\n") + 1) + 1
    what = _BYTE.sub("", message).removeprefix("JSON is malformed: ")
    hint = "; NaN and Infinity are no JSON, null is" if body[place : place + 1] in _NO_JSON else ""
    return f"malformed JSON at line {line}, column {column}: {what}{hint}"


def _got(raw: object) -> str:
    if isinstance(raw, dict):
        names = ", ".join(shown(name).removeprefix("text ") for name in list(raw)[:3])
        return f"an object with {names}" if names else "an object with nothing"
    return shown(raw)


def _refused(problems: list[Problem], unlisted: int) -> Refusal:
    listed = tuple(problems[:_MOST_PROBLEMS])
    unlisted += len(problems) - len(listed)
    others = len(listed) + unlisted - 1
    more = f" (and {others} more problem{'' if others == 1 else 's'})" if others else ""
    return Refusal(422, "invalid", _in_words(listed[0]) + more, listed, unlisted)


def _in_words(problem: Problem) -> str:
    row = "" if problem.row is None else f"row {problem.row}"
    field = "" if problem.field is None else f"field '{problem.field}'"
    place = ", ".join(part for part in (row, field) if part) or "the body"
    return f"{place}: expected {problem.expected}; got {problem.got}"


def _row_type(inputs: Sequence[Input]) -> type[msgspec.Struct]:
    """Columns may have any name, fields must be identifiers: they are numbered, and renamed."""
    fields: list[Any] = []
    for place, one in enumerate(inputs):
        kind = _TYPES[one.kind]
        if one.nullable:
            kind = (str if one.kind == "text" else kind) | None
            fields.append((f"f{place}", kind, None))
        else:
            fields.append((f"f{place}", kind))
    names = {f"f{place}": one.name for place, one in enumerate(inputs)}
    return msgspec.defstruct(
        "Row", fields, rename=names, forbid_unknown_fields=True, kw_only=True, gc=False
    )
