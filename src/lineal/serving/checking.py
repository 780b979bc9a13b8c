"""The careful reading of rows: every problem of every row is named. Pure.

It is asked when the quick decoder (`decoding`) refused, and then it decides: what is right here is
taken. A whole number may be spelled ``3.0``, as pandas does once a column had a gap.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from lineal.base.suggest import did_you_mean
from lineal.serving.refusal import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lineal.bundle.format import Input

#: Beyond it a float64 has no longer every whole number.
LARGEST_INTEGER = 2**53
EXPECTED = {
    "number": "a number",
    "integer": "a whole number",
    "text": "text that is not empty",
    "boolean": "true or false",
}
_SHOWN = 40
_INFINITE = (math.inf, -math.inf)


def checked_row(
    raw: object, inputs: Sequence[Input], row: int | None
) -> tuple[tuple[Any, ...], list[Problem]]:
    """The values in the order of the inputs; they count only when there are no problems."""
    if not isinstance(raw, dict):
        return (), [Problem(row, None, "an object with the columns of one row", shown(raw))]
    problems: list[Problem] = []
    values = []
    for one in inputs:
        if one.name in raw:
            value, fine = _checked(raw[one.name], one)
            if not fine:
                problems.append(Problem(row, one.name, expectation(one), shown(value)))
        else:
            value = None
            if not one.nullable:
                problems.append(Problem(row, one.name, expectation(one), "nothing"))
        values.append(value)
    problems += _unknown(raw, inputs, row)
    return tuple(values), problems


def expectation(one: Input) -> str:
    if one.kind == "text" and one.nullable:
        return "text, or null"
    return EXPECTED[one.kind] + (", or null" if one.nullable else "")


def shown(value: object) -> str:
    """A value in words, short: a client may have sent anything."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, str):
        return f'text "{_short(value)}"'
    return _number(value)


def _number(value: object) -> str:
    """What JSON spells as a number and no float64 can say was read as infinite."""
    if value in _INFINITE or (isinstance(value, int) and abs(value) > 10**_SHOWN):
        return "a number that is too large"
    if isinstance(value, int | float) and abs(value) > LARGEST_INTEGER:
        return f"the number {value}, which is beyond 2^53"
    return f"the number {value}"


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _checked(value: object, one: Input) -> tuple[object, bool]:
    if value is None:
        return None, one.nullable
    if one.kind == "text":
        return value, isinstance(value, str) and (value != "" or one.nullable)
    if one.kind == "boolean":
        return value, isinstance(value, bool)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value, False
    if one.kind == "integer":
        return _whole(value)
    return _finite(value)


def _whole(value: float) -> tuple[object, bool]:
    """As an int, when it is whole and a float64 can say it exactly."""
    fine = abs(value) <= LARGEST_INTEGER and value == int(value)
    return (int(value) if fine else value), fine


def _finite(value: float) -> tuple[object, bool]:
    try:
        number = float(value)
    except OverflowError:
        return value, False
    return (number, True) if math.isfinite(number) else (value, False)


def _unknown(raw: dict[Any, Any], inputs: Sequence[Input], row: int | None) -> list[Problem]:
    names = [one.name for one in inputs]
    known = set(names)
    problems = []
    for name, value in raw.items():
        if name not in known:
            expected = "no field of this name" + did_you_mean(_short(name), names)
            problems.append(Problem(row, _short(name), expected, shown(value)))
    return problems
