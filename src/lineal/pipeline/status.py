"""``status``: what changed since the last run, stage by stage."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lineal.base.errors import BusyError
from lineal.pipeline.address import address, dep_label, describe
from lineal.pipeline.look import Looker
from lineal.pipeline.project_graph import GraphOnce
from lineal.pipeline.reasons import UPDATE, find_reasons, status_of
from lineal.pipeline.targets import Selected, collect_granular, narrowed
from lineal.storage.locks import ProjectLock, RWLock

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lineal.pipeline.model import Stage, StageKey
    from lineal.pipeline.workspace import Workspace


def workspace_status(
    ws: Workspace,
    targets: Sequence[str] = (),
    *,
    with_deps: bool = False,
    recursive: bool = False,
    updates: bool = True,
) -> dict[str, list[str | dict[str, Any]]]:
    """The shape of ``status --json``; stages without a reason are left out."""
    hardlink = ws.config.core.hardlink_lock
    with ProjectLock(ws.project.dvc_dir, hardlink=hardlink):
        graph = GraphOnce(ws)
        selected = [
            item
            for text in (targets or (None,))
            for item in collect_granular(ws, text, graph, with_deps=with_deps, recursive=recursive)
        ]
        _refuse_busy(ws, RWLock(ws.project.dvc_dir, hardlink=hardlink), selected)
        look = Looker(ws)
        stages = [_followed(narrowed(item), updates=updates) for item in selected]
        look.warm(stages)
        newer = _newer(ws, stages) if updates else {}
        found = {}
        for item, stage in zip(selected, stages, strict=True):
            changes = newer.get(stage.key, []) + _status(ws, look, stage)
            if changes:
                found[address(item.stage, ws.cwd)] = changes
        return found


def _refuse_busy(ws: Workspace, paths: RWLock, selected: Sequence[Selected]) -> None:
    """What a running stage is about to write has no status yet; waiting could take hours."""
    stages = [item.stage for item in selected]
    read = [path for stage in stages for path in (*stage.local_inputs, *stage.local_outs)]
    for path, holder in paths.blockers(read, []):
        raise BusyError(
            f"'{ws.show(path)}' is being written by PID {holder.pid} ({holder.cmd})",
            hint="ask again when that has finished, or name other stages",
        )


def _followed(stage: Stage, *, updates: bool) -> Stage:
    """Imports are frozen, but whether there is something newer is what people want to know."""
    return stage._replace(frozen=False) if updates and stage.is_versioned_import else stage


def _newer(ws: Workspace, stages: Sequence[Stage]) -> dict[StageKey, list[str | dict[str, Any]]]:
    """The imports from other projects which have moved on since."""
    imports = [stage for stage in stages if stage.is_repo_import]
    if not imports:
        return {}
    from lineal.pipeline.imports.origin import moved_on  # deferred: it asks Git

    labels = {stage.key: dep_label(stage.deps[0], ws.show) for stage in moved_on(ws, imports)}
    return {key: [{"changed deps": {label: UPDATE}}] for key, label in labels.items()}


def _status(ws: Workspace, look: Looker, stage: Stage) -> list[str | dict[str, Any]]:
    if stage.frozen and not (stage.is_repo_import or stage.is_versioned_import):
        ws.warn(
            f"{describe(stage, ws.cwd)} is frozen. Its dependencies are"
            " not going to be shown in the status output."
        )
    return status_of(find_reasons(stage, look.seen(stage)), ws.show)
