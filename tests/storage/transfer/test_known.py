"""`lineal.storage.transfer.known`."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from lineal.storage.algorithm import LEGACY_MD5
from lineal.storage.objects import ObjectId
from lineal.storage.transfer.known import known_trees

if TYPE_CHECKING:
    from pathlib import Path

TREE = ObjectId("b026324c6904b2a9cb4b88d6d61c81d1.dir")
OLD = ObjectId("26ab0db90d72e28ad0ba1e22ee510510.dir", LEGACY_MD5)


def test_directories_are_remembered_by_remote(tmp_path: Path) -> None:
    """And across commands."""
    known_trees(os.fspath(tmp_path), "s3://one").note([TREE, OLD])

    again, other = (known_trees(os.fspath(tmp_path), url) for url in ("s3://one", "s3://two"))

    assert ([TREE], [], True) == (again.besides([OLD]), other.besides([]), OLD in again)


def test_forgetting_is_for_good(tmp_path: Path) -> None:
    """One that is gone means that none can be relied on."""
    known = known_trees(os.fspath(tmp_path), "s3://one")
    known.note([TREE])
    known.forget()

    assert [] == known_trees(os.fspath(tmp_path), "s3://one").besides([])


def test_a_memory_that_is_no_memory_is_empty(tmp_path: Path) -> None:
    """Anyone may delete or damage it."""
    known_trees(os.fspath(tmp_path), "s3://one").note([TREE])
    for path in (tmp_path / "index" / "remotes").iterdir():
        path.write_bytes(b"\xff\xfe nonsense\n md5 ../../x.dir\n")

    assert [] == known_trees(os.fspath(tmp_path), "s3://one").besides([])
