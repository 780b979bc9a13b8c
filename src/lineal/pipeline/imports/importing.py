"""Bringing an import up to its source: the data into cache and workspace, what it was on record.

Shared by ``import-url``, ``import``, ``update``, ``run`` and ``pull``. Which source it is, a URL,
a path or another project, is found in the dependency.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from lineal.base.errors import StageError
from lineal.pipeline.address import address, dep_label
from lineal.pipeline.external.bring import Brought, bring, bring_folder, no_such
from lineal.pipeline.external.identity import UrlSeen
from lineal.pipeline.external.look import observation_seen
from lineal.pipeline.external.source import wanted
from lineal.pipeline.model import Recorded
from lineal.pipeline.reasons import CHECKSUM, DEP, NOT_IN_CACHE, find_reasons
from lineal.pipeline.records import dvc_dep
from lineal.pipeline.save import ignore_out
from lineal.storage.checkout import WantedObject, checkout, remove_path

if TYPE_CHECKING:
    from lineal.pipeline.external.side_by_side import Pace
    from lineal.pipeline.look import Looker
    from lineal.pipeline.model import Dep, Out, Stage
    from lineal.pipeline.workspace import Workspace


class Synced(NamedTuple):
    """``stage`` says what its file has to say now; ``ignored`` are ``.gitignore`` files written."""

    stage: Stage
    out: Recorded
    ignored: tuple[str, ...] = ()


def import_line(ws: Workspace, stage: Stage) -> str:
    """What is told before anything happens, in DVC's words."""
    label = dep_label(stage.deps[0], ws.show)
    return f"Importing '{label}' -> '{ws.show(stage.outs[0].path)}'"


def refuse_database(ws: Workspace, stage: Stage) -> None:
    if "db" in stage.deps[0].recorded.raw:
        raise StageError(
            f"'{ws.show(stage.file)}' comes out of a database, which only DVC asks",
            hint=f"dvc update {address(stage, ws.cwd)}",
        )


def sync(
    ws: Workspace,
    look: Looker,
    stage: Stage,
    *,
    pace: Pace,
    no_download: bool = False,
) -> Synced:
    """What is in the cache already, of a source that has not changed, is not brought again."""
    refuse_database(ws, stage)
    if _is_current(look, stage):
        return _placed(ws, stage, stage.outs[0].recorded)
    if no_download:
        return _without_data(ws, look, stage)
    brought = bring_dep(ws, stage, pace)
    recorded = Recorded(str(brought.out["md5"]), raw=brought.out)
    return _placed(ws, with_dep(stage, brought.dep), recorded)


def bring_dep(ws: Workspace, stage: Stage, pace: Pace) -> Brought:
    """The data of the source, in the cache."""
    (dep,) = stage.deps
    if dep.repo is not None:
        from lineal.pipeline.imports.import_project import (
            bring_from_project,  # deferred: Git, remotes
        )

        return bring_from_project(ws, dep, pace)
    if dep.external:
        return bring(ws, wanted(dep), pace)
    return bring_folder(ws, dep.path, dep.spelled)


def see_dep(ws: Workspace, look: Looker, dep: Dep) -> UrlSeen:
    """What the source of an import holds now, or at which commit it was taken."""
    if dep.repo is not None:
        from lineal.pipeline.imports.origin import current_commit, repo_entry  # deferred: as above

        commit = dep.repo.get("rev_lock") or current_commit(ws, dep.repo)
        return UrlSeen(commit, repo_entry(dep.repo, rev_lock=commit))
    if dep.external:
        seen = look.url(dep)
    else:
        observed = ws.observer.observe(dep.path)
        seen = None if observed is None else observation_seen(observed)
    if seen is None:
        raise no_such(dep.spelled)
    return seen


def with_dep(stage: Stage, seen: UrlSeen) -> Stage:
    """The stage with its dependency recorded as seen."""
    (dep,) = stage.deps
    if dep.repo is not None:
        return with_dep_entry(stage, {"path": dep.spelled, "repo": dict(seen.raw)})
    settings = dep.recorded.raw.get("fs_config")
    entry = dvc_dep(dep.spelled, seen.raw, settings)
    return with_dep_entry(stage, entry)


def with_dep_entry(stage: Stage, entry: dict[str, Any]) -> Stage:
    (dep,) = stage.deps
    changed = dep._replace(
        recorded=Recorded(dep.recorded.oid, raw=entry), repo=entry.get("repo", dep.repo)
    )
    return stage._replace(deps=(changed,), data={**stage.data, "deps": [entry]})


def _is_current(look: Looker, stage: Stage) -> bool:
    """Nothing but the workspace differs from what is recorded."""
    (out,) = stage.outs
    if out.recorded.oid is None:
        return False
    reasons = find_reasons(stage, look.seen(stage))
    return not any(r.what in (CHECKSUM, DEP) or r.how == NOT_IN_CACHE for r in reasons)


def _placed(ws: Workspace, stage: Stage, recorded: Recorded) -> Synced:
    """What the source has replaces what is there, as DVC does it: an import is not edited."""
    (out,) = stage.outs
    added: dict[str, str] = {}
    ignore_out(ws, out, added)
    assert recorded.oid is not None  # noqa: S101  both callers know it
    wanted_object = WantedObject(recorded.oid, recorded.algorithm, recorded.isexec)
    checkout(out.path, wanted_object, ws.cache, ws.observer, force=True)
    ws.placed.note(out.path, recorded.oid)
    return Synced(stage, _same_or_new(out, recorded), tuple(added.values()))


def _same_or_new(out: Out, recorded: Recorded) -> Recorded:
    """An entry of DVC 2.x keeps its algorithm for as long as its content does not change."""
    return out.recorded if out.recorded.oid == recorded.oid else recorded


def _without_data(ws: Workspace, look: Looker, stage: Stage) -> Synced:
    """Only what the source is recorded as; the data of before is not there any more."""
    (dep,), (out,) = stage.deps, stage.outs
    changed = with_dep(stage, see_dep(ws, look, dep))
    remove_path(out.path)
    added: dict[str, str] = {}
    ignore_out(ws, out, added)
    return Synced(changed, Recorded(), tuple(added.values()))
