"""What earlier files say is remembered, and a damaged memory is only a slow one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.pipeline.documents.revision_memo import RevisionMemo

if TYPE_CHECKING:
    from pathlib import Path


def test_what_was_kept_is_there_the_next_time(tmp_path: Path) -> None:
    """After closing and opening again."""
    path = str(tmp_path / "memo.db")
    first = RevisionMemo(path)
    first.keep("d", {"a": [1, None, "é"]})
    first.close()
    again = RevisionMemo(path)
    assert again.get("d") == {"a": [1, None, "é"]}
    again.close()


def test_a_file_that_is_no_database_is_replaced(tmp_path: Path) -> None:
    """Without a word: nothing was lost that parsing would not say again."""
    path = tmp_path / "memo.db"
    path.write_bytes(b"not a database, but long enough to be taken for one" * 100)
    memo = RevisionMemo(str(path))
    memo.keep("d", {"a": 1})
    memo.close()
    assert path.read_bytes().startswith(b"SQLite format 3")


def test_where_nothing_can_be_written_it_still_works(tmp_path: Path) -> None:
    """For as long as the process lives."""
    memo = RevisionMemo(str(tmp_path / "missing" / "memo.db"))
    memo.keep("d", {"a": 1})
    assert memo.get("d") == {"a": 1}
    memo.close()


def test_what_json_would_change_is_not_kept(tmp_path: Path) -> None:
    """It is parsed every time, and right."""
    memo = RevisionMemo(str(tmp_path / "memo.db"))
    memo.keep("d", {1: "a number as a key"})
    assert memo.get("d") is None
    memo.close()
