"""``fetch``: what is recorded and not in the cache is brought there from its remotes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lineal.base.errors import DataError
from lineal.pipeline.asked import (
    Asked,
    by_remote,
    collect_used,
    is_versioned,
    names_of,
    parts,
    require_remote,
    whole,
)
from lineal.storage.locks import ProjectLock
from lineal.storage.objects import ObjectId
from lineal.storage.remotes.opening import open_remote, remote_name
from lineal.storage.transfer.fetch import absent, fetch_lists, fetch_objects
from lineal.storage.transfer.meter import Meter
from lineal.storage.transfer.outcome import Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lineal.pipeline.model import Stage
    from lineal.pipeline.used import Used
    from lineal.pipeline.workspace import Workspace

_MOST_SHOWN = 20


class FetchOptions(NamedTuple):
    """``max_size`` leaves out outputs of that many bytes and more; ``types`` all but these."""

    asked: Asked = Asked()
    run_cache: bool = False
    max_size: int | None = None
    types: tuple[str, ...] = ()


class Transferred(NamedTuple):
    """How many objects were moved, and by path what was not."""

    moved: int = 0
    failed: tuple[tuple[str, str], ...] = ()
    missing: tuple[str, ...] = ()


def fetch(ws: Workspace, options: FetchOptions, meter: Meter | None = None) -> Transferred:
    meter = meter or Meter()
    asked = options.asked
    with ProjectLock(ws.project.dvc_dir, hardlink=ws.config.core.hardlink_lock):
        require_remote(ws, asked.remote)
        if options.run_cache:
            # deferred: only with --run-cache
            from lineal.pipeline.sharing.run_history import fetch_runs

            fetch_runs(ws, asked.remote, asked.jobs, meter)
        imports: list[Stage] = []
        used = collect_used(ws, asked, lambda each: _is_wanted(each, options), imports)
        used = [each for each in used if not each.stage.is_versioned_import]
        outcome = bring(ws, used, asked.remote, jobs=asked.jobs, meter=meter)
        done = transferred(ws, used, outcome)
        return _with_imports(ws, done, imports, options, meter) if imports else done


def _with_imports(
    ws: Workspace, done: Transferred, imports: list[Stage], options: FetchOptions, meter: Meter
) -> Transferred:
    """Also what only the sources of imports have."""
    # deferred: most projects have no imports
    from lineal.pipeline.external.side_by_side import Pace
    from lineal.pipeline.sharing.fetch_imports import fetch_imports

    if options.types:
        return done
    moved, failed = fetch_imports(ws, imports, Pace(options.asked.jobs, meter))
    return done._replace(moved=done.moved + moved, failed=(*done.failed, *failed))


def ensure_cached(ws: Workspace, used: Sequence[Used], remote: str | None = None) -> None:
    """Have objects in the cache; raises DataError that names what cannot be had."""
    outcome = bring(ws, used, remote)
    if outcome.missing or outcome.failed:
        raise could_not_fetch(transferred(ws, used, outcome))


def bring(
    ws: Workspace,
    used: Sequence[Used],
    remote: str | None = None,
    *,
    jobs: int | None = None,
    meter: Meter | None = None,
) -> Outcome:
    """Remotes are opened only for what is not in the cache."""
    outcome = Outcome()
    for name, group in by_remote(used, remote).items():
        outcome = outcome.plus(_bring_from(ws, name, group, jobs, meter or Meter()))
    return outcome


def transferred(ws: Workspace, used: Sequence[Used], outcome: Outcome) -> Transferred:
    unhappy = [*(failure.item for failure in outcome.failed), *outcome.missing]
    names: Mapping[ObjectId, str] = names_of(ws, used, unhappy) if unhappy else {}
    failed = [(names[failure.item], str(failure.error)) for failure in outcome.failed]
    return Transferred(
        len(outcome.moved), tuple(failed), tuple(names[item] for item in outcome.missing)
    )


def could_not_fetch(result: Transferred) -> DataError:
    lines = [f"  {path}: {why}" for path, why in result.failed]
    lines += [f"  {path}: neither in the cache nor on the remote" for path in result.missing]
    more = len(lines) - _MOST_SHOWN
    shown = "\n".join([*lines[:_MOST_SHOWN], *([f"  and {more} more"] if more > 0 else [])])
    return DataError(
        f"data that is not in the cache could not be fetched:\n{shown}",
        hint="push it from where it is (`lineal push`), or make it again with `lineal run`",
    )


def _bring_from(
    ws: Workspace, name: str | None, used: Sequence[Used], jobs: int | None, meter: Meter
) -> Outcome:
    wanted = whole(used)
    lists = [ObjectId(each.oid, each.algorithm) for each in used if each.inner]
    lacking = absent(ws.cache, [*wanted, *parts(ws.cache, used)])
    if not (lacking or lacking_lists(ws, [*wanted, *lists])):
        return Outcome()
    chosen = remote_name(ws.config, name)
    remote = open_remote(ws.config, chosen)
    try:
        if is_versioned(ws.config, chosen):
            # deferred: most remotes keep objects
            from lineal.pipeline.sharing.fetch_versions import bring_versions_of

            return bring_versions_of(ws, remote, chosen, used, jobs, meter)
        found = fetch_lists(ws.cache, remote, lists, jobs=jobs or remote.jobs, meter=meter)
        rest = [*wanted, *parts(ws.cache, used)]
        known = None if found.moved else lacking
        return found.plus(
            fetch_objects(ws.cache, remote, rest, jobs=jobs, meter=meter, lacking=known)
        )
    finally:
        remote.close()


def lacking_lists(ws: Workspace, wanted: Sequence[ObjectId]) -> list[ObjectId]:
    return [i for i in wanted if i.is_tree and not ws.cache.has(i.oid, i.algorithm)]


def _is_wanted(used: Used, options: FetchOptions) -> bool:
    size = used.out.recorded.raw.get("size")
    if options.max_size and size and int(size) >= options.max_size:
        return False
    return not options.types or used.out.kind in options.types
