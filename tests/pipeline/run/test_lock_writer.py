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
from lineal.pipeline.run.lock_writer import LockWriter, Written

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

    assert [Written.CREATED, Written.UPDATED, Written.UNCHANGED, Written.UPDATED] == told


def test_what_another_process_wrote_meanwhile_is_kept(tmp_path: Path) -> None:
    """Both are in the file."""
    ours = writer_at(tmp_path)
    theirs = LockWriter(ours.path, ParseMemo(os.fspath(tmp_path / "other")))
    ours.record("a", 0, entry("a"))
    theirs.record("b", 1, entry("b"))
    ours.record("c", 2, entry("c"))

    assert ["a", "b", "c"] == list(yaml.safe_load(text_of(ours))["stages"])


def test_a_lock_that_was_deleted_meanwhile_is_begun_anew(tmp_path: Path) -> None:
    """Not resurrected."""
    writer = writer_at(tmp_path)
    writer.record("a", 0, entry("a"))
    os.unlink(writer.path)

    told = writer.record("b", 1, entry("b"))

    assert (Written.CREATED, ["b"]) == (told, list(yaml.safe_load(text_of(writer))["stages"]))
