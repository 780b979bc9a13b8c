"""The documentation is true: its blocks run, its reference is fresh, nothing is missing."""

from __future__ import annotations

import os
import re
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from lineal.cli.registry import VERBS
from tools import make_reference
from tools.doc_blocks import blocks_of
from tools.doc_session import failures_of
from tools.sources import ROOT, shown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# `text`, `yaml` and `ini` show files; `sh` is for what is done to this repository itself.
_SHOWN_ONLY = {"text", "yaml", "ini", "json", "mermaid", "diff"}


def main() -> int:
    problems = [*stale_reference(), *undocumented()]
    # Each page has a world of its own, and is mostly processes that are waited for.
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for found in pool.map(problems_of, pages()):
            problems += found
    sys.stderr.writelines(f"{problem}\n" for problem in problems)
    return 1 if problems else 0


def problems_of(page: Path) -> list[str]:
    failed = [
        f"{place}: `{command}` ended with {code} and printed:\n{output}"
        for place, command, code, output in failures_of(page)
    ]
    return [*unknown_blocks(page), *dead_links(page), *failed]


def pages() -> list[Path]:
    top = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "ARCHITECTURE.md")]
    return [*top, *sorted((ROOT / "docs").rglob("*.md"))]


def stale_reference() -> Iterator[str]:
    for path, text in make_reference.pages().items():
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            yield f"{shown(path)}: not what the code says: run `make docs`"


def undocumented() -> Iterator[str]:
    """Every verb is used or explained somewhere by a person, not only listed."""
    written = "\n".join(
        page.read_text(encoding="utf-8") for page in pages() if "reference" not in page.parts
    )
    for verb in VERBS:
        if f"lineal {verb}" not in written:
            yield f"docs: no page says what `lineal {verb}` is for"
    yield from make_reference.missing_texts()


def unknown_blocks(page: Path) -> Iterator[str]:
    for block in blocks_of(page.read_text(encoding="utf-8")):
        place = f"{shown(page)}:{block.line}"
        if block.language == "sh":
            yield from _not_targets(block.text, place)
        elif block.language not in _SHOWN_ONLY | {"console", "python"}:
            yield f"{place}: a block of {block.language or 'nothing'!r} is neither run nor shown"


def dead_links(page: Path) -> Iterator[str]:
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\((?!https?://|#)([^)#]+)", text):
        if not (page.parent / target).exists():
            yield f"{shown(page)}: links to {target}, which is not there"


def _not_targets(text: str, place: str) -> Iterator[str]:
    targets = re.findall(
        r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE
    )
    for target in re.findall(r"^make ([a-z]+)", text, re.MULTILINE):
        if target not in targets:
            yield f"{place}: there is no `make {target}`"


if __name__ == "__main__":
    sys.exit(main())
