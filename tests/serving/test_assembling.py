"""What a process is made of before it answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lineal.base.errors import BundleError
from lineal.bundle.naming import bundle_id
from lineal.serving.assembling import assemble
from lineal.serving.settings import Settings
from lineal.serving.shared import blocks, new_counts
from tests.bundle import small
from tests.serving.conftest import PASSED

if TYPE_CHECKING:
    from pathlib import Path


def test_a_worker_serves_no_other_bundle_than_the_server_began_with(tmp_path: Path) -> None:
    """A stage or a link may have put another there since: also one that is whole and passed."""
    settings = Settings(
        bundle=small.write(str(tmp_path / "now"), offset=-2.0, gates=PASSED),
        digest=bundle_id(small.write(str(tmp_path / "then"), gates=PASSED)),
        receipts=str(tmp_path / "receipts"),
    )
    with pytest.raises(BundleError, match=r"holds the bundle \w{12} now, and \w{12} is served"):
        assemble(settings, blocks(new_counts(1)), 0, None)


def test_counts_need_no_room_in_any_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    """A container may be read-only, and a disk full: then a page of a file is a bus error."""
    monkeypatch.setattr("tempfile.tempdir", "/nonexistent")
    (block,) = blocks(new_counts(1))
    block[0] = 1.0
    assert block.tolist()[:2] == [1.0, 0.0]
