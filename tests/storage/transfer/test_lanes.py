"""Who waits for others goes side by side; who works for itself does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.storage.objects import ObjectId
from lineal.storage.remotes.local import LocalRemote
from lineal.storage.remotes.memory import MemoryRemote
from lineal.storage.transfer.lanes import Lane, lanes

if TYPE_CHECKING:
    from pathlib import Path

SIZES = {ObjectId("a" * 32): 10, ObjectId("b" * 32): 1 << 30, ObjectId("c" * 32): None}
ITEMS = list(SIZES)


def test_calls_that_wait_go_side_by_side_whatever_their_size() -> None:
    """As many as were asked for."""
    assert lanes(MemoryRemote(), ITEMS, 8, SIZES.get) == [Lane(ITEMS, 8)]


def test_small_work_of_this_machine_is_done_one_after_the_other(tmp_path: Path) -> None:
    """Big objects follow, side by side; what nobody knows the size of counts as small."""
    small, big, unknown = ITEMS
    found = lanes(LocalRemote(str(tmp_path)), ITEMS, 2, SIZES.get)
    assert found == [Lane([small, unknown], 1), Lane([big], 2)]


def test_nothing_to_do_takes_no_lane(tmp_path: Path) -> None:
    """Whoever waits or not."""
    assert lanes(LocalRemote(str(tmp_path)), [], 2, SIZES.get) == []
    assert lanes(MemoryRemote(), [], 2, SIZES.get) == []
