"""The part of ``fetch`` and ``pull`` that asks the sources of imports, not a remote of ours.

What another project tracks is never pushed by us, nor what a cloud keeps every version of; and
of a partial import nobody but its source has the data.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.base.errors import DataError, LinealError
from lineal.pipeline.address import address
from lineal.pipeline.external.bring import bring_versions
from lineal.pipeline.external.source import wanted
from lineal.pipeline.imports.importing import bring_dep
from lineal.pipeline.imports.partial import recall, remember

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lineal.pipeline.external.side_by_side import Pace
    from lineal.pipeline.model import Stage
    from lineal.pipeline.workspace import Workspace


def fetch_imports(
    ws: Workspace, imports: Iterable[Stage], pace: Pace
) -> tuple[int, list[tuple[str, str]]]:
    """How many files were brought, and by path why others could not be."""
    moved = 0
    failed: list[tuple[str, str]] = []
    for stage in _each_once(imports):
        if _is_here(ws, stage):
            continue
        try:
            moved += _fetch(ws, stage, pace)
        except LinealError as exc:
            failed.append((ws.show(stage.outs[0].path), str(exc)))
    return moved, failed


def comes_from_its_source(stage: Stage) -> bool:
    if not stage.is_import or not stage.outs[0].cache or "db" in stage.deps[0].recorded.raw:
        return False
    if stage.is_repo_import:
        return True
    # Without anything recorded of the source there is nothing to hold its data against.
    recorded = stage.deps[0].recorded.oid is not None
    return recorded and (stage.is_partial_import or stage.is_versioned_import)


def _each_once(imports: Iterable[Stage]) -> list[Stage]:
    """Of many revisions; what they have in common is brought once."""
    found = {
        (stage.outs[0].path, stage.outs[0].recorded.oid, repr(stage.data.get("deps"))): stage
        for stage in imports
        if comes_from_its_source(stage)
    }
    return list(found.values())


def _is_here(ws: Workspace, stage: Stage) -> bool:
    recorded = stage.outs[0].recorded
    if recorded.oid is None:
        return recall(ws, stage) is not None
    return ws.cache.has_all(recorded.oid, recorded.algorithm)


def _fetch(ws: Workspace, stage: Stage, pace: Pace) -> int:
    (dep,), (out,) = stage.deps, stage.outs
    if stage.is_versioned_import:
        brought = bring_versions(ws, wanted(dep), dep.recorded.raw, pace)
    else:
        brought = bring_dep(ws, stage, pace)
    oid = str(brought.out["md5"])
    if out.recorded.oid is None:
        if not (dep.repo or dep.is_versioned) and brought.dep.oid != dep.recorded.oid:
            raise _moved_on(ws, stage)
        remember(ws, stage, oid)
    elif oid != out.recorded.oid and out.recorded.algorithm == "md5":
        raise _moved_on(ws, stage)
    files = brought.out.get("nfiles", 1)
    return files if isinstance(files, int) else 1


def _moved_on(ws: Workspace, stage: Stage) -> DataError:
    return DataError(
        f"its source, {stage.deps[0].spelled}, holds something else by now:"
        f" lineal update {address(stage, ws.cwd)} takes that",
    )
