"""Ids sort by time, and are found again by the part people are shown."""

from __future__ import annotations

import uuid

import pytest

from lineal.base.ids import make_id, micros_of, parse, short, spell, tail, tail_range

NOW = 1_790_000_000_123_456
ONES = b"\xff" * 10


def test_an_id_is_a_uuid_of_version_7() -> None:
    """Anybody's library can read it."""
    read = uuid.UUID(bytes=make_id(NOW, ONES))
    assert (read.version, read.variant) == (7, uuid.RFC_4122)


def test_ids_sort_by_time_within_a_millisecond_too() -> None:
    """A later id is greater, whatever randomness it has."""
    made = [make_id(NOW + step, ONES if step % 2 else bytes(10)) for step in range(0, 5000, 7)]
    assert sorted(made) == made


def test_an_id_tells_when_it_was_made() -> None:
    """To the millisecond."""
    assert micros_of(make_id(NOW, ONES)) == NOW // 1000 * 1000


def test_the_spelling_of_an_id_is_read_back() -> None:
    """With and without hyphens."""
    made = make_id(NOW, b"0123456789")
    assert [parse(spell(made)), parse(made.hex())] == [made, made]


def test_what_is_no_id_is_refused() -> None:
    """A short form is not an id."""
    with pytest.raises(ValueError, match="0123"):
        parse("0123")


@pytest.mark.parametrize("digits", [1, 4, 8])
def test_the_start_of_the_short_form_is_a_range_of_tails(digits: int) -> None:
    """However much of it was typed."""
    made = make_id(NOW, b"0123456789")
    low, high = tail_range(short(made)[:digits])
    assert low <= tail(made) <= high
