"""The place the engine is tried in serves steps as well."""

from __future__ import annotations

from tests.pipeline.conftest import place

__all__ = ["place"]
