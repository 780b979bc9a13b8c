"""The hook runs in programs that are not ours, on Pythons older than ours."""

from __future__ import annotations

import ast
import os
from pathlib import Path

import pytest

import lineal.ledger.observing.hook

HOOK = Path(os.fspath(lineal.ledger.observing.hook.__path__[0]))
FILES = sorted(HOOK.rglob("*.py"))
#: What every Python has imported before us.
CHEAP = {"os", "sys", "time", "_json", "__future__"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_it_is_spelled_as_python_3_8_reads_it(path: Path) -> None:
    """No newer syntax."""
    tree = ast.parse(path.read_text(), feature_version=(3, 8))

    assert isinstance(tree, ast.Module)


@pytest.mark.parametrize("name", ["__init__", "saying", "opened", "places", "afterwards"])
def test_what_every_program_loads_imports_next_to_nothing(name: str) -> None:
    """Milliseconds count for who starts a thousand of them."""
    tree = ast.parse((HOOK / "lineal_watch" / f"{name}.py").read_text())
    found = {
        alias.name for node in tree.body if isinstance(node, ast.Import) for alias in node.names
    }

    assert set() == found - CHEAP
