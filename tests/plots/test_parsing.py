"""Data files as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lineal.base.errors import DataError, DocumentError
from lineal.plots.parsing import parsed
from lineal.storage.files import WORKSPACE

if TYPE_CHECKING:
    from lineal.plots.model import Data


def rows(path: str, raw: bytes, *, header: bool = True) -> Data:
    return parsed(path, raw, WORKSPACE, None, header=header)


@pytest.mark.parametrize(
    ("path", "raw", "header", "expected"),
    [
        ("a.csv", b"a,b\n1,2\n", True, [{"a": "1", "b": "2"}]),
        ("a.csv", b'\xef\xbb\xbfa\r\n"x\ny"\r\n', True, [{"a": "x\ny"}]),
        ("a.tsv", b"a\tb\n1\t2\n", True, [{"a": "1", "b": "2"}]),
        ("a.tsv", b"1\t2\n", False, [{"0": "1", "1": "2"}]),
        ("a.csv", b"", True, []),
    ],
)
def test_tables_are_rows_of_text(path: str, raw: bytes, header: bool, expected: Data) -> None:
    """Columns without names are numbered."""
    assert expected == rows(path, raw, header=header)


def test_a_type_that_cannot_be_plotted_is_named() -> None:
    """By its file."""
    with pytest.raises(DataError, match=r"'a.bin' is of no type that can be plotted"):
        rows("a.bin", b"")


def test_a_byte_that_is_not_text_is_placed() -> None:
    """By line and column."""
    with pytest.raises(DocumentError, match=r"a.csv:2:1: byte 0xff"):
        rows("a.csv", b"a\n\xff\n")
