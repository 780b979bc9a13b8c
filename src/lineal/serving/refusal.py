"""Why a request is not answered: what the client is told, as a value and as JSON. Pure."""

from __future__ import annotations

from typing import NamedTuple

import msgspec


class Problem(NamedTuple):
    """One thing to mend in a request. ``row`` counts from 0; None where there is only one row."""

    row: int | None
    field: str | None
    expected: str
    got: str


class Refusal(NamedTuple):
    """``code`` is for programs, ``message`` for people; ``close`` ends the connection.

    ``unlisted`` are further problems, which would make the answer too long.
    """

    status: int
    code: str
    message: str
    problems: tuple[Problem, ...] = ()
    unlisted: int = 0
    close: bool = False


def refusal_json(refusal: Refusal) -> bytes:
    error: dict[str, object] = {"code": refusal.code, "message": refusal.message}
    if refusal.problems:
        error["problems"] = [problem._asdict() for problem in refusal.problems]
    if refusal.unlisted:
        error["unlisted"] = refusal.unlisted
    return msgspec.json.encode({"error": error})
