"""How references are spelled."""

from __future__ import annotations

import pytest

from lineal.base.errors import UsageError
from lineal.ledger.refs.parse import WORDS, Ref, parse_ref, split_column, split_revision
from lineal.ledger.refs.resolve import RESOLVERS


def test_a_known_word_before_the_colon_is_the_kind() -> None:
    """The rest is its value, colons included."""
    assert Ref("stage", "sub/dvc.yaml:train", "stage:sub/dvc.yaml:train") == parse_ref(
        "stage:sub/dvc.yaml:train"
    )


@pytest.mark.parametrize("text", ["data.csv", "sub/dvc.yaml:train", "s3://bucket/key", "a@b"])
def test_what_starts_with_no_kind_is_a_bare_token(text: str) -> None:
    """A colon alone makes no kind."""
    assert Ref(None, text, text) == parse_ref(text)


def test_a_kind_without_a_value_is_wrong_usage() -> None:
    """The hint says what the kind takes."""
    with pytest.raises(UsageError, match="names nothing"):
        parse_ref("run:")


def test_an_empty_reference_is_wrong_usage() -> None:
    """Nothing names nothing."""
    with pytest.raises(UsageError, match="empty reference"):
        parse_ref(" ")


@pytest.mark.parametrize(
    ("value", "parts"),
    [
        ("model.pkl@HEAD~1", ("model.pkl", "HEAD~1")),
        ("train@0@main", ("train@0", "main")),
        ("model.pkl@run:abcd", ("model.pkl", "run:abcd")),
        ("model.pkl", None),
        ("@main", None),
    ],
)
def test_a_revision_follows_the_last_at(value: str, parts: tuple[str, str] | None) -> None:
    """Names of stages have one of their own."""
    assert parts == split_revision(value)


def test_a_column_follows_the_last_hash() -> None:
    """The path may be at a revision."""
    assert ("data.csv@main", "age") == split_column("data.csv@main#age")


def test_every_kind_of_reference_has_a_resolver() -> None:
    """One line in each of two lists adds a kind."""
    assert list(WORDS) == list(RESOLVERS)
