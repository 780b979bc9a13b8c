"""Evidence as it was left: by programs that are not ours, or were killed."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from lineal.ledger.observing.collect import collect, discard
from lineal.ledger.observing.evidence import NOTHING

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_a_command_that_said_nothing_left_no_directory(tmp_path: Path) -> None:
    """Which is how most of them end."""
    assert NOTHING == collect(os.fspath(tmp_path / "none"))


def test_a_last_line_that_was_cut_off_was_not_said(tmp_path: Path) -> None:
    """Its writer was killed; nothing is wrong with the rest."""
    (tmp_path / "a.jsonl").write_text('{"kind":"param","name":"a","value":1}\n{"kind":"par')

    found = collect(os.fspath(tmp_path))
    assert ({"a": 1}, 0) == (dict(found.params), found.faults)


def test_what_is_not_understood_is_counted(tmp_path: Path) -> None:
    """No JSON, no object, no kind that is known, no path, one that leads out; too deep,
    too long."""
    out = '{"kind":"read","path":"../x"}'
    odd = ["no json", "[1]", '{"kind":"read"}', out, "[" * 60_000, '{"x":"' + "y" * 70_000 + '"}']
    good = '{"kind":"read","path":"a"}'
    (tmp_path / "a.jsonl").write_text("\n".join([*odd, good, '{"kind":"news"}', ""]))

    found = collect(os.fspath(tmp_path))
    assert (6, ["a"]) == (found.faults, [one.path for one in found.reads])


def test_what_may_not_be_looked_at_is_a_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A container that runs as somebody else made the directory."""
    monkeypatch.setattr(os, "listdir", _refused)

    assert 1 == collect(os.fspath(tmp_path)).faults


def _refused(_path: str) -> list[str]:
    raise PermissionError(13, "refused")


def test_what_was_collected_can_be_discarded(tmp_path: Path) -> None:
    """Directories that somebody made in it as well; twice is no error."""
    directory = tmp_path / "evidence"
    (directory / "deeper").mkdir(parents=True)
    (directory / "a.jsonl").write_text("")
    discard(os.fspath(directory))
    discard(os.fspath(directory))

    assert not directory.exists()
