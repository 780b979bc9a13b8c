"""Hashing what was made again, and looking into what differs."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from lineal.base.errors import DataError
from lineal.ledger.reproducing.comparison import Compared, Version, differing_members
from lineal.storage.algorithm import LEGACY_MD5, MD5
from lineal.storage.tree import is_tree_oid

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from lineal.ledger.reproducing.planning import Job
    from lineal.ledger.reproducing.record import Made
    from lineal.pipeline.workspace import Workspace
    from lineal.storage.observe import Observation

#: Lines about two files: the path they have, the recorded bytes, those made now.
Describe: TypeAlias = "Callable[[str, str, str], list[str]]"


def compare_all(
    ws: Workspace, there: Workspace, jobs: Sequence[Job], describe: Describe | None
) -> Iterator[Compared]:
    """In the order of the jobs; only the first that differs is looked into."""
    differed = False
    for job in jobs:
        for made in job.record.makes:
            compared, seen = _compared(there, job, made)
            if not compared.same and not differed:
                differed = True
                compared = _looked_into(ws, there, compared, seen, describe)
            yield compared


def _compared(there: Workspace, job: Job, made: Made) -> tuple[Compared, Observation | None]:
    path = f"{there.root}/{made.path}"
    seen = None
    for algorithm in (MD5, LEGACY_MD5):
        try:
            seen = there.observer.observe(path, algorithm)
        except DataError:
            seen = None
        if seen is None or seen.oid == made.oid:
            break
    if seen is not None and seen.oid != made.oid:
        # What is not as recorded is told as it would be recorded today.
        seen = there.observer.observe(path)
    now = Version(None) if seen is None else Version(seen.oid, seen.size, seen.nfiles)
    then = Version(made.oid, made.size, made.nfiles)
    return Compared(made.path, job.record.stage, then, now), seen


def _looked_into(
    ws: Workspace,
    there: Workspace,
    compared: Compared,
    seen: Observation | None,
    describe: Describe | None,
) -> Compared:
    oid = str(compared.recorded.oid)
    if seen is None:
        return compared
    if is_tree_oid(oid):
        then = ws.cache.read_tree(oid) or ws.cache.read_tree(oid, LEGACY_MD5)
        if then is None or seen.tree is None:
            return compared
        return compared._replace(
            members=differing_members(dict(then.members), dict(seen.tree.members))
        )
    recorded = next((p for p in _places(ws, oid) if p is not None), None)
    if describe is None or recorded is None or seen.is_dir:
        return compared
    lines = describe(compared.path, recorded, f"{there.root}/{compared.path}")
    return compared._replace(details=tuple(lines))


def _places(ws: Workspace, oid: str) -> Iterator[str | None]:
    for algorithm in (MD5, LEGACY_MD5):
        yield ws.cache.object_path(oid, algorithm) if ws.cache.has(oid, algorithm) else None
