"""Where a change came from: the commit that made it, or the execution, or nobody's commit."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, NamedTuple

from lineal.base.errors import LinealError
from lineal.ledger.asking.shown import Touch
from lineal.ledger.kinds.execution import FINISHED
from lineal.ledger.oids import pack_oid
from lineal.ledger.refs.recorded import stages_of
from lineal.pipeline.address import address
from lineal.pipeline.params.lookup import lookup
from lineal.pipeline.reasons import COMMAND, DEP, PARAM
from lineal.pipeline.reports.params import params_of
from lineal.pipeline.revisions import at_revision
from lineal.storage.git.touching import Touching, commits_touching

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from lineal.ledger.asking.reading import Payload
    from lineal.ledger.asking.shown import ShownExecution
    from lineal.ledger.stores.port import Store
    from lineal.pipeline.workspace import Workspace

# So many commits are looked into for the one that changed a value.
_MOST_COMMITS = 30
_DVC_FILE = ".dvc"


class Origin(NamedTuple):
    """``commit`` made the change, or ``maker`` the bytes; neither: it was not committed then."""

    commit: Touching | None = None
    maker: Touch | None = None
    uncommitted: bool = False


def origin_of(
    ws: Workspace,
    store: Store,
    why: Mapping[str, Any],
    before: Payload | None,
    shown: ShownExecution,
) -> Origin | None:
    """None when it cannot be told."""
    now = shown.payload
    if why.get("what") == DEP:
        maker = _maker(store, why["path"], _oid_of(now, why["path"]), shown.id)
        if maker is not None and not maker.stage.endswith(_DVC_FILE):
            return Origin(maker=maker)
    if ws.project.git_root is None or not now.get("commit"):
        return None
    as_committed = _as_committed(ws, why, now)
    if as_committed is False:
        return Origin(uncommitted=True)
    commit = _commit(ws, why, before, now)
    if commit is not None:
        return Origin(commit=commit)
    undecided = as_committed is None and bool(now.get("dirty"))
    return Origin(uncommitted=True) if undecided else None


def _as_committed(ws: Workspace, why: Mapping[str, Any], now: Payload) -> bool | None:
    """Whether what was used is what the commit holds; None when that cannot be told."""
    what, path = why.get("what"), f"{ws.root}/{why.get('path', '')}"
    try:
        there = at_revision(ws, now["commit"])
        if what == DEP:
            content = None if there.files.is_dir(path) else there.files.read(path)
            if content is None:
                return None
            digest = hashlib.md5(content, usedforsecurity=False).hexdigest()
            return digest == _oid_of(now, why["path"])
        if what == PARAM and why.get("key") is not None and "now" in why:
            found = params_of(there, {path: (why["key"],)}).get(path)
            data = found.data if found is not None and found.error is None else {}
            return bool(lookup(data, why["key"]) == why["now"])
        if what == COMMAND:
            return bool(_command(ws, there, now["stage"]) == now.get("cmd"))
    except LinealError:
        # The commit is not in this clone, or does not parse.
        return None
    return None


def _commit(
    ws: Workspace, why: Mapping[str, Any], before: Payload | None, now: Payload
) -> Touching | None:
    old, new = (before or {}).get("commit"), now.get("commit")
    if not old or not new or old == new:
        return None
    changed = _questions(ws, why, now["stage"])
    if changed is None:
        return None
    paths, value_at = changed
    touching = commits_touching(
        ws.history.git_dir, ws.history.git_root, f"{old}..{new}", paths, _MOST_COMMITS
    )
    if value_at is None:
        return touching[0] if touching else None
    return next((one for one in touching if _differs(ws, one.commit, value_at)), None)


def _questions(
    ws: Workspace, why: Mapping[str, Any], stage: str
) -> tuple[list[str], Callable[[Workspace], Any] | None] | None:
    """The files to look at, and what of them counts; None for the whole of them."""
    what, path = why.get("what"), f"{ws.root}/{why.get('path', '')}"
    if what == DEP:
        return [path, f"{path}{_DVC_FILE}"], None
    if what == PARAM:
        key = why.get("key")
        if key is None:
            return [path], None
        return [path], lambda there: params_of(there, {path: (key,)})
    if what == COMMAND:
        file = stage.rpartition(":")[0] or "dvc.yaml"
        return [f"{ws.root}/{file}"], lambda there: _command(ws, there, stage)
    return None


def _differs(ws: Workspace, commit: str, value_at: Callable[[Workspace], Any]) -> bool:
    """From its first parent; a first commit differs from nothing there was."""
    parents = ws.history.objects.parents(commit)
    if not parents:
        return True
    try:
        values = [value_at(at_revision(ws, one)) for one in (parents[0], commit)]
    except LinealError:
        # A commit whose project files do not parse cannot be looked into.
        return False
    return bool(values[0] != values[1])


def _command(ws: Workspace, there: Workspace, stage: str) -> object:
    return next((one.cmd for one in stages_of(there) if address(one, ws.root) == stage), None)


def _oid_of(payload: Payload, path: str) -> str | None:
    return next((edge["oid"] for edge in payload.get("uses", ()) if edge["path"] == path), None)


def _maker(store: Store, path: str, oid: str | None, user: bytes) -> Touch | None:
    """The last that made it before it was used."""
    if oid is None:
        return None
    found = [Touch(*row[1:]) for row in store.rows("made_item", path, pack_oid(oid))]
    used = store.rows("execution_time", user)[0][0]
    made = [one for one in found if one.status in FINISHED and one.time <= used]
    return made[-1] if made else None
