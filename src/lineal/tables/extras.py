"""The one door to polars: where it is missing, one error says how to get it."""

from __future__ import annotations

from importlib import import_module

from lineal.base.errors import DataError


def require_polars() -> None:
    """Raise where tables cannot be read here."""
    try:
        import_module("polars")
    except ImportError as exc:
        raise DataError(
            "tables are read with polars, which is not installed",
            hint="pip install 'lineal[tables]'",
        ) from exc
