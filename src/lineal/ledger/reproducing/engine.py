"""Running stages again with the engine itself: forced, without any earlier result, keeping none.

What the commands report, with `lineal.log` and through the hook, stays in the worktree.
"""

from __future__ import annotations

import os
import secrets
from typing import TYPE_CHECKING

from lineal.ledger.observing.collect import collect
from lineal.ledger.observing.prepare import evidence_path, opted_out, prepare
from lineal.ledger.settings import read_settings
from lineal.pipeline.address import address
from lineal.pipeline.look import Looker
from lineal.pipeline.recorder import Begun, NoRecorder
from lineal.pipeline.run.loop import Run
from lineal.pipeline.run.options import RunOptions
from lineal.pipeline.run.ports import Ports
from lineal.pipeline.run.select import plan_single
from lineal.storage.locks import ProjectLock, RWLock

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lineal.ledger.observing.evidence import Evidence
    from lineal.pipeline.model import Stage
    from lineal.pipeline.outcome import Outcome
    from lineal.pipeline.run.report import Reporter
    from lineal.pipeline.workspace import Workspace

OPTIONS = RunOptions(force=True, single_item=True, no_commit=True, run_cache=False)
_ID_BYTES = 16


class Watching(NoRecorder):
    """Keeps nothing but what the commands say of themselves."""

    __slots__ = ("_directory", "_ids", "_setting", "_ws")

    def __init__(self, ws: Workspace, directory: str) -> None:
        self._ws = ws
        self._directory = directory
        self._ids: dict[str, bytes] = {}
        self._setting = read_settings(ws).observe

    def begins(self, stage: Stage) -> Begun:
        id_ = secrets.token_bytes(_ID_BYTES)
        self._ids[address(stage, self._ws.root)] = id_
        out = opted_out(os.environ, setting=self._setting, meta=stage.data.get("meta"))
        return Begun(prepare(self._directory, id_, self._ws.root, os.environ, out))

    def evidence(self) -> dict[str, Evidence]:
        return {
            name: collect(evidence_path(self._directory, id_)) for name, id_ in self._ids.items()
        }


def run_again(
    there: Workspace, stages: Sequence[Stage], reporter: Reporter, watching: Watching
) -> Outcome:
    """One after the other: how a machine was loaded is not to matter."""
    thawed = [stage._replace(frozen=False) for stage in stages]
    hardlink = there.config.core.hardlink_lock
    with ProjectLock(there.project.dvc_dir, hardlink=hardlink) as lock:
        paths = RWLock(there.project.dvc_dir, hardlink=hardlink)
        ports = Ports(there, Looker(there), lock, paths, reporter, lambda _: True, watching)
        return Run(ports, plan_single(thawed), OPTIONS, 1).execute()
