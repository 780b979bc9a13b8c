"""Text into records by the rules of CSV, without looking at single lines that are in order.

A value may be quoted, and then hold delimiters, doubled quotes and line ends. Quotes inside of a
value that does not begin with one are letters. What a quote opens and nothing closes is malformed.
"""

from __future__ import annotations

import csv
import io
import re
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterator

_IN_ORDER, _BY_HAND, _MALFORMED = 0, 1, 2
_QUOTED = '"(?:[^"]|"")*"'


class Records(NamedTuple):
    """``text`` is one record each. By position: those to be taken apart by hand, and malformed."""

    text: pl.Series
    by_hand: frozenset[int]
    malformed: frozenset[int]


class _Joined(NamedTuple):
    """Lines from ``first`` to ``last`` that are one record."""

    first: int
    last: int
    text: str
    is_well: bool


def records_of(lines: pl.Series, delimiter: str, *, with_empty: bool = True) -> Records:
    """Lines of which each is a record, or part of one. Empty records may be left out."""
    quotes = lines.str.count_matches('"', literal=True)
    if not (quotes > 0).any():
        return Records(_kept(lines, with_empty=with_empty), frozenset(), frozenset())
    odd = (quotes % 2 == 1).arg_true().to_list()
    strange = (~lines.str.contains(_strict(delimiter))).arg_true().to_list()
    if not strange:
        return Records(_kept(lines, with_empty=with_empty), frozenset(), frozenset())
    joined = list(_join(lines, strange, odd, delimiter))
    return _merged(lines, joined, with_empty=with_empty)


def field_counts(text: pl.Series, delimiter: str) -> pl.Series:
    """How many values each record has; only for those that are not to be done by hand."""
    bare = text.str.replace_all(_QUOTED, "") if text.str.contains('"', literal=True).any() else text
    return bare.str.count_matches(delimiter, literal=True) + 1


def by_hand(text: str, delimiter: str) -> list[str]:
    """The values of one record; csv.Error when one is longer than anybody means."""
    # Only real line ends part lines: str.splitlines knows others.
    return next(csv.reader(io.StringIO(text, newline="\n"), delimiter=delimiter), [])


def _kept(lines: pl.Series, *, with_empty: bool) -> pl.Series:
    return lines if with_empty else lines.filter(lines != "")


def _strict(delimiter: str) -> str:
    mark = re.escape(delimiter)
    field = f'(?:{_QUOTED}|[^"{mark}]*)'
    return f"^{field}(?:{mark}{field})*$"


def _lenient(delimiter: str) -> re.Pattern[str]:
    mark = re.escape(delimiter)
    # Possessive: what a quote began is never tried another way.
    field = f'(?:"(?:[^"]|"")*+"|[^"{mark}\n][^{mark}\n]*+|)'
    return re.compile(f"{field}(?:{mark}{field})*+")


def _join(
    lines: pl.Series, strange: list[int], odd: list[int], delimiter: str
) -> Iterator[_Joined]:
    """A line with an odd number of quotes opens one; the next such line closes it, or none does.

    So each line is looked at twice at most, whatever is wrong with how many of them.
    """
    pattern, done = _lenient(delimiter), -1
    for first in strange:
        if first <= done:
            continue
        text, last = lines[first], first
        is_well = pattern.fullmatch(text) is not None
        after = bisect_right(odd, first)
        opens = after > 0 and odd[after - 1] == first
        if not is_well and opens and after < len(odd):
            whole = "\n".join(lines[first : odd[after] + 1])
            if pattern.fullmatch(whole) is not None:
                text, last, is_well = whole, odd[after], True
        done = last
        yield _Joined(first, last, text, is_well)


def _merged(lines: pl.Series, joined: list[_Joined], *, with_empty: bool) -> Records:
    covered = [at for one in joined for at in range(one.first, one.last + 1)]
    frame = pl.DataFrame({"text": lines}).with_row_index("at").cast({"at": pl.Int64})
    rest = frame.filter(~pl.col("at").is_in(covered)).with_columns(how=pl.lit(_IN_ORDER, pl.Int8))
    special = pl.DataFrame(
        {
            "at": [one.first for one in joined],
            "text": [one.text for one in joined],
            "how": [_BY_HAND if one.is_well else _MALFORMED for one in joined],
        },
        schema={"at": pl.Int64, "text": pl.String, "how": pl.Int8},
    )
    if not with_empty:
        rest = rest.filter(pl.col("text") != "")
    merged = pl.concat([rest, special]).sort("at")
    how = merged["how"]
    return Records(
        merged["text"],
        frozenset((how == _BY_HAND).arg_true().to_list()),
        frozenset((how == _MALFORMED).arg_true().to_list()),
    )
