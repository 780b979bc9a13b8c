"""Did you mean."""

from __future__ import annotations

import pytest

from lineal.base.suggest import closest, did_you_mean


@pytest.mark.parametrize(
    ("word", "expected"), [("dep", "deps"), ("CMDD", "cmd"), ("outz", "Outs"), ("xyzzy", None)]
)
def test_the_closest_word_is_found_in_any_case(word: str, expected: str | None) -> None:
    """And none when none is close."""
    assert expected == closest(word, ["cmd", "deps", "Outs"])


def test_the_question_follows_a_message_or_is_nothing() -> None:
    """So that messages need no condition."""
    assert ("; did you mean 'deps'?", "") == (
        did_you_mean("dep", ["deps"]),
        did_you_mean("xyzzy", ["deps"]),
    )
