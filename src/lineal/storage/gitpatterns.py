"""Git's ignore language: one file of patterns, and which of its lines decides a path.

Pure. Git matches bytes, so globs are compiled over bytes; plain names, which is nearly
all that is ever written for data, are looked up in a dictionary.
"""

from __future__ import annotations

import os
import re
from typing import Final, NamedTuple

from lineal.storage.wildmatch import translate

_GLOB: Final = re.compile(rb"[*?\[]")
_ESCAPE: Final = re.compile(rb"\\(.)", re.DOTALL)
_BOM: Final = b"\xef\xbb\xbf"


class Line(NamedTuple):
    """A pattern, reduced to what deciding needs. ``place`` is its position in the file."""

    place: int
    excludes: bool
    directories_only: bool
    anchored: bool
    body: bytes


class PatternFile:
    """The patterns of one file, prepared for lookups relative to its directory."""

    __slots__ = ("_by_name", "_by_path", "_globs", "_ignore_case", "_text")

    def __init__(self, data: bytes, *, ignore_case: bool = False) -> None:
        self._ignore_case = ignore_case
        self._text = b""
        self._by_path: dict[bytes, list[Line]] = {}
        self._by_name: dict[bytes, list[Line]] = {}
        self._globs: list[tuple[Line, re.Pattern[bytes]]] = []
        self.grow_to(data)

    def grow_to(self, data: bytes) -> bool:
        """Take in lines that were added at the end; tell whether that was all that changed.

        A run adds a line for every new output, and must not read all others again each time.
        """
        known = self._text
        if known and not (known.endswith(b"\n") and data.startswith(known)):
            return False
        self._text = data
        for line in parse_lines(data[len(known) :], first=known.count(b"\n")):
            self._prepare(line)
        return True

    def verdict(self, relpath: str, *, is_dir: bool) -> bool | None:
        """True: excluded. False: re-included. None: nothing said here."""
        path = self._fold(os.fsencode(relpath))
        name = path[path.rfind(b"/") + 1 :]
        best: Line | None = None
        for line in (*self._by_path.get(path, ()), *self._by_name.get(name, ())):
            later = best is None or line.place > best.place
            if later and (is_dir or not line.directories_only):
                best = line
        for line, regex in reversed(self._globs):
            if best is not None and line.place < best.place:
                break
            if line.directories_only and not is_dir:
                continue
            if regex.fullmatch(path if line.anchored else name):
                best = line
                break
        return None if best is None else best.excludes

    def _prepare(self, line: Line) -> None:
        if _GLOB.search(_ESCAPE.sub(b"", line.body)):
            regex = translate(line.body)
            if regex is not None:
                flags = re.DOTALL | (re.IGNORECASE if self._ignore_case else 0)
                self._globs.append((line, re.compile(regex, flags)))
            return
        plain = self._fold(_ESCAPE.sub(rb"\1", line.body))
        table = self._by_path if line.anchored else self._by_name
        table.setdefault(plain, []).append(line)

    def _fold(self, text: bytes) -> bytes:
        return text.lower() if self._ignore_case else text


def parse_lines(data: bytes, first: int = 0) -> list[Line]:
    lines = []
    for place, raw in enumerate(data.removeprefix(_BOM).split(b"\n"), first):
        line = _parse_line(place, raw.removesuffix(b"\r"))
        if line is not None:
            lines.append(line)
    return lines


def _parse_line(place: int, raw: bytes) -> Line | None:
    body = _without_trailing_spaces(raw)
    if not body or body.startswith(b"#"):
        return None
    excludes = not body.startswith(b"!")
    if not excludes:
        body = body[1:]
    directories_only = body.endswith(b"/")
    if directories_only:
        body = body[:-1]
    # A slash anywhere but at the end ties the pattern to the directory of its file.
    anchored = b"/" in body
    body = body.removeprefix(b"/")
    if not body or _ends_in_lone_escape(body):
        return None
    return Line(place, excludes, directories_only, anchored, body)


def _without_trailing_spaces(raw: bytes) -> bytes:
    """Drop trailing spaces, except one that a backslash keeps."""
    stripped = raw.rstrip(b" ")
    if len(stripped) < len(raw) and _ends_in_lone_escape(stripped):
        return stripped + b" "
    return stripped


def _ends_in_lone_escape(body: bytes) -> bool:
    return (len(body) - len(body.rstrip(b"\\"))) % 2 == 1
