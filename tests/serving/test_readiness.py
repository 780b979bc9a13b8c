"""Who is not ready says why, and becomes ready again by itself."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from lineal.serving.readiness import Readiness

if TYPE_CHECKING:
    from pathlib import Path


def test_it_is_ready_until_something_happens(tmp_path: Path) -> None:
    """No receipt has to be written first."""
    assert Readiness(os.fspath(tmp_path)).why_not() is None


def test_a_failed_receipt_makes_it_not_ready(tmp_path: Path) -> None:
    """As long as nothing can be written."""
    readiness = Readiness(os.fspath(tmp_path / "gone"))
    readiness.could_not_write()
    assert readiness.why_not() == "receipts cannot be written"


def test_it_is_ready_again_when_there_is_room_again(tmp_path: Path) -> None:
    """Nobody asks who is not ready: it has to find out alone, and leaves nothing behind."""
    readiness = Readiness(os.fspath(tmp_path))
    readiness.could_not_write()
    assert (readiness.why_not(), os.listdir(tmp_path)) == (None, [])


def test_a_server_that_is_about_to_end_is_not_ready(tmp_path: Path) -> None:
    """Who balances load sends no more."""
    readiness = Readiness(os.fspath(tmp_path))
    readiness.draining = True
    assert readiness.why_not() == "this server is about to end"
