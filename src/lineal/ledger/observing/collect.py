"""After a command: what it left in its directory of evidence, read within bounds."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

from lineal.ledger.observing.evidence import NOTHING, Evidence
from lineal.ledger.observing.understood import understand

if TYPE_CHECKING:
    from collections.abc import Iterator

_SUFFIX = ".jsonl"
_MOST_FILES = 4_096
_MOST_BYTES = 1 << 26
_MOST_LINE = 1 << 16


def collect(directory: str) -> Evidence:
    """``directory`` is the one of `evidence_path`; a command that said nothing made none."""
    try:
        names = sorted(name for name in os.listdir(directory) if name.endswith(_SUFFIX))
    except (FileNotFoundError, NotADirectoryError):
        return NOTHING
    except OSError:
        # Somebody else's by now: a container ran the command.
        return understand([], 1, cut=False)
    reading = _Reading(directory, names)
    lines = list(reading.lines())
    return understand(lines, reading.faults, cut=reading.cut)


def discard(directory: str) -> None:
    """Once it is in a fact."""
    try:
        for name in os.listdir(directory):
            os.unlink(f"{directory}/{name}")
        os.rmdir(directory)
    except FileNotFoundError:
        return
    except OSError:
        import shutil  # deferred: somebody made directories in it, or still writes

        shutil.rmtree(directory, ignore_errors=True)


class _Reading:
    """All lines of some files, as far as they are ours and there is room."""

    __slots__ = ("_directory", "_left", "_names", "cut", "faults")

    def __init__(self, directory: str, names: list[str]) -> None:
        self._directory = directory
        self._names = names[:_MOST_FILES]
        self._left = _MOST_BYTES
        self.faults = 0
        self.cut = len(names) > _MOST_FILES

    def lines(self) -> Iterator[dict[str, Any]]:
        for name in self._names:
            raw = self._read(name)
            yield from _all_parsed(raw) or self._parsed(raw)

    def _parsed(self, lines: list[bytes]) -> Iterator[dict[str, Any]]:
        for raw in lines:
            line = _parsed(raw)
            if line is None:
                self.faults += 1
            else:
                yield line

    def _read(self, name: str) -> list[bytes]:
        try:
            with open(os.path.join(self._directory, name), "rb") as stream:
                data = stream.read(self._left + 1)
        except OSError:
            self.faults += 1
            return []
        if len(data) > self._left:
            data, self.cut = data[: self._left], True
        self._left -= len(data)
        # Whoever was killed in the middle of its last line has not said it.
        return [raw for raw in data.split(b"\n")[:-1] if raw]


def _all_parsed(lines: list[bytes]) -> list[dict[str, Any]]:
    """All lines of a file at once, which is far quicker; nothing when one of them is odd."""
    if any(len(raw) > _MOST_LINE or raw[:1] != b"{" for raw in lines):
        return []
    try:
        found = json.loads(b"[%s]" % b",".join(lines))
    except (ValueError, RecursionError):
        return []
    is_plain = len(found) == len(lines) and all(isinstance(line, dict) for line in found)
    return found if is_plain else []


def _parsed(raw: bytes) -> dict[str, Any] | None:
    if len(raw) > _MOST_LINE:
        return None
    try:
        line = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    return line if isinstance(line, dict) else None
