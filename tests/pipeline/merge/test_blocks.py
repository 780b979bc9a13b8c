"""The text of a merged lock."""

from __future__ import annotations

from typing import Any

import yaml

from lineal.pipeline.merge.blocks import cut_lines, spliced

OURS = """\
# ours, by hand
schema: '2.0'
stages:
  # about a
  a:
    cmd:   odd   spacing
  b:
    cmd: "two
      lines"
# the end
"""
THEIRS = "schema: '2.0'\nstages:\n  b:\n    cmd: b\n  c:\n    cmd: 'quoted'\n"


def both(text: str) -> tuple[str, Any]:
    return text, yaml.safe_load(text)


def test_stages_keep_their_bytes_and_comments() -> None:
    """Whichever side they come from."""
    merged = {"schema": "2.0", "stages": {"a": {"cmd": "odd   spacing"}, "c": {"cmd": "quoted"}}}

    text = spliced(both(OURS), both(THEIRS), merged)

    head = "# ours, by hand\nschema: '2.0'\nstages:\n"
    a = "  # about a\n  a:\n    cmd:   odd   spacing\n"
    assert f"{head}{a}  c:\n    cmd: 'quoted'\n# the end\n" == text


def test_a_text_in_flow_style_is_not_cut() -> None:
    """Somebody else has to write it."""
    assert cut_lines("schema: '2.0'\nstages: {a: {cmd: x}}\n", ["a"]) is None


def test_stages_that_do_not_stand_in_their_own_lines_are_not_cut() -> None:
    """Nothing is guessed."""
    assert cut_lines("stages:\n    a:\n        cmd: x\n", ["a"]) is None
