"""Which recorded outputs a remote lacks: asked of the remote, file by file if that is wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.pipeline.asked import refuse_versioned
from lineal.pipeline.comparing.compare import members_of
from lineal.storage.objects import ObjectId
from lineal.storage.remotes.opening import open_remote, remote_name
from lineal.storage.transfer.known import known_trees
from lineal.storage.transfer.meter import Meter
from lineal.storage.transfer.presence import present

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lineal.pipeline.comparing.compare import Entry, Side
    from lineal.pipeline.comparing.sides import Tracked
    from lineal.pipeline.workspace import Workspace


def not_on_remotes(
    ws: Workspace,
    tracked: Iterable[Tracked],
    side: Side,
    *,
    remote: str | None = None,
    members: bool = False,
    refresh: bool = True,
) -> dict[str, Entry]:
    """By path. Without ``refresh`` a directory that was seen on the remote is believed to be.

    A project without a remote has everything somewhere else than on one.
    """
    groups: dict[str | None, list[Tracked]] = {}
    for one in tracked:
        if one.entry.oid is not None:
            groups.setdefault(one.out.remote or remote, []).append(one)
    found: dict[str, Entry] = {}
    for name, group in groups.items():
        wanted = dict(_entries(group, side, members=members))
        items = {ObjectId(str(e.oid), e.algorithm) for e in wanted.values()}
        there = _present(ws, name, items, refresh=refresh)
        found.update(
            (path, entry)
            for path, entry in wanted.items()
            if ObjectId(str(entry.oid), entry.algorithm) not in there
        )
    return found


def _entries(
    tracked: Iterable[Tracked], side: Side, *, members: bool
) -> Iterable[tuple[str, Entry]]:
    for one in tracked:
        yield one.path, one.entry
        tree = side.tree(one.path) if members and one.entry.is_dir else None
        if tree is not None:
            yield from members_of(one.path, one.entry, tree).items()


def _present(
    ws: Workspace, name: str | None, items: set[ObjectId], *, refresh: bool
) -> set[ObjectId]:
    if name is None and ws.config.core.remote is None:
        return set()
    chosen = remote_name(ws.config, name)
    refuse_versioned(ws.config, chosen, "data status --not-in-remote")
    remote = open_remote(ws.config, chosen)
    try:
        known = known_trees(ws.project.lineal_dir, remote.url)
        believed = set() if refresh else {item for item in items if item in known}
        return believed | present(remote, items - believed, remote.jobs, Meter())
    finally:
        remote.close()
