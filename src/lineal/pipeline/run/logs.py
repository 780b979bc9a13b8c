"""The output of stages that run side by side.

One file per stage, so that nothing is mixed and a slow terminal never holds a command up.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from lineal.pipeline.address import address

if TYPE_CHECKING:
    from collections.abc import Callable

    from lineal.pipeline.model import Stage, StageKey
    from lineal.pipeline.workspace import Workspace

_CHUNK = 1 << 16


class Logs:
    """Open logs of running stages, with how much of each has been shown."""

    __slots__ = ("_cwd", "_directory", "_open")

    def __init__(self, ws: Workspace) -> None:
        self._directory = os.path.join(ws.project.lineal_dir, "logs")
        self._cwd = ws.root
        self._open: dict[StageKey, tuple[Stage, int, int]] = {}

    def path(self, stage: Stage) -> str:
        """One name per stage, whatever characters are in it; the last run's output stays."""
        from urllib.parse import quote  # deferred: only stages side by side have logs

        return os.path.join(self._directory, quote(address(stage, self._cwd), safe="@") + ".log")

    def open(self, stage: Stage) -> int:
        os.makedirs(self._directory, exist_ok=True)
        flags = os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND | os.O_CLOEXEC
        fd = os.open(self.path(stage), flags, 0o666)
        self._open[stage.key] = stage, fd, 0
        return fd

    def follow(self, show: Callable[[Stage, bytes], None]) -> None:
        """Shows what has been written since the last call."""
        for key, (stage, fd, shown) in list(self._open.items()):
            offset = shown
            while data := os.pread(fd, _CHUNK, offset):
                offset += len(data)
                show(stage, data)
            self._open[key] = stage, fd, offset

    def close(self, stage: Stage, show: Callable[[Stage, bytes], None]) -> str:
        self.follow(show)
        _, fd, _ = self._open.pop(stage.key)
        os.close(fd)
        return self.path(stage)
