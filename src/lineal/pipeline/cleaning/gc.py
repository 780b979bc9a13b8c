"""``gc``: what no chosen revision needs is removed from the cache, and from remotes.

First everything is found out, of the cache and of the remotes; then it is removed. Whether it
may be, in view of who else needs it, is for the caller to ask and decide.
"""

from __future__ import annotations

import os
from contextlib import ExitStack, closing, contextmanager
from typing import TYPE_CHECKING, NamedTuple

from lineal.base.errors import BusyError
from lineal.pipeline.asked import opened, refuse_versioned
from lineal.pipeline.cleaning.bystanders import bystanders, experiments
from lineal.pipeline.cleaning.kept import Kept, keep_needed, refuse_unlisted
from lineal.pipeline.revisions import Scope
from lineal.pipeline.workspace import open_workspace
from lineal.storage.algorithm import LEGACY_MD5, MD5
from lineal.storage.locks import ProjectLock, RWLock
from lineal.storage.objects import ObjectId
from lineal.storage.remotes.opening import remote_name
from lineal.storage.sweep import (
    remove_from_cache,
    remove_from_remote,
    unneeded_in_cache,
    unneeded_on_remote,
)
from lineal.storage.transfer.known import known_trees
from lineal.storage.transfer.presence import present

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lineal.pipeline.cleaning.bystanders import Bystander
    from lineal.pipeline.workspace import Workspace
    from lineal.storage.algorithm import Algorithm
    from lineal.storage.remotes.port import Remote
    from lineal.storage.sweep import Found
    from lineal.storage.transfer.meter import Meter


class GcOptions(NamedTuple):
    """``force`` goes on where lists of files are nowhere, and does not look for bystanders."""

    scope: Scope = Scope()
    experiments: bool = False
    cloud: bool = False
    remote: str | None = None
    not_in_remote: bool = False
    skip_failed: bool = False
    force: bool = False
    dry: bool = False


class Sweep(NamedTuple):
    """What goes from one place. ``kind`` is cache or remote, ``where`` a path or a URL."""

    kind: str
    name: str
    where: str
    objects: tuple[Found, ...]

    @property
    def size(self) -> int:
        return sum(one.size for one in self.objects)


class Plan(NamedTuple):
    caches: tuple[Sweep, ...]
    remotes: tuple[Sweep, ...]
    bystanders: tuple[Bystander, ...]

    @property
    def sweeps(self) -> tuple[Sweep, ...]:
        return (*self.caches, *self.remotes)

    @property
    def is_empty(self) -> bool:
        return not any(sweep.objects for sweep in self.sweeps)


@contextmanager
def locked_projects(ws: Workspace, paths: Sequence[str]) -> Iterator[list[Workspace]]:
    """The other projects, with nobody changing any of them, nor ours, until the end."""
    with ExitStack() as stack:
        others = {
            there.root: there
            for there in (
                stack.enter_context(open_workspace(os.path.abspath(path), ws.warn))
                for path in paths
            )
        }
        others.pop(ws.root, None)
        # In one order, whoever asks: two who name each other must not wait for each other.
        for there in sorted([ws, *others.values()], key=lambda one: one.root):
            hardlink = there.config.core.hardlink_lock
            stack.enter_context(ProjectLock(there.project.dvc_dir, hardlink=hardlink))
            _refuse_running(there)
        yield list(others.values())


def plan_gc(ws: Workspace, others: Sequence[Workspace], options: GcOptions, meter: Meter) -> Plan:
    """Nothing is removed; lists of directories may be fetched into the cache."""
    default = _default_remote(ws, options)
    kept = _kept(ws, others, options)
    if not (options.force or options.dry):
        refuse_unlisted(kept)
    caches = _cache_sweeps(ws, kept, default, options, meter)
    remotes = _remote_sweeps(ws, kept, default, meter) if options.cloud else ()
    found = () if options.force else _bystanders(ws, kept, (*caches, *remotes), options, meter)
    return Plan(caches, remotes, found)


def sweep(ws: Workspace, plan: Plan, meter: Meter) -> None:
    for one in plan.caches:
        remove_from_cache(ws.cache, one.objects)
    for one in plan.remotes:
        if one.objects:
            _sweep_remote(ws, one, meter)


def _sweep_remote(ws: Workspace, one: Sweep, meter: Meter) -> None:
    meter.begin(f"removing from {one.where}", len(one.objects))
    with closing(opened(ws, one.name, "gc")) as remote:

        def removed(count: int) -> None:
            meter.finished(count)
            meter.tick()

        try:
            remove_from_remote(remote, one.objects, removed)
        finally:
            # Part of it may be gone also when this was interrupted.
            known_trees(ws.project.lineal_dir, remote.url).forget()
            meter.end()


def _default_remote(ws: Workspace, options: GcOptions) -> str | None:
    """The remote for what names none; wrong names are told before anything is read."""
    if not (options.cloud or options.not_in_remote):
        return None
    chosen = remote_name(ws.config, options.remote)
    refuse_versioned(ws.config, chosen, "gc")
    return chosen


def _kept(ws: Workspace, others: Sequence[Workspace], options: GcOptions) -> Kept:
    kept = Kept()
    for there in (ws, *others):
        scopes = [options.scope]
        if options.experiments and there.project.git_root is not None:
            scopes.append(Scope(workspace=False, revs=tuple(experiments(there))))
        keep_needed(
            there,
            scopes,
            kept,
            skip_failed=options.skip_failed,
            everywhere=there is not ws,
        )
    return kept


def _cache_sweeps(
    ws: Workspace, kept: Kept, default: str | None, options: GcOptions, meter: Meter
) -> tuple[Sweep, ...]:
    needed = kept.everywhere()
    if options.not_in_remote:
        for name in {default, *kept.remotes}:
            there = _on_remote(ws, name, _items(kept.on(name, default)), meter)
            for item in there:
                needed[item.algorithm].discard(item.oid)
    kinds: tuple[tuple[str, Algorithm], ...] = (("repo", MD5), ("legacy", LEGACY_MD5))
    return tuple(
        Sweep(
            "cache",
            name,
            ws.cache.objects_dir(algorithm),
            tuple(unneeded_in_cache(ws.cache, algorithm, needed)),
        )
        for name, algorithm in kinds
    )


def _remote_sweeps(
    ws: Workspace, kept: Kept, default: str | None, meter: Meter
) -> tuple[Sweep, ...]:
    """Of the remote asked for, and of those that outputs name."""
    meter.begin("listing", 0)
    found: dict[str, tuple[str, Remote]] = {}
    with ExitStack() as stack:
        # Two names of one place are one place.
        needed: dict[str, dict[Algorithm, set[str]]] = {}
        for name in [default, *kept.remotes]:
            remote = stack.enter_context(closing(opened(ws, name, "gc")))
            found.setdefault(remote.url, (str(name), remote))
            both = needed.setdefault(remote.url, {MD5: set(), LEGACY_MD5: set()})
            for algorithm, oids in kept.on(name, default).items():
                both[algorithm] |= oids
        return tuple(
            Sweep("remote", name, url, tuple(unneeded_on_remote(remote, needed[url], meter.tick)))
            for url, (name, remote) in found.items()
        )


def _bystanders(
    ws: Workspace, kept: Kept, sweeps: Sequence[Sweep], options: GcOptions, meter: Meter
) -> tuple[Bystander, ...]:
    doomed = {one.item: one.size for each in sweeps for one in each.objects}
    if options.not_in_remote:
        # What the remote has can be fetched again.
        name = remote_name(ws.config, options.remote)
        for item in _on_remote(ws, name, set(doomed), meter):
            del doomed[item]
    return tuple(bystanders(ws, doomed, kept.commits, shared=options.cloud))


def _on_remote(
    ws: Workspace, name: str | None, items: set[ObjectId], meter: Meter
) -> set[ObjectId]:
    with closing(opened(ws, name, "gc")) as remote:
        return present(remote, items, remote.jobs, meter)


def _items(oids: dict[Algorithm, set[str]]) -> set[ObjectId]:
    return {ObjectId(oid, algorithm) for algorithm, each in oids.items() for oid in each}


def _refuse_running(ws: Workspace) -> None:
    """What a running stage has stored is needed, and recorded when it has ended."""
    locks = RWLock(ws.project.dvc_dir, hardlink=ws.config.core.hardlink_lock)
    for path, holder in locks.blockers([ws.root], []):
        raise BusyError(
            f"'{ws.show(path)}' is being written by PID {holder.pid} ({holder.cmd}),"
            " whose results are not recorded yet",
            hint="run this again when that has finished",
        )
