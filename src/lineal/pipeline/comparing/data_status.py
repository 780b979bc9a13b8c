"""``data status``: the last commit, the project files and the workspace, each beside the next."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple

from lineal.base.errors import RevisionError
from lineal.pipeline.comparing.compare import (
    EMPTY,
    common_members,
    pair_renames,
    shown,
    spell_out,
    unknown_members,
    within,
)
from lineal.pipeline.comparing.sides import (
    choose,
    not_stored,
    present_side,
    recorded_side,
    unknown_target,
)
from lineal.pipeline.paths import is_inside, overlaps
from lineal.pipeline.revisions import at_revision
from lineal.pipeline.trees import Trees

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lineal.pipeline.comparing.compare import Entry, Side
    from lineal.pipeline.comparing.sides import Tracked
    from lineal.pipeline.workspace import Workspace

HEAD = "HEAD"

#: Names by kind of change; renames are mappings of ``old`` and ``new``.
Changed = dict[str, list[Any]]


class DataStatusOptions(NamedTuple):
    granular: bool = False
    unchanged: bool = False
    untracked: bool = False
    not_in_remote: bool = False
    remote: str | None = None
    remote_refresh: bool = True


class DataStatus(NamedTuple):
    """The sections of DVC's JSON, in its order. Paths are relative to the root."""

    not_in_cache: list[str]
    not_in_remote: list[str]
    committed: Changed
    uncommitted: Changed
    untracked: list[str]
    unchanged: list[str]


class Scene(NamedTuple):
    """What there is to compare; ``head`` is None without Git, ``roots`` for everything."""

    tracked: list[Tracked]
    head: Side | None
    recorded: Side
    roots: set[str] | None


def data_status(ws: Workspace, targets: Sequence[str], options: DataStatusOptions) -> DataStatus:
    with Trees(ws) as trees:
        scene = _scene(ws, targets, trees, options)
        present = present_side(ws, scene.tracked)
        uncommitted = _changes(scene.recorded, present, scene.roots, options)
        committed: Changed = {}
        unchanged = set(uncommitted.pop("unchanged"))
        if scene.head is not None:
            committed = _changes(scene.head, scene.recorded, scene.roots, options)
            unchanged &= set(committed.pop("unchanged"))
        committed.pop("unchanged", None)
        missing = dict(not_stored(ws.cache, scene.recorded, scene.roots, members=options.granular))
        return DataStatus(
            not_in_cache=_names(missing, within(missing, scene.roots)),
            not_in_remote=_not_in_remote(ws, scene, options),
            committed=_without_empty(committed),
            uncommitted=_without_empty(uncommitted),
            untracked=_untracked(ws, targets) if options.untracked else [],
            unchanged=sorted(unchanged),
        )


def is_dirty(ws: Workspace, *, untracked: bool) -> bool:
    """Whether Git has anything to commit, of data or not."""
    from lineal.storage.git.changes import git_changes  # deferred: a process

    root = _git_root(ws)
    return root is not None and git_changes(root, untracked=untracked).any


def has_commits(ws: Workspace) -> bool:
    return _git_root(ws) is None or _head(ws) is not None


def _git_root(ws: Workspace) -> str | None:
    return None if ws.config.core.no_scm else ws.project.git_root


def _head(ws: Workspace) -> Workspace | None:
    try:
        return at_revision(ws, HEAD)
    except RevisionError:
        return None


def _scene(
    ws: Workspace, targets: Sequence[str], trees: Trees, options: DataStatusOptions
) -> Scene:
    tracked = choose(ws).tracked
    head_ws = _head(ws) if _git_root(ws) is not None else None
    earlier = choose(head_ws).tracked if head_ws is not None else []
    roots = _roots(ws, targets, [*tracked, *earlier], options) if targets else None
    tracked, earlier = _overlapping(tracked, roots), _overlapping(earlier, roots)
    head = recorded_side(earlier, trees) if head_ws is not None else EMPTY
    return Scene(
        tracked,
        head if _git_root(ws) is not None else None,
        recorded_side(tracked, trees),
        roots,
    )


def _roots(
    ws: Workspace, targets: Sequence[str], tracked: list[Tracked], options: DataStatusOptions
) -> set[str]:
    """Paths; also of the outputs of stages and ``.dvc`` files, if a target is called like one."""
    roots: set[str] = set()
    for text in targets:
        path = os.path.normpath(os.path.join(ws.cwd, text))
        root = os.path.relpath(path, ws.root)
        if root == os.curdir:
            return {one.path for one in tracked}
        roots.add(root)
        if any(overlaps(one.path, root) for one in tracked):
            continue
        named = choose(ws, [text]).roots
        if not named and not (options.untracked and os.path.lexists(path)):
            # DVC says nothing; whoever mistyped a name would believe that nothing changed.
            problem = unknown_target(ws.cwd, text, ws)
            ws.warn(f"{problem.message}; {problem.hint}")
        roots |= named or set()
    return roots


def _overlapping(tracked: list[Tracked], roots: set[str] | None) -> list[Tracked]:
    if roots is None:
        return tracked
    return [one for one in tracked if any(overlaps(one.path, root) for root in roots)]


def _changes(old: Side, new: Side, roots: set[str] | None, options: DataStatusOptions) -> Changed:
    """By content alone: what has no digest on a side is not on that side."""
    before, after = dict(old.outs), dict(new.outs)
    unknown: dict[str, Entry] = {}
    same: dict[str, Entry] = {}
    if options.granular:
        before, after, _ = spell_out(old, new)
        unknown = unknown_members(old, new)
        same = common_members(old, new) if options.unchanged else {}
    before, after = _with_digest(before), _with_digest(after)
    paths = within(before.keys() | after.keys(), roots)
    added = {path: after[path] for path in paths if path not in before}
    deleted = {path: before[path] for path in paths if path not in after}
    renamed, come, gone = pair_renames(added, deleted)
    both = [path for path in paths if path in before and path in after]
    differing = [path for path in both if before[path].identity != after[path].identity]
    alike = [path for path in both if before[path].identity == after[path].identity]
    return {
        "added": _names(added, come),
        "deleted": _names(deleted, gone),
        "modified": _names(after, differing),
        "renamed": [
            {"old": shown(one.old, before[one.old]), "new": shown(one.new, after[one.new])}
            for one in sorted(renamed)
        ],
        "unknown": _names(unknown, within(unknown, roots)),
        "unchanged": [*_names(after, alike), *_names(same, within(same, roots))],
    }


def _with_digest(entries: dict[str, Entry]) -> dict[str, Entry]:
    return {path: entry for path, entry in entries.items() if entry.oid is not None}


def _names(entries: dict[str, Entry], paths: Iterable[str]) -> list[str]:
    return sorted(shown(path, entries[path]) for path in paths)


def _without_empty(changed: Changed) -> Changed:
    return {kind: names for kind, names in changed.items() if names}


def _not_in_remote(ws: Workspace, scene: Scene, options: DataStatusOptions) -> list[str]:
    if not options.not_in_remote:
        return []
    from lineal.pipeline.comparing.remote_presence import not_on_remotes  # deferred: opens remotes

    found = not_on_remotes(
        ws,
        [one for one in scene.tracked if one.pushable],
        scene.recorded,
        remote=options.remote,
        members=options.granular,
        refresh=options.remote_refresh,
    )
    return _names(found, within(found, scene.roots))


def _untracked(ws: Workspace, targets: Sequence[str]) -> list[str]:
    """Of this project only, as a person standing in the working directory writes them."""
    from lineal.storage.git.changes import git_changes  # deferred: a process

    git_root = _git_root(ws)
    if git_root is None:
        return []
    tops = [os.path.normpath(os.path.join(ws.cwd, text)) for text in targets]
    paths = [
        os.path.join(git_root, name) for name in git_changes(git_root, untracked=True).untracked
    ]
    return sorted(
        ws.show(path)
        for path in paths
        if is_inside(path, ws.root) and (not tops or any(is_inside(path, top) for top in tops))
    )
