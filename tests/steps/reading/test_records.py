"""Text into records, compared with the csv module of Python."""

from __future__ import annotations

import csv
import io

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lineal.steps.reading.csv_source import read_csv
from lineal.steps.reading.records import field_counts, records_of

HEADER = ["a", "b", "c"]
VALUES = st.text(alphabet='ab",;\n \u2028\x0bé', max_size=5)


@settings(deadline=None)
@given(st.lists(st.tuples(VALUES, VALUES, VALUES), max_size=8), st.sampled_from([",", ";"]))
def test_what_the_csv_module_writes_is_read_as_it_was(
    rows: list[tuple[str, str, str]], delimiter: str
) -> None:
    """Quotes, delimiters and line ends in values included."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows(rows)

    source = read_csv("x", text.getvalue().encode(), delimiter, HEADER)

    assert ((), list(rows)) == (source.faults, source.frame.select(HEADER).rows())


LINES = ['a,"b', 'c",d', '5" x,6" y', '"open,1', "e,f", '"g""h",i', '"j"k,l', 'm"n,"o', "p"]
TOLD = [
    ('a,"b\nc",d', "by hand"),
    ('5" x,6" y', "by hand"),
    ('"open,1', "malformed"),
    ("e,f", ""),
    ('"g""h",i', ""),
    ('"j"k,l', "malformed"),
    ('m"n,"o', "malformed"),
    ("p", ""),
]


def test_what_is_odd_does_not_swallow_what_follows() -> None:
    """A quote that nobody closes costs its own line."""
    records = records_of(pl.Series(LINES), ",")

    told = [
        "by hand" if at in records.by_hand else "malformed" if at in records.malformed else ""
        for at in range(len(records.text))
    ]
    assert TOLD == list(zip(records.text, told, strict=True))


@pytest.mark.parametrize(
    ("text", "count"), [("", 1), ("a", 1), ("a,b", 2), ('"a,b",c', 2), ('"","",""', 3), (",,", 3)]
)
def test_delimiters_in_quotes_part_nothing(text: str, count: int) -> None:
    """Every other one does."""
    assert [count] == field_counts(pl.Series([text]), ",").to_list()


def test_many_malformed_lines_cost_no_more_than_one_each() -> None:
    """Each is tried alone, and once together with the line that may close it."""
    lines = pl.Series(['"a"b,c'] * 20_000 + ['"open'])

    assert 20_001 == len(records_of(lines, ",").malformed)
