"""What stands between ``${`` and ``}``."""

from __future__ import annotations

import pytest

from lineal.base.errors import TemplateError
from lineal.pipeline.templating.expression import find_expressions, parse_expression


@pytest.mark.parametrize(
    ("inner", "words"),
    [
        ("a", ("a",)),
        ("a.b[c].0", ("a", "b", "c", "0")),
        (" a . b ", ("a", "b")),
        ("a[0] [1] ", ("a", "0", "1")),
        ("a b", ("a b",)),
        ("a{b", ("a{b",)),
    ],
)
def test_an_expression_is_taken_apart_into_words(inner: str, words: tuple[str, ...]) -> None:
    """Blanks around a word do not belong to it."""
    assert parse_expression(inner) == words


@pytest.mark.parametrize(
    ("inner", "caret"),
    [("", 2), (".a", 2), ("a..b", 4), ("a.", 4), ("a[", 4), ("a[]", 4), ("a[b", 5), ("a]", 3)],
)
def test_the_caret_stands_under_the_first_offence(inner: str, caret: int) -> None:
    """The expression is repeated, with a mark where it stopped making sense."""
    with pytest.raises(TemplateError, match=r"expression|expected") as caught:
        parse_expression(inner)
    *_, source, marker = caught.value.message.splitlines()

    assert (source, marker) == (f"  ${{{inner}}}", "  " + " " * caret + "^")


def test_a_backslash_makes_an_expression_literal() -> None:
    """Only the second of the two is one."""
    found = find_expressions(r"\${a} ${b}")

    assert [match[1] for match in found] == ["b"]
