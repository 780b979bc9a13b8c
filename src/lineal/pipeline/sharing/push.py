"""``push``: what is recorded, and in the cache, is sent to where it is shared."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lineal.pipeline.asked import (
    Asked,
    by_remote,
    collect_used,
    opened,
    parts,
    require_remote,
    whole,
)
from lineal.pipeline.sharing.fetch import Transferred, transferred
from lineal.storage.locks import ProjectLock
from lineal.storage.transfer.known import known_trees
from lineal.storage.transfer.meter import Meter
from lineal.storage.transfer.outcome import Outcome
from lineal.storage.transfer.push import push_objects

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lineal.pipeline.used import Used
    from lineal.pipeline.workspace import Workspace


class PushOptions(NamedTuple):
    """``check`` believes no list of a directory: every object is compared with what is there."""

    asked: Asked = Asked()
    run_cache: bool = False
    check: bool = False


def push(ws: Workspace, options: PushOptions, meter: Meter | None = None) -> Transferred:
    meter = meter or Meter()
    asked = options.asked
    with ProjectLock(ws.project.dvc_dir, hardlink=ws.config.core.hardlink_lock):
        require_remote(ws, asked.remote)
        runs = 0
        if options.run_cache:
            # deferred: only with --run-cache
            from lineal.pipeline.sharing.run_history import push_runs

            runs = push_runs(ws, asked.remote, asked.jobs, meter)
        used = collect_used(ws, asked, lambda each: each.out.push)
        outcome = Outcome()
        for name, group in by_remote(used, asked.remote).items():
            outcome = outcome.plus(_push_to(ws, name, group, options, meter))
    done = transferred(ws, used, outcome)
    return done._replace(moved=done.moved + runs)


def _push_to(
    ws: Workspace, name: str | None, used: Sequence[Used], options: PushOptions, meter: Meter
) -> Outcome:
    remote = opened(ws, name, "push")
    try:
        return push_objects(
            ws.cache,
            remote,
            [*whole(used), *parts(ws.cache, used)],
            known_trees(ws.project.lineal_dir, remote.url),
            jobs=options.asked.jobs,
            check=options.check,
            meter=meter,
        )
    finally:
        remote.close()
