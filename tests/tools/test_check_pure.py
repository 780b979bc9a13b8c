"""What a pure module may not do."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import pytest

from tools import check_pure
from tools.check_pure import Module, impurities, pure_patterns

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def _anywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check_pure, "shown", lambda path: path.name)


def impure(tmp_path: Path, source: str) -> list[str]:
    path = tmp_path / "module.py"
    path.write_text(source, encoding="utf-8")
    return list(impurities(Module("lineal.module", path), {"lineal.pure"}))


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("import os", "imports os"),
        ("from os import environ", "imports os.environ"),
        ("import subprocess as s", "imports subprocess"),
        ("def f():\n    import time", "imports time"),
        ("from lineal.shell import x", "imports lineal.shell.x, which is not pure"),
        ("open('x')", "open()"),
        ("import os.path\nos.path.exists('x')", "os.path.exists"),
        ("from os.path import isdir", "imports os.path.isdir"),
        ("from datetime import datetime\ndatetime.now()", "datetime.now()"),
    ],
)
def test_io_and_clocks_are_found(tmp_path: Path, source: str, problem: str) -> None:
    """Also inside functions, and under another name."""
    assert [f"module.py:{line}: {problem}, in a module called pure" for line in _last(source)] == (
        impure(tmp_path, source)
    )


@pytest.mark.parametrize(
    "source",
    [
        "import re, json\nfrom typing import NamedTuple",
        "import os.path\nos.path.join('a', 'b')",
        "from os.path import join, dirname",
        "from lineal.pure import x\nfrom lineal import pure",
        "if TYPE_CHECKING:\n    from lineal.shell import Shell\n    import os",
    ],
)
def test_computing_and_types_are_free(tmp_path: Path, source: str) -> None:
    """A type may come from anywhere."""
    assert [] == impure(tmp_path, source)


def test_the_list_is_read_from_the_architecture() -> None:
    """Only from its own section."""
    text = "- `lineal.no`\n## Pure modules\nText.\n\n- `lineal.a.*`\n- `lineal.b`\n\n## Next\n"

    assert ["lineal.a.*", "lineal.b"] == pure_patterns(text + "- `lineal.c`\n")


def _last(source: str) -> list[int]:
    """The line of the last statement, which is the culprit."""
    return [max(getattr(node, "lineno", 0) for node in ast.walk(ast.parse(source)))]
