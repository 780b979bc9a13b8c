"""The pinned requirements: hashed, free of this machine's hosts, and what the package asks for."""

from __future__ import annotations

import re
import sys
import tomllib
from typing import TYPE_CHECKING

from tools.sources import ROOT, shown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

REQUIREMENTS = ROOT / "requirements"
# An option or an address would say where this machine gets its packages.
_LEAK = re.compile(r"^\s*--?(?!hash=)[a-z]|://|\bfile:|^\s*/")
_PIN = re.compile(r"^([A-Za-z0-9._-]+)==(\S+) \\$")


def main() -> int:
    problems = [*_undeclared()]
    for path in sorted(REQUIREMENTS.glob("*.txt")):
        problems += leaks(path.read_text(encoding="utf-8"), shown(path))
        problems += unpinned(path.read_text(encoding="utf-8"), shown(path))
    sys.stderr.writelines(f"{problem}\n" for problem in problems)
    return 1 if problems else 0


def leaks(text: str, name: str) -> Iterator[str]:
    for number, line in enumerate(text.splitlines(), 1):
        if _LEAK.search(line.partition("#")[0]) or "://" in line:
            yield f"{name}:{number}: names a place to get packages from: {line.strip()}"


def unpinned(text: str, name: str) -> Iterator[str]:
    lines = text.splitlines()
    for number, line in enumerate(lines, 1):
        begins = line[:1].isalnum()
        if begins and not _PIN.match(line):
            yield f"{name}:{number}: not pinned with a hash: {line.strip()}"


def _undeclared() -> Iterator[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    serve = set(project["optional-dependencies"]["serve"])
    yield from _differing("runtime", set(project["dependencies"]))
    yield from _differing("serve", serve)


def _differing(name: str, declared: set[str]) -> Iterator[str]:
    listed = set(_lines(REQUIREMENTS / f"{name}.in"))
    for one in sorted(declared ^ listed):
        yield f"requirements/{name}.in and pyproject.toml differ on {one!r}"


def _lines(path: Path) -> Iterator[str]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith(("#", "-r ")):
            yield line


if __name__ == "__main__":
    sys.exit(main())
