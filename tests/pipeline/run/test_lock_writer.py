"""The one writer of a lock."""

from __future__ import annotations

import itertools
import os
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from lineal.pipeline.documents.emit import emit_yaml
from lineal.pipeline.documents.memo import ParseMemo
from lineal.pipeline.run.lock_writer import LockWriter, LockWriters, Written

if TYPE_CHECKING:
    from pathlib import Path

NAMES = ("prepare", "fit@a", "fit@b", "evaluate")


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("locks")


_count = itertools.count()


def writer_at(scratch: Path, before: dict[str, Any] | None = None) -> LockWriter:
    path = scratch / f"{next(_count)}.lock"
    if before is not None:
        path.write_text(emit_yaml({"schema": "2.0", "stages": before}))
    return LockWriter(os.fspath(path), ParseMemo(os.fspath(scratch / "memo")))


def text_of(writer: LockWriter) -> str:
    with open(writer.path, encoding="utf-8") as file:
        return file.read()


def entry(name: str, *, changed: bool = False) -> dict[str, Any]:
    digest = ("1" if changed else "0") * 32
    return {"cmd": name, "outs": [{"path": name, "hash": "md5", "md5": digest, "size": 1}]}


@given(st.permutations(range(len(NAMES))), st.sets(st.sampled_from(NAMES)), st.data())
def test_the_lock_does_not_depend_on_the_order_in_which_stages_end(
    scratch: Path, order: list[int], known: set[str], data: st.DataObject
) -> None:
    """What was there stays where it was; what is new stands in plan order."""
    before = {name: entry(name) for name in data.draw(st.permutations(sorted(known)))}
    in_order, shuffled = writer_at(scratch, before or None), writer_at(scratch, before or None)
    for position, name in enumerate(NAMES):
        in_order.record(name, position, entry(name, changed=True))
    for position in order:
        shuffled.record(NAMES[position], position, entry(NAMES[position], changed=True))
        if data.draw(st.booleans()):
            shuffled.flush()
    in_order.close()
    shuffled.close()

    expected = [*before, *(name for name in NAMES if name not in before)]
    assert expected == list(yaml.safe_load(text_of(shuffled))["stages"])
    assert text_of(in_order) == text_of(shuffled)


def test_it_tells_what_became_of_the_file(tmp_path: Path) -> None:
    """And does not touch what says the same already."""
    writer = writer_at(tmp_path)
    told = [
        writer.record("a", 0, entry("a")),
        writer.record("b", 1, entry("b")),
        writer.record("a", 0, entry("a")),
        writer.record("a", 0, entry("a", changed=True)),
    ]
    before = (writer.is_pending, os.path.exists(writer.path))
    writer.flush()

    assert [Written.CREATED, Written.UPDATED, Written.UNCHANGED, Written.UPDATED] == told
    assert ((True, False), False) == (before, writer.is_pending)


def test_what_says_the_same_already_is_not_written(tmp_path: Path) -> None:
    """Not even when asked to."""
    writer = writer_at(tmp_path, {"a": entry("a")})
    before = os.stat(writer.path)

    told = writer.record("a", 0, entry("a"))
    writer.close()

    assert (Written.UNCHANGED, before) == (told, os.stat(writer.path))


def test_what_another_process_wrote_meanwhile_is_kept(tmp_path: Path) -> None:
    """Both are in the file."""
    ours = writer_at(tmp_path)
    theirs = LockWriter(ours.path, ParseMemo(os.fspath(tmp_path / "other")))
    ours.record("a", 0, entry("a"))
    ours.flush()
    ours.record("c", 2, entry("c"))
    theirs.record("b", 1, entry("b"))
    theirs.flush()
    ours.flush()

    assert ["a", "b", "c"] == sorted(yaml.safe_load(text_of(ours))["stages"])


def test_a_lock_that_was_deleted_meanwhile_is_begun_anew(tmp_path: Path) -> None:
    """Not resurrected."""
    writer = writer_at(tmp_path)
    writer.record("a", 0, entry("a"))
    writer.flush()
    os.unlink(writer.path)
    writer.record("b", 1, entry("b"))
    writer.flush()

    assert ["b"] == list(yaml.safe_load(text_of(writer))["stages"])


def test_a_short_run_writes_at_once_and_a_long_one_at_a_pace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half a second of writing is free; then a write of a quarter may happen every five."""
    clock = [0.0]
    monkeypatch.setattr("lineal.pipeline.run.lock_writer.time.monotonic", lambda: clock[0])
    written: list[float] = []
    writers = LockWriters(
        ParseMemo(os.fspath(tmp_path / "memo")), lambda _path: written.append(clock[0])
    )
    flush = LockWriter.flush

    def slow(writer: LockWriter) -> None:
        clock[0] += 0.25
        flush(writer)

    monkeypatch.setattr(LockWriter, "flush", slow)
    for position, name in enumerate("abcdefgh"):
        writers.record(os.fspath(tmp_path / "dvc.lock"), name, position, entry(name))
        clock[0] += 1

    assert [0.25, 1.5, 6.75] == written
