"""The output of stages: what each wrote last stays in a file of its own.

Of stages side by side nothing is mixed, and a slow terminal never holds a command up.
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from lineal.pipeline.address import address
from lineal.pipeline.run.outputlog import OutputLog
from lineal.pipeline.run.streams import IntoFile, Passing

if TYPE_CHECKING:
    from collections.abc import Callable

    from lineal.pipeline.model import Stage, StageKey
    from lineal.pipeline.run.streams import Streams
    from lineal.pipeline.workspace import Workspace

_CHUNK = 1 << 16
_PLAIN = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-~@")


class _Beside(NamedTuple):
    """The log of a stage that is not alone, and how much of it has been shown."""

    stage: Stage
    path: str
    file: int
    shown: int


class Logs:
    """Open logs of running stages."""

    __slots__ = ("_alone", "_beside", "_directory", "_root", "_warn")

    def __init__(self, ws: Workspace) -> None:
        self._directory = os.path.join(ws.project.lineal_dir, "logs")
        self._root = ws.root
        self._warn = ws.warn
        self._beside: dict[StageKey, _Beside] = {}
        self._alone: dict[StageKey, OutputLog] = {}

    def path(self, stage: Stage) -> str:
        """One name per stage, whatever characters are in it; the last run's output stays."""
        name = os.fsencode(address(stage, self._root))
        quoted = "".join(chr(byte) if byte in _PLAIN else f"%{byte:02X}" for byte in name)
        return f"{self._directory}/{quoted}.log"

    def alone(self, stage: Stage, path: str | None) -> Streams:
        """``path`` is where its output is kept while it runs, None for where it stays."""
        log = self._alone[stage.key] = OutputLog(path or self.path(stage))
        return Passing(log)

    def beside(self, stage: Stage, path: str | None) -> Streams:
        where = path or self.path(stage)
        os.makedirs(os.path.dirname(where), exist_ok=True)
        flags = os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND | os.O_CLOEXEC
        file = os.open(where, flags, 0o666)
        self._beside[stage.key] = _Beside(stage, where, file, 0)
        return IntoFile(file)

    def follow(self, show: Callable[[Stage, bytes], None]) -> None:
        """Shows what stages side by side have written since the last call."""
        for key, log in list(self._beside.items()):
            shown = log.shown
            while data := os.pread(log.file, _CHUNK, shown):
                shown += len(data)
                show(log.stage, data)
            self._beside[key] = log._replace(shown=shown)

    def close(self, stage: Stage, show: Callable[[Stage, bytes], None]) -> str | None:
        """The file in which its output stays, None when there was none."""
        last = self.path(stage)
        alone = self._alone.pop(stage.key, None)
        if alone is not None:
            alone.settle()
            if alone.problem is not None:
                said = f"{alone.path}: {alone.problem.strerror}"
                self._warn(
                    f"the output of '{address(stage, self._root)}' is not kept whole: {said}"
                )
            return _moved(None if alone.is_empty else alone.path, last)
        self.follow(show)
        log = self._beside.pop(stage.key)
        os.close(log.file)
        return _moved(log.path, last)


def _moved(path: str | None, last: str) -> str | None:
    if path is None:
        with suppress(FileNotFoundError):
            os.unlink(last)
    elif path != last:
        try:
            os.replace(path, last)
        except FileNotFoundError:
            os.makedirs(os.path.dirname(last), exist_ok=True)
            os.replace(path, last)
        return last
    return path
