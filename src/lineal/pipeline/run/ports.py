"""What a run works through."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from lineal.pipeline.look import Looker
    from lineal.pipeline.recorder import Recorder
    from lineal.pipeline.run.report import Reporter
    from lineal.pipeline.workspace import Workspace
    from lineal.storage.locks import ProjectLock, RWLock


class Ports(NamedTuple):
    """The workspace, both locks, the people on the other side, and the record."""

    ws: Workspace
    look: Looker
    lock: ProjectLock
    paths: RWLock
    reporter: Reporter
    confirm: Callable[[str], bool]
    recorder: Recorder
