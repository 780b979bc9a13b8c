"""Which rows are for the test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from lineal.learning.splitting import by_key, by_seed

if TYPE_CHECKING:
    from numpy.typing import NDArray


def rows(count: int) -> NDArray[np.int64]:
    return np.arange(1, count + 1)


def test_the_same_seed_takes_the_same_rows_on_every_machine() -> None:
    """What is drawn is written down here, not left to a library: these are the rows for good."""
    assert np.flatnonzero(by_seed(rows(20), 0.25, 7)).tolist() == [5, 9, 12, 13, 17]


def test_another_seed_takes_other_rows() -> None:
    """It is said in the params, so it can be tried."""
    assert by_seed(rows(100), 0.2, 1).tolist() != by_seed(rows(100), 0.2, 2).tolist()


def test_a_row_that_goes_moves_one_other_at_most() -> None:
    """A bad row is dropped: the two models are judged by the same rows but one."""
    before = by_seed(rows(1000), 0.2, 3)
    left = np.delete(rows(1000), 421)
    after = by_seed(left, 0.2, 3)
    moved = np.flatnonzero(np.delete(before, 421) != after)
    assert len(moved) <= 1


def test_every_class_has_its_share_and_the_whole_has_its_own() -> None:
    """Remainders are rounded so that the sum is right."""
    classes = np.repeat([0, 1, 2], [905, 92, 3])
    mask = by_seed(rows(1000), 0.2, 3, classes)
    assert [int(mask[classes == one].sum()) for one in range(3)] == [181, 18, 1]


@pytest.mark.parametrize("share", [0.01, 0.99])
def test_a_small_class_has_a_row_on_either_side(share: float) -> None:
    """Two rows are enough for that."""
    classes = np.repeat([0, 1], [98, 2])
    mask = by_seed(rows(100), share, 3, classes)
    assert mask[classes == 1].sum() == 1


def test_a_key_stays_on_its_side_when_others_come() -> None:
    """Rows may be added and removed, in any order."""
    keys = [(f"user{number}", number) for number in range(200)]
    before = dict(zip(keys, by_key(keys, 0.3, 5).tolist(), strict=True))
    more = [*reversed(keys[50:]), ("new", 1)]
    after = dict(zip(more, by_key(more, 0.3, 5).tolist(), strict=True))
    assert {key: after[key] for key in keys[50:]} == {key: before[key] for key in keys[50:]}


def test_the_share_of_keys_is_about_what_was_asked_for() -> None:
    """A hash is as good as a coin."""
    share = by_key([(number,) for number in range(5000)], 0.3, 5).mean()
    assert share == pytest.approx(0.3, abs=0.02)


def test_a_number_is_the_same_key_whether_it_is_whole_by_type_or_by_chance() -> None:
    """A column may be read as a number that was read as an integer."""
    found = by_key([(3,), (3.0,), ("3",)], 0.5, 1).tolist()
    assert len(set(found)) == 1


def test_keys_of_two_columns_are_not_glued_together() -> None:
    """('a', 'bc') is not ('ab', 'c'): over many, the sides differ."""
    left = by_key([("a", f"b{number}") for number in range(99)], 0.5, 1).tolist()
    right = by_key([("ab", f"{number}") for number in range(99)], 0.5, 1).tolist()
    assert left != right
