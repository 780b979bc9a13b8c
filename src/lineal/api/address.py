"""How paths of a project at a revision are written in URLs. Pure.

``lineal://data/train.csv`` is a path from the root of the project. A first part that begins
with ``@`` is a revision: ``lineal://@v1.2/data/train.csv``. A ``/`` in the name of a revision
is written ``%2F``, and a directory whose own name begins with ``@`` as ``%40``.
"""

from __future__ import annotations

from typing import Final, NamedTuple

PROTOCOL: Final = "lineal"
_MARK: Final = "@"
_ESCAPES: Final = (("%2F", "/"), ("%2f", "/"), ("%40", "@"), ("%25", "%"))


class Address(NamedTuple):
    """``rev`` is None where the path does not say; ``path`` has no slash at either end."""

    rev: str | None
    path: str


def stripped(path: str) -> str:
    """Without the protocol, and without slashes that say nothing."""
    path = path.removeprefix(f"{PROTOCOL}://").removeprefix(f"{PROTOCOL}::")
    parts: list[str] = []
    for part in path.split("/"):
        if part == "..":
            # Above the root there is nothing.
            del parts[-1:]
        elif part not in {"", "."}:
            parts.append(part)
    return "/".join(parts)


def parse(path: str) -> Address:
    first, _, rest = stripped(path).partition("/")
    if not first.startswith(_MARK):
        return Address(None, stripped(f"{_unescaped(first)}/{rest}" if rest else _unescaped(first)))
    return Address(_unescaped(first[1:]), rest)


def join(prefix: str, path: str) -> str:
    """The way back: below the same revision, as written."""
    if prefix:
        return f"{prefix}/{path}" if path else prefix
    return f"%40{path[1:]}" if path.startswith(_MARK) else path


def prefix_of(path: str) -> str:
    """The revision as written, with its mark; empty for a path without one."""
    first = stripped(path).partition("/")[0]
    return first if first.startswith(_MARK) else ""


def _unescaped(name: str) -> str:
    for written, meant in _ESCAPES:
        name = name.replace(written, meant)
    return name
