"""What ``import lineal`` costs: next to nothing, and each name only itself."""

from __future__ import annotations

import subprocess
import sys

import pytest

import lineal


def imported(script: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", f"{script}\nimport sys; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.split())


def test_the_package_alone_imports_nothing() -> None:
    """Beyond the standard library's `typing`, and its own version."""
    new = imported("import lineal") - imported("import typing")

    assert {"lineal", "lineal.base", "lineal.base.version"} == new


def test_opening_files_needs_no_table_library() -> None:
    """Nor fsspec, nor a client of a remote."""
    assert set() == {"fsspec", "polars", "pyarrow", "obstore", "deltalake"} & imported(
        "import lineal; lineal.open"
    )


def test_every_name_is_there() -> None:
    """What is promised in ``__all__`` can be had, and is listed."""
    assert set(lineal.__all__) <= set(dir(lineal))
    assert all(getattr(lineal, name) for name in lineal.__all__)


def test_an_unknown_name_is_an_attribute_error() -> None:
    """As for any module."""
    with pytest.raises(AttributeError, match="has no attribute 'opne'"):
        lineal.opne  # type: ignore[attr-defined]  # noqa: B018
