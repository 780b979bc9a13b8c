"""``commit``: records the workspace as it is, without running anything."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lineal.base.errors import StageError
from lineal.pipeline import run_cache
from lineal.pipeline.address import describe
from lineal.pipeline.dvcfile_writer import write_dvc_file
from lineal.pipeline.load import lock_path
from lineal.pipeline.look import Looker
from lineal.pipeline.project_graph import GraphOnce
from lineal.pipeline.reasons import CHECKSUM, COMMAND, DEP, OUT, PARAM, Reason, find_reasons
from lineal.pipeline.recorder import NoRecorder
from lineal.pipeline.records import lock_stage
from lineal.pipeline.run.lock_writer import LockWriters, Written
from lineal.pipeline.save import observe_deps, read_params, save_out, save_outs
from lineal.pipeline.targets import collect_granular, narrowed
from lineal.storage.locks import ProjectLock

if TYPE_CHECKING:
    from collections.abc import Callable

    from lineal.pipeline.model import Recorded, Stage
    from lineal.pipeline.recorder import Recorder
    from lineal.pipeline.targets import Selected
    from lineal.pipeline.workspace import Workspace


def commit(  # noqa: PLR0913 (the words of the command)
    ws: Workspace,
    target: str | None,
    confirm: Callable[[str], bool],
    *,
    with_deps: bool = False,
    recursive: bool = False,
    force: bool = False,
    relink: bool = True,
    recorder: Recorder | None = None,
) -> list[Stage]:
    """The stages that were committed."""
    recorder = recorder or NoRecorder()
    with ProjectLock(ws.project.dvc_dir, hardlink=ws.config.core.hardlink_lock):
        selected = collect_granular(
            ws, target, GraphOnce(ws), with_deps=with_deps, recursive=recursive
        )
        look = Looker(ws)
        locks = LockWriters(ws.memo, lambda _path: None)
        for position, item in enumerate(selected):
            _commit(ws, look, item, confirm, locks, position, recorder, force=force, relink=relink)
        locks.close()
        return [item.stage for item in selected]


def _commit(  # noqa: PLR0913 (the state of one commit, not worth a name of its own)
    ws: Workspace,
    look: Looker,
    item: Selected,
    confirm: Callable[[str], bool],
    locks: LockWriters,
    position: int,
    recorder: Recorder,
    *,
    force: bool,
    relink: bool,
) -> None:
    stage = item.stage
    changes = _changes(look, stage)
    if changes and not force and not confirm(_question(ws, stage, changes)):
        raise StageError(
            f"unable to commit changed {describe(stage, ws.cwd)}. Use `-f|--force` to force.",
            hint="lineal commit --force records it as it is; lineal run reproduces it",
        )
    if not changes and not force:
        for out in narrowed(item).outs:
            if out.cache:
                save_out(ws, out, commit=True, relink=relink)
        if stage.name is not None:
            locks.record(lock_path(stage.file), stage.name, position, _as_recorded(stage))
        return
    recallable = run_cache.is_eligible(stage)
    outs = save_outs(ws, look, stage, commit=True, added={}, relink=relink, recallable=recallable)
    if stage.name is None:
        if _record_source(ws, look, stage, outs):
            recorder.holds(stage, outs)
        return
    entry, written = _record(ws, look, stage, outs, locks, position)
    if written is not Written.UNCHANGED:
        recorder.verified(stage, entry)


def _record_source(ws: Workspace, look: Looker, stage: Stage, outs: tuple[Recorded, ...]) -> bool:
    """A thawed import says what its source holds, too. Tells whether the file changed.

    A frozen one keeps what its data came of: with what is seen now on record, the next update
    would find nothing to do.
    """
    if stage.is_import and not stage.frozen and not stage.deps[0].is_pinned:
        from lineal.pipeline.imports.importing import (  # deferred: few import anything
            see_dep,
            with_dep,
        )

        seen = see_dep(ws, look, stage.deps[0])
        return write_dvc_file(with_dep(stage, seen), outs, as_read=False)
    return write_dvc_file(stage, outs)


def _as_recorded(stage: Stage) -> dict[str, Any]:
    """The entry without what ``dvc.yaml`` no longer lists; for a bare command, its first."""
    return lock_stage(
        stage,
        ((dep, dep.recorded) for dep in stage.deps),
        ((out, out.recorded) for out in stage.outs),
        {p.spelled: p.recorded for p in stage.params if p.recorded is not None},
    )


def _record(
    ws: Workspace,
    look: Looker,
    stage: Stage,
    outs: tuple[Recorded, ...],
    locks: LockWriters,
    position: int,
) -> tuple[dict[str, Any], Written]:
    deps = observe_deps(ws, look, stage)
    params = read_params(ws, look, stage)
    entry = lock_stage(
        stage,
        zip(stage.deps, deps, strict=True),
        zip(stage.outs, outs, strict=True),
        params,
    )
    if run_cache.is_eligible(stage):
        run_cache.save(ws.cache, entry, ws.warn)
    return entry, locks.record(lock_path(stage.file), stage.name or "", position, entry)


def _changes(look: Looker, stage: Stage) -> list[Reason]:
    """Differences to the workspace; whether the cache has the data is what commit mends."""
    thawed = stage._replace(frozen=False)
    reasons = find_reasons(thawed, look.workspace_seen(thawed))
    return [r for r in reasons if r.what in (DEP, PARAM, OUT, COMMAND, CHECKSUM)]


def _question(ws: Workspace, stage: Stage, changes: list[Reason]) -> str:
    deps = list(dict.fromkeys(ws.show(r.path) for r in changes if r.what in (DEP, PARAM)))
    outs = list(dict.fromkeys(ws.show(r.path) for r in changes if r.what == OUT))
    parts = [f"dependencies {deps}"] if deps else []
    parts += [f"outputs {outs}"] if outs else []
    what = " and ".join(parts) or "the command"
    return f"{what} of {describe(stage, ws.cwd)} changed. Are you sure you want to commit it?"
