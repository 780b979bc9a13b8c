"""``diff``: data added, deleted, renamed and modified between two revisions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lineal.base.errors import RevisionError
from lineal.pipeline.comparing.compare import is_above, pair_renames, shown, spell_out, within
from lineal.pipeline.comparing.sides import (
    choose,
    not_stored,
    present_side,
    recorded_side,
    unknown_target,
)
from lineal.pipeline.revisions import WORKSPACE_NAME, at_revision
from lineal.pipeline.trees import Trees
from lineal.storage.locks import ProjectLock

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lineal.pipeline.comparing.compare import Entry, Renamed, Side
    from lineal.pipeline.comparing.sides import Chosen
    from lineal.pipeline.workspace import Workspace

HEAD = "HEAD"
NOT_IN_CACHE = "not in cache"
#: Kinds of change, in the order of DVC's JSON.
KINDS = ("added", "deleted", "modified", "renamed", NOT_IN_CACHE)

#: ``path`` and ``hash``; each is a mapping of ``old`` and ``new`` where there are two.
Row = dict[str, Any]


def diff(
    ws: Workspace,
    a_rev: str = HEAD,
    b_rev: str | None = None,
    targets: Sequence[str] = (),
    *,
    missing: bool = True,
) -> dict[str, list[Row]]:
    """The shape of ``diff --json``; empty when nothing differs.

    Without ``b_rev`` the workspace is compared, and what the cache lacks is named as well.
    """
    old_ws = _at(ws, a_rev)
    new_ws = ws if b_rev is None else _at(ws, b_rev)
    if old_ws is None or new_ws is None or old_ws.revision == new_ws.revision:
        return {}
    with ProjectLock(ws.project.dvc_dir, hardlink=ws.config.core.hardlink_lock):
        old, new = choose(old_ws, targets), choose(new_ws, targets)
        for text in sorted(old.missing & new.missing):
            raise unknown_target(ws.cwd, text, old_ws, new_ws)
        roots = None if old.roots is None or new.roots is None else old.roots | new.roots
        with Trees(ws) as trees:
            before = _side(old_ws, old, trees)
            found = _changes(ws, before, _side(new_ws, new, trees), roots)
            if missing and b_rev is None:
                found[NOT_IN_CACHE] = _missing(ws, before, roots)
    return found if any(found.values()) else {}


def _at(ws: Workspace, rev: str) -> Workspace | None:
    """None for a project without a commit, which has no past to differ from."""
    if rev == WORKSPACE_NAME:
        return ws
    try:
        return at_revision(ws, rev)
    except RevisionError:
        if rev == HEAD and ws.project.git_root is not None and not ws.config.core.no_scm:
            return None
        raise


def _side(ws: Workspace, chosen: Chosen, trees: Trees) -> Side:
    if ws.revision is None:
        return present_side(ws, chosen.tracked)
    return recorded_side(chosen.tracked, trees)


def _changes(ws: Workspace, old: Side, new: Side, roots: set[str] | None) -> dict[str, list[Row]]:
    before, after, unknown = spell_out(old, new)
    for path in sorted(unknown):
        ws.warn(f"the list of files of '{path}' is nowhere; what changed inside is not known")
    paths = set(within(before.keys() | after.keys(), roots)) - _split(old, new)
    added = {path: after[path] for path in paths if path not in before}
    deleted = {path: before[path] for path in paths if path not in after}
    renamed, come, gone = pair_renames(added, deleted)
    both = [path for path in paths if path in before and path in after]
    return {
        "added": _rows((path, after[path]) for path in come),
        "deleted": _rows((path, before[path]) for path in gone),
        "modified": sorted(
            (
                _two(shown(path, before[path]), before[path], after[path])
                for path in both
                if before[path] != after[path]
            ),
            key=lambda row: row["path"],
        ),
        "renamed": sorted(
            (_renamed(one, before[one.old], after[one.new]) for one in renamed),
            key=lambda row: row["path"]["old"],
        ),
        NOT_IN_CACHE: [],
    }


def _split(old: Side, new: Side) -> set[str]:
    """Directories that became several outputs, or the other way round: these speak for them."""
    return {
        path
        for one, other in ((old, new), (new, old))
        for path in one.outs.keys() - other.outs.keys()
        if is_above(path, other.outs)
    }


def _rows(found: Iterable[tuple[str, Entry]]) -> list[Row]:
    rows = [{"path": shown(path, entry), "hash": entry.oid} for path, entry in found]
    return sorted(rows, key=lambda row: str(row["path"]))


def _two(path: str, before: Entry, after: Entry) -> Row:
    return {"path": path, "hash": {"old": before.oid, "new": after.oid}}


def _renamed(one: Renamed, before: Entry, after: Entry) -> Row:
    paths = {"old": shown(one.old, before), "new": shown(one.new, after)}
    return {"path": paths, "hash": before.oid}


def _missing(ws: Workspace, side: Side, roots: set[str] | None) -> list[Row]:
    """Recorded, but not in the cache: directories and each of their files."""
    found = dict(not_stored(ws.cache, side, roots))
    return _rows((path, found[path]) for path in within(found, roots))
