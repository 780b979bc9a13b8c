"""The project's own directory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.storage.lineal_dir import ensure_lineal_dir

if TYPE_CHECKING:
    from pathlib import Path


def test_it_ignores_itself_and_is_made_once(tmp_path: Path) -> None:
    """What a user changes in its .gitignore stays."""
    first = ensure_lineal_dir(str(tmp_path))
    (tmp_path / ".lineal/.gitignore").write_text("*\n!notes\n", encoding="utf-8")
    second = ensure_lineal_dir(str(tmp_path))

    text = (tmp_path / ".lineal/.gitignore").read_text(encoding="utf-8")
    assert (str(tmp_path / ".lineal"), "*\n!notes\n") == (first, text)
    assert first == second
