"""What a revision records and what the workspace holds, as the sides of a comparison.

Reading only: project files through the workspace's port, contents through the observer,
lists of directories from the cache or, when it lacks one, from the remote.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from lineal.base.errors import TargetError
from lineal.base.suggest import closest
from lineal.pipeline.comparing.compare import Entry, Side
from lineal.pipeline.discover import discover
from lineal.pipeline.paths import is_inside, overlaps
from lineal.pipeline.project_graph import GraphOnce
from lineal.pipeline.targets import collect_granular, parse_target
from lineal.storage.objects import ObjectId
from lineal.storage.tree import Tree, dump_tree, is_tree_oid, tree_oid

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from lineal.pipeline.model import Out, Stage
    from lineal.pipeline.targets import Selected
    from lineal.pipeline.trees import Trees
    from lineal.pipeline.workspace import Workspace
    from lineal.storage.algorithm import Algorithm
    from lineal.storage.cache import Cache
    from lineal.storage.observe import Observation, Readable


class Tracked(NamedTuple):
    """An output with data of its own, by its path below the root."""

    path: str
    out: Out
    entry: Entry
    # What was imported from another repository is not ours to share.
    pushable: bool = True


class Chosen(NamedTuple):
    """What of a project takes part; ``roots`` is None for everything.

    ``missing`` are targets that name nothing here.
    """

    tracked: list[Tracked]
    roots: set[str] | None
    missing: set[str]


def choose(ws: Workspace, targets: Sequence[str] = ()) -> Chosen:
    """Every output of the project, or what the targets name: stages, files, paths inside."""
    if not targets:
        return Chosen(list(_tracked(ws, discover(ws))), None, set())
    graph = GraphOnce(ws)
    found: dict[str, Tracked] = {}
    roots: set[str] = set()
    missing: set[str] = set()
    for text in targets:
        selected = _selected(ws, text, graph)
        if not selected:
            missing.add(text)
        for item in selected:
            inner = None if item.path is None else os.path.relpath(item.path, ws.root)
            for one in _tracked(ws, [item.stage]):
                if inner is None or is_inside(inner, one.path):
                    found[one.path] = one
                    roots.add(inner or one.path)
    return Chosen(list(found.values()), roots, missing)


def unknown_target(cwd: str, text: str, *places: Workspace) -> TargetError:
    """An error with the name that may have been meant, at any of the revisions."""
    outs = {one.out.path for ws in places for one in choose(ws).tracked}
    near = closest(text, sorted(os.path.relpath(path, cwd) for path in outs))
    hint = f"did you mean '{near}'?" if near else "lineal stage list --all shows every stage"
    return TargetError(f"'{text}' is not tracked: no stage, output or .dvc file", hint=hint)


def _selected(ws: Workspace, text: str, graph: GraphOnce) -> list[Selected]:
    """Nothing when this revision has no such file, stage or output."""
    file = parse_target(text).file
    if file is not None and not ws.files.exists(os.path.join(ws.cwd, file)):
        return []
    try:
        return collect_granular(ws, text, graph)
    except TargetError:
        return []


def _tracked(ws: Workspace, stages: Iterable[Stage]) -> Iterator[Tracked]:
    for stage in stages:
        for out in stage.outs:
            if out.cache and out.in_repo:
                path = os.path.relpath(out.path, ws.root)
                pushable = out.push and not stage.is_repo_import
                yield Tracked(path, out, _entry(stage, out), pushable)


def _entry(stage: Stage, out: Out) -> Entry:
    recorded = out.recorded
    if recorded.oid is None and stage.is_import and not stage.is_repo_import:
        # Imported without its data: what is known is what the source said.
        recorded = stage.deps[0].recorded
        oid = recorded.oid or recorded.raw.get("etag") or recorded.raw.get("checksum")
        return Entry(oid, recorded.algorithm, bool(oid and is_tree_oid(oid)))
    oid = recorded.oid
    return Entry(oid, recorded.algorithm, oid is not None and is_tree_oid(oid))


def recorded_side(tracked: Iterable[Tracked], trees: Trees) -> Side:
    """As the lock and ``.dvc`` files say."""
    by_path = {one.path: one for one in tracked}
    known: dict[str, Tree | None] = {}

    def tree(path: str) -> Tree | None:
        if path not in known:
            one = by_path[path]
            known[path] = _listed(one.out.recorded.raw)
            if known[path] is None and one.entry.oid is not None:
                item = ObjectId(one.entry.oid, one.entry.algorithm)
                known[path] = trees.read(item, one.out.remote)
        return known[path]

    return Side({path: one.entry for path, one in by_path.items()}, tree)


def _listed(raw: Mapping[str, object]) -> Tree | None:
    """A version-aware remote's directory is spelled out in the entry itself."""
    files = raw.get("files")
    if not isinstance(files, list):
        return None
    return Tree(tuple(sorted((str(one["relpath"]), str(one.get("md5", ""))) for one in files)))


def present_side(ws: Workspace, tracked: Iterable[Tracked]) -> Side:
    """As the workspace is now; a path that is not there is in no side."""
    seen: dict[str, Observation] = {}
    outs: dict[str, Entry] = {}
    by_algorithm: dict[Algorithm, list[Tracked]] = {}
    for one in tracked:
        by_algorithm.setdefault(one.entry.algorithm, []).append(one)
    for algorithm, group in by_algorithm.items():
        found = ws.observer.readable([one.out.path for one in group], algorithm)
        for one in group:
            observed = found[one.out.path].content
            if observed is not None:
                seen[one.path] = observed
                outs[one.path] = Entry(_oid(found[one.out.path]), algorithm, observed.is_dir)
    return Side(outs, lambda path: seen[path].tree)


def _oid(found: Readable) -> str | None:
    """A directory with links that lead nowhere is like no other, whatever else is in it."""
    content, broken = found
    if content is None or content.tree is None or not broken:
        return None if content is None else content.oid
    members = [*content.tree.members, *((name, "") for name in broken)]
    return tree_oid(dump_tree(Tree(tuple(sorted(members)))))


def not_stored(
    cache: Cache, side: Side, roots: Iterable[str] | None = None, *, members: bool = True
) -> Iterator[tuple[str, Entry]]:
    """What is recorded, but has no file of its name in the cache.

    Judging what lies there is for whoever uses it.
    """
    for path, entry in side.outs.items():
        if entry.oid is None or not (roots is None or any(overlaps(path, top) for top in roots)):
            continue
        if not os.path.isfile(cache.object_path(entry.oid, entry.algorithm)):
            yield path, entry
        tree = side.tree(path) if members and entry.is_dir else None
        for name, oid in tree.members if tree is not None else ():
            if not os.path.isfile(cache.object_path(oid, entry.algorithm)):
                yield f"{path}/{name}", Entry(oid, entry.algorithm)
