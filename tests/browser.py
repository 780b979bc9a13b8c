"""A real browser for tests that look at pages."""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium. Without it the test fails and says how to get it."""
    path = Path(os.environ.get("LINEAL_CHROMIUM", "/usr/bin/chromium"))
    if not path.is_file():
        pytest.fail(f"no browser at {path}: run `make browser`, or set LINEAL_CHROMIUM")
    with sync_playwright() as playwright:
        options = ["--no-sandbox", "--disable-background-networking"]
        running = playwright.chromium.launch(executable_path=path, args=options)
        yield running
        running.close()
