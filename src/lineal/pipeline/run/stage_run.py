"""One stage, from the decision to run it to its record.

What happens before the command, and what happens after it. The command itself belongs to
`command`, the order of things to `loop`.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple

from lineal.base.errors import DataError, LinealError, StageError
from lineal.pipeline import run_cache
from lineal.pipeline.address import address, describe
from lineal.pipeline.model import Recorded
from lineal.pipeline.records import lock_stage, read_entry
from lineal.pipeline.save import observe_deps, read_params, save_outs
from lineal.storage.checkout import WantedObject, checkout, remove_path, unprotect

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lineal.pipeline.look import Looker
    from lineal.pipeline.model import Out, Stage
    from lineal.pipeline.run.options import RunOptions
    from lineal.pipeline.workspace import Workspace


class Finished(NamedTuple):
    """What a stage left behind, ready for the lock or the ``.dvc`` file.

    ``ignored`` are the outputs that are new to Git's ignore rules, with the file they are in.
    """

    entry: Mapping[str, Any]
    outs: tuple[Recorded, ...]
    ignored: tuple[tuple[str, str], ...] = ()


def require_deps(ws: Workspace, look: Looker, stage: Stage) -> None:
    """Checked before anything is removed: a stage that cannot run keeps its old outputs."""
    for dep in stage.deps:
        if dep.is_pinned or (look.url(dep) if dep.external else os.path.lexists(dep.path)):
            continue
        here = "lineal checkout brings back tracked data; otherwise restore the file,"
        there = "check the URL, and that these credentials may see it,"
        raise StageError(
            f"dependency '{ws.show(dep.path)}' does not exist",
            hint=f"{there if dep.external else here} or remove it from 'deps:'",
        )
    if not os.path.isdir(stage.wdir):
        raise StageError(
            f"the working directory '{ws.show(stage.wdir)}' of {describe(stage, ws.cwd)}"
            " does not exist",
            hint=f"mkdir -p {ws.show(stage.wdir)}",
        )


def remove_outs(ws: Workspace, stage: Stage) -> None:
    """A command must never see what it produced last time, unless the output is persistent."""
    for out in stage.outs:
        if out.external:
            _remove_elsewhere(ws, out)
        elif not out.persist:
            remove_path(out.path)
        elif out.cache and os.path.lexists(out.path):
            unprotect(out.path, ws.cache)


def _remove_elsewhere(ws: Workspace, out: Out) -> None:
    from lineal.pipeline.external.remove import remove_url  # deferred: few outputs are elsewhere
    from lineal.pipeline.external.source import wanted  # deferred: as above

    if not out.persist:
        remove_url(ws, wanted(out))


def find_restorable(
    ws: Workspace, look: Looker, stage: Stage, options: RunOptions
) -> Mapping[str, Any] | None:
    """A lock entry whose outputs are all in the cache: our own, or one of the run cache."""
    if not run_cache.is_eligible(stage):
        return None
    deps = observe_deps(ws, look, stage)
    params = read_params(ws, look, stage)
    entry = _own_entry(stage, deps, params)
    if entry is None and options.run_cache:
        inputs = lock_stage(
            stage,
            zip(stage.deps, deps, strict=True),
            ((out, Recorded()) for out in stage.outs),
            params,
        )
        entry = run_cache.find(ws.cache, inputs, ws.warn)
    if entry is not None and options.pull and not options.dry:
        # deferred: only with --pull
        from lineal.pipeline.run.pulling import pull_entry

        pull_entry(ws, stage, entry)
    if entry is None or not _all_in_cache(ws, entry):
        return None
    return entry


def _own_entry(
    stage: Stage, deps: tuple[Recorded, ...], params: Mapping[str, Mapping[str, Any]]
) -> Mapping[str, Any] | None:
    """The stage's own lock entry, if only its outputs are gone or changed."""
    if not stage.lock or stage.cmd_changed or not all(out.recorded.oid for out in stage.outs):
        return None
    if any(dep.recorded.oid != seen.oid for dep, seen in zip(stage.deps, deps, strict=True)):
        return None
    if any(params.get(p.spelled) != p.recorded for p in stage.params):
        return None
    return lock_stage(
        stage,
        ((dep, dep.recorded) for dep in stage.deps),
        ((out, out.recorded) for out in stage.outs),
        params,
    )


def _all_in_cache(ws: Workspace, entry: Mapping[str, Any]) -> bool:
    records = [read_entry(out) for out in entry.get("outs", ())]
    return all(r.oid is not None and ws.cache.has_all(r.oid, r.algorithm) for r in records)


def restore(ws: Workspace, stage: Stage, entry: Mapping[str, Any]) -> None:
    """Brings the outputs of an earlier, equal execution back from the cache."""
    by_path = {out["path"]: out for out in entry["outs"]}
    for out in stage.outs:
        recorded = read_entry(by_path.get(out.spelled))
        if recorded.oid is not None:
            wanted = WantedObject(recorded.oid, recorded.algorithm, recorded.isexec)
            checkout(out.path, wanted, ws.cache, ws.observer, force=True)


def verify_outs_exist(ws: Workspace, look: Looker, stage: Stage) -> None:
    missing = [
        ws.show(out.path)
        for out in stage.outs
        if not (look.url(out) is not None if out.external else os.path.lexists(out.path))
    ]
    if missing:
        raise DataError(
            f"missing data: {', '.join(missing)}",
            hint=f"lineal checkout {address(stage, ws.cwd)}",
        )


def finish(ws: Workspace, look: Looker, stage: Stage, options: RunOptions) -> Finished:
    """Hashes what the stage read (again: it may have changed it) and wrote, and keeps it."""
    deps = observe_deps(ws, look, stage)
    params = read_params(ws, look, stage)
    added: dict[str, str] = {}
    keep = not options.no_commit
    recallable = keep and run_cache.may_save(stage)
    try:
        outs = save_outs(ws, look, stage, commit=keep, added=added, recallable=recallable)
    except LinealError:
        # Only what this stage added: the lines of stages that succeeded stay.
        for path in added:
            ws.git.unignore(path)
        raise
    ignored = tuple(added.items())
    pairs = tuple(zip(stage.outs, outs, strict=True))
    if stage.cmd is None:
        return Finished({}, outs, ignored)
    entry = lock_stage(stage, zip(stage.deps, deps, strict=True), pairs, params)
    if recallable:
        run_cache.save(ws.cache, entry, ws.warn)
    return Finished(entry, outs, ignored)
