"""The files a page is made of: Vega, which draws, and our own style and script.

Vega comes from npm as it is; ``assets/manifest.json`` has the versions and digests.
"""

from __future__ import annotations

import os

_FOLDER = os.path.join(os.path.dirname(__file__), "assets")
_DRAWING = ("vega.min.js", "vega-lite.min.js", "vega-embed.min.js")


def scripts() -> list[str]:
    """What draws plots, in the order in which it has to be loaded."""
    return [*(_without_map(read_asset(name)) for name in _DRAWING), read_asset("page.js")]


def style() -> str:
    return read_asset("page.css")


def read_asset(name: str) -> str:
    with open(os.path.join(_FOLDER, name), encoding="utf-8") as file:
        return file.read()


def _without_map(script: str) -> str:
    """Browsers would look for the map beside the page."""
    body, _, last = script.rstrip("\n").rpartition("\n")
    return body if last.startswith("//# sourceMappingURL=") else script
