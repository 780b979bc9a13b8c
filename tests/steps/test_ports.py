"""What stands behind ports, read and encoded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest

from lineal.base.errors import DataError, TableError
from lineal.steps.ports import encode_port, read_port
from lineal.steps.step import DOCUMENT, FILES, TABLE, Port

if TYPE_CHECKING:
    from pathlib import Path

ROWS = Port("rows", TABLE, "")
MODEL = Port("model", FILES, "")
REPORT = Port("report", DOCUMENT, "")


def test_equal_tables_are_equal_bytes() -> None:
    """However they came about: in chunks, or as a slice of a larger one."""
    whole = pl.DataFrame({"_row": range(5000), "x": [0.5] * 5000, "t": ["a", None] * 2500})
    pieces = pl.concat([whole.head(10), whole.slice(10)], rechunk=False)

    assert 1 == len({encode_port(ROWS, one) for one in (whole, pieces, whole.clone())})


def test_tables_files_and_documents_come_back(tmp_path: Path) -> None:
    """As they were written."""
    table = pl.DataFrame({"_row": [1, 2], "x": [None, 1.5], "b": [True, None]})
    data = encode_port(ROWS, table)
    assert isinstance(data, bytes)
    (tmp_path / "t").write_bytes(data)
    (tmp_path / "m/arrays").mkdir(parents=True)
    (tmp_path / "m/arrays/a.npy").write_bytes(b"1")

    assert (True, {"arrays/a.npy": b"1"}) == (
        read_port(ROWS, f"{tmp_path}/t").equals(table),
        read_port(MODEL, f"{tmp_path}/m"),
    )


@pytest.mark.parametrize(
    ("port", "name", "error"),
    [
        (ROWS, "gone", r"--rows: '.*gone' does not exist"),
        (ROWS, "folder", r"--rows: '.*folder' is a directory"),
        (MODEL, "text", r"--model: '.*text' is not a directory"),
        (REPORT, "text", r"--report: '.*text' is not JSON"),
    ],
)
def test_what_is_not_of_the_kind_is_named(
    tmp_path: Path, port: Port, name: str, error: str
) -> None:
    """By its port and its path."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "text").write_text("{")

    with pytest.raises(DataError, match=error):
        read_port(port, str(tmp_path / name))


def test_a_table_that_is_none_is_a_table_error(tmp_path: Path) -> None:
    """With what to do."""
    (tmp_path / "rows.csv").write_text("a,b\n1,2\n")

    with pytest.raises(TableError, match="is not a Parquet file"):
        read_port(ROWS, f"{tmp_path}/rows.csv")


@pytest.mark.parametrize("path", ["../out", "/etc/x", "a/../../b", "a//b", ""])
def test_files_stay_below_their_directory(path: str) -> None:
    """A step that would write elsewhere has a bug."""
    with pytest.raises(ValueError, match="not a path below"):
        encode_port(MODEL, {path: b""})


def test_documents_have_no_nan() -> None:
    """It is not JSON, and nobody else could read it."""
    with pytest.raises(ValueError, match="not JSON compliant"):
        encode_port(REPORT, {"x": float("nan")})
