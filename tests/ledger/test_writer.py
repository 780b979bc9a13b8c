"""Who appends."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from lineal.ledger.append import chain_end
from lineal.ledger.writer import this_writer

if TYPE_CHECKING:
    from pathlib import Path

    from lineal.ledger.stores.port import Store


def test_a_project_may_lie_anywhere(tmp_path: Path, store: Store) -> None:
    """Also below a directory whose name is none of UTF-8: every store takes its label."""
    root = os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9")
    os.mkdir(root)
    writer = this_writer(f"{tmp_path}/ledger", root, store)
    with store.writing():
        num, _, _ = chain_end(store, writer)

    assert (1, writer) == (num, this_writer(f"{tmp_path}/ledger", root, store))
