"""Where a setting stands, for messages about it."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from lineal.storage.config.files import read_bytes, section_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lineal.storage.config.check import Problem
    from lineal.storage.config.files import ConfigFile


def described(problem: Problem, files: Sequence[ConfigFile]) -> str:
    """As ``.dvc/config:3: cache.typ: unknown setting``."""
    name = ".".join(part for part in (*problem.section, problem.key) if part)
    # The last level that has it is the one that counts.
    for file in reversed(files):
        line = line_of(read_bytes(file.path).decode(errors="replace"), problem)
        if line is not None:
            return f"{_shown(file.path)}:{line}: {name}: {problem.message}"
    return f"{name}: {problem.message}"


def line_of(text: str, problem: Problem) -> int | None:
    """Found by a plain scan: it only has to be right for files that parse."""
    section: tuple[str, ...] = ()
    for number, line in enumerate(text.splitlines(), 1):
        if header := re.match(r"\s*\[\s*(['\"]?)(.*)\1\s*\]", line):
            section = section_name(header[2].lower())
            if section == problem.section and not problem.key:
                return number
        elif section == problem.section and _key_of(line) == problem.key:
            return number
    return None


def _key_of(line: str) -> str | None:
    key, equals, _ = line.partition("=")
    return key.strip().strip("'\"").lower() if equals and not key.lstrip().startswith("#") else None


def _shown(path: str) -> str:
    relative = os.path.relpath(path)
    return path if relative.startswith("..") else relative
