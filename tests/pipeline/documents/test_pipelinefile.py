"""Edits to dvc.yaml keep what people wrote there."""

from __future__ import annotations

from lineal.pipeline.documents.pipelinefile import set_frozen, set_stage

_TEXT = """\
# the pipeline
vars: [params.yaml]
stages:
  # first
  prep:
    cmd: python prep.py  # fast
    deps: [a, b]

  train:
    cmd: python train.py
"""


def test_the_first_stage_makes_the_file() -> None:
    """In the order it is given."""
    text = set_stage(None, "a", {"cmd": "x", "deps": ["d"]})
    assert text == "stages:\n  a:\n    cmd: x\n    deps:\n    - d\n"


def test_a_new_stage_is_appended() -> None:
    """Everything before it stays."""
    added = set_stage(_TEXT, "eval", {"cmd": "e"})
    assert added == _TEXT + "  eval:\n    cmd: e\n"


def test_a_known_stage_is_brought_to_its_new_entry() -> None:
    """Flow style and comments of what stays are kept."""
    changed = set_stage(_TEXT, "prep", {"cmd": "python prep.py", "deps": ["a", "c"], "outs": ["o"]})
    assert changed == _TEXT.replace("[a, b]\n", "[a, c]\n    outs:\n    - o\n")


def test_a_file_without_stages_gets_them_last() -> None:
    """Also one whose `stages:` is empty."""
    expected = "vars: [a]\nstages:\n  s:\n    cmd: x\n"
    assert [expected] * 2 == [
        set_stage(text, "s", {"cmd": "x"}) for text in ("vars: [a]\n", "vars: [a]\nstages:\n")
    ]


def test_a_stage_is_frozen_in_place() -> None:
    """And nothing else is touched."""
    assert set_frozen(_TEXT, "train", frozen=True) == _TEXT + "    frozen: true\n"


def test_freezing_and_unfreezing_gives_the_text_back() -> None:
    """Byte for byte."""
    assert _TEXT == set_frozen(set_frozen(_TEXT, "train", frozen=True), "train", frozen=False)


def test_windows_line_endings_become_newlines() -> None:
    """As DVC leaves them."""
    assert set_frozen(_TEXT.replace("\n", "\r\n"), "train", frozen=False) == _TEXT
