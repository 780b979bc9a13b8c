"""The parse memo gives back exactly what parsing would, or nothing."""

from __future__ import annotations

import datetime as dt
import os
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given

from lineal.pipeline.documents import memo as memo_module
from lineal.pipeline.documents.memo import ParseMemo, digest_of, is_lossless, keep_text
from lineal.pipeline.documents.read import document_of
from tests.pipeline.documents.reference import same
from tests.pipeline.documents.strategies import documents, relaxed

if TYPE_CHECKING:
    from pathlib import Path

_SHARED = [1]


@pytest.fixture
def memo(tmp_path: Path) -> ParseMemo:
    return ParseMemo(str(tmp_path / "parsed"))


def test_a_parsed_document_is_remembered(memo: ParseMemo) -> None:
    """By its bytes, not by its path."""
    data = document_of(b"a: [1, 2.5, x]\n", "one.yaml", memo).data
    assert data == memo.get(digest_of(b"a: [1, 2.5, x]\n"))


def test_what_we_wrote_ourselves_can_be_seeded(memo: ParseMemo) -> None:
    """The next command does not parse it."""
    keep_text(memo, "a: é\n", {"a": "seeded"})
    assert document_of("a: é\n".encode(), "x.yaml", memo).data == {"a": "seeded"}


@pytest.mark.parametrize("keep", [slice(0, 10), slice(0, -1), slice(3, None), slice(0, 0)])
def test_a_damaged_entry_is_not_believed(tmp_path: Path, keep: slice) -> None:
    """The document is parsed again, silently."""
    memo = ParseMemo(str(tmp_path))
    keep_text(memo, "a: 1\n", {"a": "stale"})
    (entry,) = tmp_path.iterdir()
    entry.write_bytes(entry.read_bytes()[keep])
    assert document_of(b"a: 1\n", "x.yaml", memo).data == {"a": 1}


@pytest.mark.parametrize(
    "data",
    [
        {1: "a"},
        {"a": dt.date(2020, 1, 1)},
        {"a": b"x"},
        {"a": {"b"}},
        {"a": 1 << 5000},
        {"a": _SHARED, "b": _SHARED},
    ],
)
def test_what_json_would_change_is_not_kept(memo: ParseMemo, data: Any) -> None:
    """Keys that are not text, dates, shared containers."""
    keep_text(memo, "x", data)
    assert memo.get(digest_of(b"x")) is None


@relaxed
@given(data=documents)
def test_what_is_kept_comes_back_the_same(
    tmp_path_factory: pytest.TempPathFactory, data: Any
) -> None:
    """In types, order and NaN."""
    memo = ParseMemo(str(tmp_path_factory.getbasetemp() / "law"))
    memo.keep(digest_of(repr(data).encode()), data)
    assert not is_lossless(data) or same(data, memo.get(digest_of(repr(data).encode())))


def test_the_oldest_entries_go_first(memo: ParseMemo, monkeypatch: pytest.MonkeyPatch) -> None:
    """The memo is bounded."""
    monkeypatch.setattr(memo_module, "_KEEP", 2)
    for age, text in [(3, "a"), (2, "b"), (1, "c")]:
        keep_text(memo, text, {"t": text})
        path = memo._path(digest_of(text.encode()))
        if os.path.exists(path):
            os.utime(path, (1000 - age, 1000 - age))
    keep_text(memo, "d", {"t": "d"})
    kept = [text for text in "abcd" if memo.get(digest_of(text.encode()))]
    assert kept == ["c", "d"]


def test_a_place_that_cannot_be_written_costs_only_a_parse(tmp_path: Path) -> None:
    """A file stands where the directory should be."""
    (tmp_path / "parsed").write_text("")
    memo = ParseMemo(str(tmp_path / "parsed"))
    assert document_of(b"a: 1\n", "x.yaml", memo).data == {"a": 1}
