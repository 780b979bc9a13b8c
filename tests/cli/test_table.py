"""Tables as text."""

from __future__ import annotations

import pytest

from lineal.cli.table import Table, as_markdown, as_text, cell

TABLE = Table(["Path", "x"], [["a.json", "0.5"], ["漢字", "two\nlines"]])


def test_columns_are_aligned_by_what_is_seen() -> None:
    """A wide character takes two places."""
    expected = "Path    x\na.json  0.5\n漢字    two\n        lines"

    assert expected == as_text(TABLE)


def test_markdown_has_a_rule_below_the_head() -> None:
    """And an empty line at the end."""
    expected = (
        "| Path   | x     |\n|--------|-------|\n| a.json | 0.5   |\n"
        "| 漢字   | two   |\n|        | lines |\n"
    )

    assert expected == as_markdown(TABLE)


def test_without_rows_there_is_no_text_but_a_markdown_head() -> None:
    """As dvc prints them."""
    empty = Table(["Path", "x"], [])

    assert ("", "| Path   | x   |\n|--------|-----|\n") == (as_text(empty), as_markdown(empty))


def test_a_column_can_be_left_out() -> None:
    """With its cells."""
    assert Table(["x"], [["0.5"], ["two\nlines"]]) == TABLE.without("Path")


@pytest.mark.parametrize(
    ("value", "expected"),
    [(0.123456789, "0.12346"), (3, "3"), (None, "-"), ([0.1234567], "[0.12346]"), (True, "True")],
)
def test_floats_are_rounded(value: object, expected: str) -> None:
    """Also those inside of lists."""
    assert expected == cell(value, 5)
