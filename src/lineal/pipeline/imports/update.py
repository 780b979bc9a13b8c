"""``update``: imports that follow their source to where it is now."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lineal.base.errors import StageError, UsageError
from lineal.pipeline.address import address, describe
from lineal.pipeline.external.side_by_side import Pace
from lineal.pipeline.imports.import_url import written
from lineal.pipeline.imports.importing import (
    import_line,
    refuse_database,
    see_dep,
    sync,
    with_dep,
    with_dep_entry,
)
from lineal.pipeline.look import Looker
from lineal.pipeline.project_graph import GraphOnce
from lineal.pipeline.reasons import find_reasons
from lineal.pipeline.targets import collect_granular
from lineal.storage.locks import ProjectLock

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lineal.pipeline.imports.import_url import Telling
    from lineal.pipeline.model import Stage
    from lineal.pipeline.workspace import Workspace


class UpdateOptions(NamedTuple):
    rev: str | None = None
    recursive: bool = False
    to_remote: bool = False
    remote: str | None = None
    no_download: bool = False
    jobs: int | None = None


def update(
    ws: Workspace, targets: Sequence[str], options: UpdateOptions, tell: Telling
) -> list[str]:
    """The project files that were written."""
    _check(options)
    with ProjectLock(ws.project.dvc_dir, hardlink=ws.config.core.hardlink_lock):
        graph = GraphOnce(ws)
        stages = {
            item.stage.key: item.stage
            for target in targets
            for item in collect_granular(ws, target, graph, recursive=options.recursive)
            if item.stage.is_import or not options.recursive
        }
        for stage in stages.values():
            _refuse_others(ws, stage, options)
        look = Looker(ws)
        files: list[str] = []
        for stage in stages.values():
            files += _update(ws, look, stage, options, tell)
        return files


def _check(options: UpdateOptions) -> None:
    if options.to_remote and options.no_download:
        raise UsageError(
            "--to-remote can't be used with --no-download",
            hint="--to-remote brings the data to the remote, and records it",
        )
    if options.remote and not options.to_remote:
        raise UsageError(
            "--remote can't be used without --to-remote",
            hint="lineal push -r NAME sends imported data to a remote",
        )


def _refuse_others(ws: Workspace, stage: Stage, options: UpdateOptions) -> None:
    """Before anything is changed."""
    if not stage.is_import:
        raise StageError(
            f"{describe(stage, ws.cwd)} is not an import, so there is nothing to update it from",
            hint=f"lineal add or lineal run record what is new in '{address(stage, ws.cwd)}'",
        )
    refuse_database(ws, stage)
    if stage.is_repo_import and options.to_remote:
        raise UsageError(
            "Data imported from other DVC or Git repositories can't be updated with --to-remote",
            hint="leave out --to-remote",
        )
    if options.rev and not stage.is_repo_import and stage.deps[0].recorded.raw.get("version_id"):
        raise UsageError(
            "going to one version of an object in a cloud is not supported yet",
            hint=f"dvc update --rev {options.rev} {address(stage, ws.cwd)}",
        )


def _update(
    ws: Workspace,
    look: Looker,
    stage: Stage,
    options: UpdateOptions,
    tell: Telling,
) -> list[str]:
    thawed = stage._replace(frozen=False)
    pace = Pace(options.jobs, tell.meter)
    if options.to_remote:
        from lineal.pipeline.imports.pass_on import pass_on  # deferred: this way alone needs it

        done = pass_on(ws, thawed, options.remote, pace)
        return written(done, tell.recorder, frozen=stage.frozen)
    moved = _moved(ws, look, thawed, options.rev)
    if not _has_changed(look, moved):
        tell.say(f"'{address(stage, ws.cwd)}' didn't change, skipping")
        return []
    tell.say(import_line(ws, moved))
    done = sync(ws, look, moved, no_download=options.no_download, pace=pace)
    look.forget()
    return written(done, tell.recorder, frozen=stage.frozen)


def _moved(ws: Workspace, look: Looker, stage: Stage, rev: str | None) -> Stage:
    """The import pointed at where its source is now, where that is a matter of a version."""
    (dep,) = stage.deps
    if dep.repo is not None:
        from lineal.pipeline.imports.origin import current_commit, repo_entry  # deferred: Git

        commit = current_commit(ws, dep.repo, rev)
        repo = repo_entry(dep.repo, rev_lock=commit, **({"rev": rev} if rev else {}))
        return with_dep_entry(stage, {"path": dep.spelled, "repo": repo})
    if dep.is_versioned:
        return with_dep(stage, see_dep(ws, look, dep))
    return stage


def _has_changed(look: Looker, stage: Stage) -> bool:
    return bool(find_reasons(stage, look.seen(stage)))
