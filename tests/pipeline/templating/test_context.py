"""Merging and looking up variables."""

from __future__ import annotations

import pytest

from lineal.base.errors import TemplateError
from lineal.pipeline.templating.context import Context


def test_dictionaries_merge_deeply() -> None:
    """Two sources may share a section as long as they share no value."""
    context = Context().merged("one", {"a": {"x": 1}}).merged("two", {"a": {"y": 2}})

    assert context.values == {"a": {"x": 1, "y": 2}}


def test_a_redefinition_names_both_sources() -> None:
    """The first source is the one that introduced the value, not the last one loaded."""
    context = Context().merged("one", {"a": {"x": 1}}).merged("two", {"a": {"y": 2}})

    with pytest.raises(TemplateError, match=r"redefine 'a\.x' from 'three' .* exists in 'one'"):
        context.merged("three", {"a": {"x": 1}})


def test_merging_leaves_the_older_context_as_it_was() -> None:
    """Variables of one stage must not reach the next."""
    before = Context().merged("one", {"a": {"x": 1}})
    before.merged("two", {"a": {"y": 2}, "b": 3})

    assert before.values == {"a": {"x": 1}}


def test_item_hides_a_variable_of_that_name() -> None:
    """Members of a group see their own."""
    context = Context().merged("one", {"item": 1}).with_locals({"item": [2]})

    assert context.select(("item", "-1")) == 2


def test_item_may_not_be_redefined() -> None:
    """Otherwise it would depend on the order of loading which one counts."""
    with pytest.raises(TemplateError, match=r"'s\.vars' redefines the reserved 'item'"):
        Context().with_locals({"item": 1}).merged("s.vars", {"item": 2})


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("lrr",), "could not find 'lrr'; did you mean 'lr'"),
        (("deep", "lerning"), "could not find 'deep.lerning'; did you mean 'learning'"),
        (("list", "2"), "'list' is a list of 2, and '2' is no index"),
        (("lr", "x"), "'lr' is a single value and has no 'x'"),
    ],
)
def test_what_is_not_there_is_explained(words: tuple[str, ...], message: str) -> None:
    """Typing errors are the most common cause."""
    context = Context().merged("p", {"lr": 1, "deep": {"learning": 1}, "list": [1, 2]})

    with pytest.raises(TemplateError, match=message):
        context.select(words)
