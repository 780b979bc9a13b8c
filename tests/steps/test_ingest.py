"""Sources into rows of declared kinds; what is bad is set aside and told."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from lineal.base.errors import DocumentError, TableError
from lineal.steps.calling import run

if TYPE_CHECKING:
    from pathlib import Path

    from lineal.steps.step import Result

COLUMNS = {"country": "text", "n": "integer", "x": "number", "yes": "boolean"}
HEADER = "country,n,x,yes"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return tmp_path / "source.csv"


def ingest(source: Path, data: str | bytes, **params: Any) -> Result:
    source.write_bytes(data.encode() if isinstance(data, str) else data)
    given = {"columns": COLUMNS, "max_quarantine": 1, **params}
    return run("ingest", given, {"source": str(source)})


def table(*lines: str) -> str:
    return "\n".join([HEADER, *lines]) + "\n"


def test_rows_have_their_number_in_the_source(source: Path) -> None:
    """Also behind those that were set aside, and behind values of several lines."""
    result = ingest(source, table("IN,1,1.5,true", "EG,one,2,no", '"a\nb",3,,0', "US,4,2,1"))

    assert [
        (1, "IN", 1, 1.5, True),
        (3, "a\nb", 3, None, False),
        (4, "US", 4, 2.0, True),
    ] == result.outputs["rows"].rows()


def test_what_is_bad_is_set_aside_with_reason_and_text(source: Path) -> None:
    """Whole rows; all reasons of a row at once."""
    lines = ["IN,one,inf,?", "EG,2", "US,3,1,1,1", '"open,4,1,1', "IN,5,1,1"]

    assert [
        (
            1,
            "n: 'one' is not an integer; x: 'inf' is not a number; yes: '?' is not true or false",
            lines[0],
        ),
        (2, "2 values, 4 columns", lines[1]),
        (3, "5 values, 4 columns", lines[2]),
        (4, "a quote is opened and not closed, or closed inside of a value", lines[3]),
    ] == ingest(source, table(*lines)).outputs["quarantine"].rows()


def test_a_key_names_one_row(source: Path) -> None:
    """The first one stays; without a key there is no row."""
    result = ingest(source, table("IN,1,,", "IN,1,,", "EG,1,,", ",2,,"), key=["country", "n"])

    assert (
        [1, 3],
        [(2, "the key country, n is that of row 1"), (4, "no value in the key country, n")],
    ) == (
        result.outputs["rows"]["_row"].to_list(),
        result.outputs["quarantine"].select("_row", "reason").rows(),
    )


@pytest.mark.parametrize(
    "data",
    [
        table("IN,1,1,1", "EG,2,2,0"),
        table("IN,1,1,1", "EG,2,2,0").rstrip("\n"),
        table("IN,1,1,1", "EG,2,2,0").replace("\n", "\r\n"),
        table("IN,1,1,1", "", "EG,2,2,0", ""),
        "\ufeff" + table("IN,1,1,1", "EG,2,2,0"),
        table('"IN","1","1","1"', "EG,2,2,0"),
        "yes,country,spare,n,x\n1,IN,s,1,1\n0,EG,s,2,2\n",
    ],
)
def test_a_table_may_be_written_in_many_ways(source: Path, data: str) -> None:
    """Line ends, quotes, a mark of the encoding, empty lines, another order."""
    result = ingest(source, data)

    assert [(1, "IN", 1, 1.0, True), (2, "EG", 2, 2.0, False)] == result.outputs["rows"].rows()


def test_other_delimiters_and_words_for_nothing(source: Path) -> None:
    """As the parameters say."""
    data = table("NA,1,-,1").replace(",", ";")

    result = ingest(source, data, delimiter=";", nulls=["NA", "-"])

    assert [(1, None, 1, None, True)] == result.outputs["rows"].rows()


def test_parquet_is_read_with_the_same_kinds(source: Path) -> None:
    """The quarantine has such rows as JSON."""
    buffer = io.BytesIO()
    frame = {"country": ["IN", "EG"], "n": [1.0, 2.5], "x": [1, 2], "yes": [True, False]}
    pl.DataFrame(frame).write_parquet(buffer)

    result = ingest(source, buffer.getvalue())

    bad = '{"country":"EG","n":2.5,"x":2,"yes":false}'
    assert ([(1, "IN", 1, 1.0, True)], [(2, "n: 2.5 is not an integer", bad)]) == (
        result.outputs["rows"].rows(),
        result.outputs["quarantine"].rows(),
    )


def test_a_bad_row_of_parquet_is_kept_whatever_it_holds(source: Path) -> None:
    """Bytes and infinity are not JSON, and no reason to stop."""
    buffer = io.BytesIO()
    pl.DataFrame({"x": [float("inf")], "blob": [b"\xff"]}).write_parquet(buffer)
    result = ingest(source, buffer.getvalue(), columns={"x": "number"})

    assert [
        (1, "x: inf is not a number", '{"x":Infinity,"blob":"b\'\\\\xff\'"}')
    ] == result.outputs["quarantine"].rows()


def test_what_was_left_out_is_told(source: Path) -> None:
    """One line each for rows, bad rows, and columns that nobody declared."""
    result = ingest(source, "country,n,x,yes,spare\nIN,1,1,1,s\nIN,a,1,1,s\n")

    assert (
        "read 1 of 2 rows, 4 columns",
        "set aside 1; the first is row 2: n: 'a' is not an integer",
        "left out, because not declared: spare",
    ) == result.lines


@pytest.mark.parametrize(
    ("data", "error"),
    [
        ("", "no names of columns"),
        ("\n1,2\n", "no names of columns"),
        (HEADER + "\n", "there are no rows"),
        ("county,n,x\n", "no column 'country'; did you mean 'county'\\?\n.*no column 'yes'"),
        (HEADER + ",n\n", "more than one column is named 'n'"),
        ('"country,n,x,yes\nIN,1', "the first line is not CSV"),
        (b"PAR1 and nothing else", "begins as Parquet and is not"),
    ],
)
def test_a_source_that_is_no_such_table_is_an_error(
    source: Path, data: str | bytes, error: str
) -> None:
    """It names the file and what is wrong with it."""
    with pytest.raises(TableError, match=error):
        ingest(source, data)


@pytest.mark.parametrize("name", ["*", "^x.*$", 'a "b"', "a\\b", "a\nb", " "])
def test_a_name_that_a_part_of_the_line_cannot_have_is_refused(source: Path, name: str) -> None:
    """Here, and not when the model is served."""
    with pytest.raises(TableError, match="cannot be called so"):
        ingest(source, "x\n1\n", columns={name: "number"})


def test_bytes_that_are_not_utf_8_are_named_with_their_line(source: Path) -> None:
    """Nothing is replaced by question marks."""
    with pytest.raises(DocumentError, match=r"source\.csv:2:2: byte 0xff"):
        ingest(source, HEADER.encode() + b"\nI\xff,1,1,1\n")


def test_too_many_bad_rows_stop_the_step(source: Path) -> None:
    """A tenth is allowed, unless told otherwise; the first reasons are shown."""
    lines = ["IN,1,1,1"] * 8 + ["IN,a,1,1", "IN,b,1,1"]

    with pytest.raises(TableError, match=r"2 of 10 rows are bad.*10%\nrow 9: n: 'a'"):
        ingest(source, table(*lines), max_quarantine=0.1)


def test_a_column_of_another_type_in_parquet_is_an_error(source: Path) -> None:
    """Not row by row: no row of it could be read."""
    buffer = io.BytesIO()
    pl.DataFrame({"country": [1.5], "n": [1], "x": [1], "yes": [True]}).write_parquet(buffer)

    with pytest.raises(TableError, match="column 'country' holds Float64, which cannot be text"):
        ingest(source, buffer.getvalue())
