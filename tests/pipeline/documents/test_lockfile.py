"""A changed stage changes its own lines of dvc.lock and no others."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineal.base.errors import DocumentError
from lineal.pipeline.documents.lockfile import LockText
from tests.pipeline.documents.reference import loaded, lock_after, same
from tests.pipeline.documents.strategies import entries, relaxed, stage_names

if TYPE_CHECKING:
    from pathlib import Path

_STARTS = st.sampled_from(
    [
        None,
        "",
        "# only a comment\n",
        "schema: '2.0'\n",
        "schema: '2.0'\nstages: {}\n",
        "schema: '2.0'\ndatasets:\n- name: x\n  type: url\n",
        "schema: '2.0'\nstages:\n  z:\n    cmd: x\ndatasets:\n- name: x\n",
        "schema: '2.0'\nstages:\n  z:\n    cmd: x",
        'schema: "2.0"\nstages:\n    a:\n        cmd: b\n',
        "schema: '2.0'\nstages:\n  z:   # why\n    cmd: x  # how\n\n  # next\n  a:\n    cmd: y\n",
        "schema: '2.0'\nstages:\n  z: {cmd: x}\n  a:\n    cmd: &c [x]\n    params: {p: *c}\n",
        "schema: '2.0'\r\nstages:\r\n  z:\r\n    cmd: x\r\n",
    ]
)
_CHANGES = st.lists(st.tuples(stage_names, entries), min_size=1, max_size=5)
_TWO = "schema: '2.0'\nstages:\n  a:\n    cmd: x\n  b:\n    cmd: y\n"


@relaxed
@given(_STARTS, _CHANGES)
def test_changes_give_the_text_that_ruamel_gives(start: str | None, changes: Any) -> None:
    """Stage by stage, from canonical, commented, flow-style and foreign beginnings."""
    lock, expected = LockText.parse(start), start
    for name, entry in changes:
        if name in lock and same(entry, lock.stages()[name]):
            continue  # DVC rewrites the file all the same; see the test below
        lock, expected = lock.with_stage(name, entry), lock_after(expected, name, entry)
        assert expected == lock.text


@relaxed
@given(_STARTS, _CHANGES)
def test_a_lock_says_what_its_text_says(start: str | None, changes: Any) -> None:
    """So that its data may be remembered without reading the text again."""
    lock = LockText.parse(start)
    for name, entry in changes:
        lock = lock.with_stage(name, entry)
    assert same(loaded(lock.text), lock.data())


def test_a_new_file_has_a_schema() -> None:
    """The format of a first run."""
    lock = LockText.parse(None).with_stage("prep", {"cmd": "x"})
    assert lock.text == "schema: '2.0'\nstages:\n  prep:\n    cmd: x\n"


def test_an_unchanged_entry_leaves_the_text_alone() -> None:
    """Even one that DVC would lay out anew."""
    text = "stages:\n    a:  # mine\n        cmd: 'x'\nschema: '2.0'\n"
    assert text == LockText.parse(text).with_stage("a", {"cmd": "x"}).text


def test_equal_values_of_other_types_are_a_change() -> None:
    """1, 1.0 and true are one to Python and three to the file."""
    lock = LockText.parse(None).with_stage("a", {"cmd": "x", "params": {"p": {"k": 1}}})
    assert "k: true\n" in lock.with_stage("a", {"cmd": "x", "params": {"p": {"k": True}}}).text


def test_a_long_number_of_another_stage_keeps_its_last_digit() -> None:
    """DVC shortens it to …00e-20 when it rewrites the file; that is not copied."""
    entry = {"cmd": "x", "params": {"params.yaml": {"p": 6.040000000000001e-20}}}
    lock = LockText.parse(None).with_stage("a", entry).with_stage("b", {"cmd": "y"})
    assert (
        "p: 6.040000000000001e-20\n" in LockText.parse(lock.text + "# c\n").with_stage("b", {}).text
    )


@pytest.mark.parametrize("tail", ["", "# the end\n"])
def test_a_new_stage_can_be_placed_before_another(tail: str) -> None:
    """The order of parallel stages does not depend on which ends first."""
    lock = LockText.parse(_TWO + tail).with_stage("c", {"cmd": "z"}, before="b")
    assert list(lock.stages()) == list(loaded(lock.text)["stages"]) == ["a", "c", "b"]


def test_a_known_stage_keeps_its_place() -> None:
    """Whatever place a new one would get."""
    lock = LockText.parse(_TWO).with_stage("b", {"cmd": "z"}, before="a")
    assert lock.text == _TWO.replace("y", "z")


def test_an_earlier_state_is_not_changed_by_a_later_one() -> None:
    """`with_stage` gives a new value."""
    before = LockText.parse(_TWO)
    before.with_stage("c", {"cmd": "z"})
    assert (_TWO, False) == (before.text, "c" in before)


def test_a_file_that_is_no_mapping_is_not_overwritten() -> None:
    """It is reported instead."""
    with pytest.raises(DocumentError, match="expected a mapping at the top, found list"):
        LockText.parse("- a\n").with_stage("a", {"cmd": "x"})


def test_a_key_that_yaml_cannot_hold_is_refused() -> None:
    """DVC would write a file that it cannot read again."""
    with pytest.raises(DocumentError, match=r"stage 'a a .*' has a key that YAML cannot hold"):
        LockText.parse(None).with_stage("a " * 50 + "z", {"cmd": "x"})


_PEER = """
import json, os, sys
from dvc.utils.serialize import modify_yaml
for path, name, entry in json.load(sys.stdin):
    with modify_yaml(path) as data:
        if not data:
            data["schema"] = "2.0"
        data["stages"] = data.get("stages", {})
        data["stages"].update({name: entry})
"""


@pytest.mark.peer
def test_changes_give_the_text_that_dvc_gives(dvc: Path, tmp_path: Path) -> None:
    """The same edits through DVC's own function, in one process of the peer."""
    edits: list[tuple[str, dict[str, Any]]] = [
        ("prep", {"cmd": ["mkdir -p out", "python -c 'print(\"a: b\")' " + "--flag value " * 9]}),
        ("fe@one", {"cmd": "echo 'x'\n", "params": {"params.yaml": {"lr": 1e-05, "n": None}}}),
        ("123", {"cmd": "a " * 60, "outs": [{"path": "é 中/😀", "hash": "md5", "size": 1}]}),
        ("prep", {"cmd": "x" * 100}),
        ("n: o", {"cmd": "- #", "params": {"params.yaml": {"l": [[], {}, [1, [2]]], "": "yes"}}}),
    ]
    path, lock = tmp_path / "dvc.lock", LockText.parse(None)
    for name, entry in edits:
        lock = lock.with_stage(name, entry)
    subprocess.run(
        [dvc.with_name("python"), "-c", _PEER],
        input=json.dumps([(str(path), *edit) for edit in edits]).encode(),
        check=True,
    )
    assert path.read_text(encoding="utf-8") == lock.text
