"""Sizes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools import check_size

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_what_is_too_long_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file, and the function with its line."""
    monkeypatch.setattr(check_size, "shown", lambda path: path.name)
    path = tmp_path / "long.py"
    path.write_text("x = 1\n\ndef f():\n" + "    x = 1\n" * 50 + "y = 1\n" * 450, encoding="utf-8")

    assert [
        "long.py: 503 lines; at most 500: split it by concept",
        "long.py:3: f has 51 lines; at most 50",
    ] == list(check_size.problems_of(path))
