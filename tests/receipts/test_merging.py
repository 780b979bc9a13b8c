"""Which parts become one."""

from __future__ import annotations

from lineal.receipts.manifest import Part
from lineal.receipts.merging import MOST_BYTES, MOST_INPUTS, groups


def _part(number: int, rows: int, day: str = "2026-01-31", size: int = 9) -> Part:
    return Part(f"{number:032x}", day, rows, size, "", 0, f"{number:032x}", f"{number:032x}", ())


def _rows(parts: list[Part]) -> list[list[int]]:
    return [[part.rows for part in group] for group in groups(parts, 100, 3)]


def test_enough_small_ones_of_a_day_become_one() -> None:
    """In the order of their ids."""
    assert [[1, 2, 3]] == _rows([_part(3, 3), _part(1, 1), _part(2, 2), _part(4, 50)])


def test_days_are_never_mixed() -> None:
    """However few a day has."""
    assert [] == _rows([_part(1, 1), _part(2, 2), _part(3, 3, "2026-02-01")])


def test_no_group_is_more_than_a_full_part() -> None:
    """What is left alone by that stays as it is."""
    assert [[40, 40], [40, 40]] == _rows([_part(number, 40) for number in range(5)])


def test_large_inputs_are_not_merged_beyond_what_memory_is_for() -> None:
    """However few rows they are."""
    sizes = (MOST_BYTES, MOST_BYTES // 3, MOST_BYTES // 3, MOST_BYTES // 3, MOST_BYTES // 3)
    assert [[2, 3, 4]] == _rows([_part(at, at, size=size) for at, size in enumerate(sizes, 1)])


def test_inputs_that_compress_well_are_not_merged_beyond_memory_either() -> None:
    """A thousand texts of a megabyte may take a few kilobytes on the disk."""
    sizes = (MOST_INPUTS, *[MOST_INPUTS // 3] * 5)
    parts = [_part(at, at)._replace(inputs=size) for at, size in enumerate(sizes, 1)]
    assert [[2, 3, 4], [5, 6]] == _rows(parts)
