"""Stages as their files record them now, should another process have written meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.base.errors import TargetError
from lineal.pipeline.address import describe
from lineal.pipeline.load import load_dvc_file, lock_path, open_pipeline_file, stages_of
from lineal.storage.stamp import stamp

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lineal.pipeline.load import PipelineFile
    from lineal.pipeline.model import Stage
    from lineal.pipeline.workspace import Workspace


class Latest:
    """Remembers how the lock and ``.dvc`` files looked when stages were loaded from them.

    Two runs of one pipeline at once then share the work: what the other has just recorded is
    found unchanged instead of being run again.
    """

    __slots__ = ("_opened", "_stamps", "_ws")

    def __init__(self, ws: Workspace, stages: Iterable[Stage]) -> None:
        self._ws = ws
        files = dict.fromkeys(_record_file(stage) for stage in stages)
        self._stamps = {file: stamp(file) for file in files}
        self._opened: dict[str, PipelineFile] = {}

    def wrote(self, file: str) -> None:
        """What we have written ourselves needs no reading."""
        self._stamps[file] = stamp(file)

    def of(self, stage: Stage) -> Stage:
        file = _record_file(stage)
        now = stamp(file)
        if now != self._stamps[file]:
            self._stamps[file] = now
            self._opened.pop(stage.file, None)
            if stage.name is not None:
                self._opened[stage.file] = open_pipeline_file(self._ws, stage.file)
        elif stage.file not in self._opened:
            return stage
        return self._reload(stage)

    def _reload(self, stage: Stage) -> Stage:
        if stage.name is None:
            return load_dvc_file(self._ws, stage.file)
        opened = self._opened[stage.file]
        if not opened.resolver.has(stage.name):
            raise TargetError(
                f"{describe(stage, self._ws.cwd)} was removed while the run was going on",
                hint="run again",
            )
        return stages_of(self._ws, opened, [stage.name])[0]


def _record_file(stage: Stage) -> str:
    return stage.file if stage.name is None else lock_path(stage.file)
