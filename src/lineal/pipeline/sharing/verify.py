"""``verify``: whether the objects of the cache, and of a remote, are what their names say."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from lineal.pipeline.asked import Asked, by_remote, collect_used, names_of, opened, parts, whole
from lineal.storage.locks import ProjectLock
from lineal.storage.transfer.fetch import contents, fetch_lists
from lineal.storage.transfer.meter import Meter
from lineal.storage.transfer.verify import (
    Verdict,
    all_objects,
    replace_objects,
    set_aside,
    verify_cache,
    verify_remote,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lineal.pipeline.used import Used
    from lineal.pipeline.workspace import Workspace
    from lineal.storage.objects import ObjectId


class VerifyOptions(NamedTuple):
    """``fetch`` replaces what is damaged or missing in the cache by what a remote has."""

    asked: Asked = Asked()
    cache: bool = True
    remote: bool = False
    fetch: bool = False


class Finding(NamedTuple):
    """One place that was checked. ``names`` say where in the project each object belongs."""

    place: str
    verdict: Verdict
    names: dict[ObjectId, str]
    fetched: tuple[ObjectId, ...] = ()
    set_aside: tuple[str, ...] = ()

    @property
    def is_good(self) -> bool:
        bad = {*self.verdict.damaged, *self.verdict.missing}
        return not (bad.difference(self.fetched) or self.verdict.unknown)


def verify(ws: Workspace, options: VerifyOptions, meter: Meter | None = None) -> list[Finding]:
    meter = meter or Meter()
    found: list[Finding] = []
    with ProjectLock(ws.project.dvc_dir, hardlink=ws.config.core.hardlink_lock):
        used = collect_used(ws, options.asked)
        try:
            if options.cache:
                found.append(_verify_cache(ws, used, options, meter))
            if options.remote:
                found.extend(_verify_remotes(ws, used, options, meter))
        finally:
            meter.end()
    return found


def _verify_cache(
    ws: Workspace, used: Sequence[Used], options: VerifyOptions, meter: Meter
) -> Finding:
    items = dict.fromkeys(_objects(ws, used))
    if not options.asked.targets:
        # Without a target the whole cache is meant, whichever revision needs what is in it.
        items.update(dict.fromkeys(all_objects(ws.cache)))
    jobs = options.asked.jobs or os.cpu_count() or 1
    verdict = verify_cache(ws.cache, items, jobs=jobs, meter=meter)
    bad = [*verdict.damaged, *verdict.missing]
    finding = Finding("cache", verdict, dict(names_of(ws, used, bad)))
    return _mended(ws, used, finding, options, meter) if bad and options.fetch else finding


def _mended(
    ws: Workspace, used: Sequence[Used], finding: Finding, options: VerifyOptions, meter: Meter
) -> Finding:
    """Replaced by what a remote has; what none has is taken out of use, and kept."""
    bad = {*finding.verdict.damaged, *finding.verdict.missing}
    fetched: list[ObjectId] = []
    groups = by_remote(used, options.asked.remote)
    owned = {name: bad.intersection(_objects(ws, group)) for name, group in groups.items()}
    # What no output of this revision names can only be on the default remote.
    owned.setdefault(options.asked.remote, set()).update(bad.difference(*owned.values()))
    for name, items in owned.items():
        if items:
            remote = opened(ws, name, "verify")
            jobs = options.asked.jobs or remote.jobs
            done = replace_objects(ws.cache, remote, sorted(items), jobs=jobs, meter=meter)
            fetched.extend(done.moved)
            remote.close()
    lost = [item for item in finding.verdict.damaged if item not in fetched]
    aside = tuple(set_aside(ws.cache, item) for item in lost)
    return finding._replace(fetched=tuple(fetched), set_aside=aside)


def _verify_remotes(
    ws: Workspace, used: Sequence[Used], options: VerifyOptions, meter: Meter
) -> list[Finding]:
    found = []
    for name, group in by_remote(used, options.asked.remote).items():
        remote = opened(ws, name, "verify")
        try:
            jobs = options.asked.jobs or remote.jobs
            pushed = [each for each in group if each.out.push]
            fetch_lists(ws.cache, remote, whole(pushed), jobs=jobs, meter=meter)
            items = dict.fromkeys(_objects(ws, pushed))
            verdict = verify_remote(remote, items, jobs=jobs, meter=meter)
            bad = [*verdict.damaged, *verdict.missing, *(item for item, _ in verdict.unknown)]
            found.append(Finding(remote.url, verdict, dict(names_of(ws, pushed, bad))))
        finally:
            remote.close()
    return found


def _objects(ws: Workspace, used: Sequence[Used]) -> list[ObjectId]:
    """Lists of directories, their members, and files; of what is asked for."""
    items: list[ObjectId] = []
    for item in whole(used):
        if item.is_tree:
            items.append(item)
        items.extend(contents(ws.cache, item))
    return [*items, *parts(ws.cache, used)]
