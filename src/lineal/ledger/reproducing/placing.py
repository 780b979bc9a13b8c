"""Putting recorded content into the worktree: from the cache, else from a remote.

The user's cache is read only, and not believed: an object that does not match its digest is
none. What has to be fetched goes into a cache of the worktree.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from lineal.base.errors import LinealError
from lineal.pipeline.model import Out, Recorded, Stage
from lineal.pipeline.paths import is_inside
from lineal.pipeline.used import Used
from lineal.storage.algorithm import LEGACY_MD5, MD5, Algorithm
from lineal.storage.cache import Cache
from lineal.storage.checkout import WantedObject, checkout
from lineal.storage.hashing import hash_file
from lineal.storage.tree import TREE_SUFFIX, is_tree_oid

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lineal.ledger.reproducing.planning import Input
    from lineal.pipeline.workspace import Workspace

_COPIES = ("reflink", "copy")
_OBJECT = re.compile(r"[0-9a-f]{32}(\.dir)?")
_ALGORITHMS: tuple[Algorithm, ...] = (MD5, LEGACY_MD5)


def place_all(ws: Workspace, there: Workspace, inputs: Iterable[Input]) -> list[str]:
    """What could not be had. ``ws`` is the user's project, ``there`` the worktree's."""
    missing = []
    for each in inputs:
        problem = _place(ws, there, each)
        if problem is not None:
            missing.append(f"{each.path} ({_short(each.oid)}): {problem}")
    return missing


def is_whole(cache: Cache, oid: str, algorithm: Algorithm) -> bool | None:
    """Whether an object, and all a directory holds, is what its name says; None: not there."""
    path = cache.object_path(oid, algorithm)
    if not os.path.isfile(path):
        return None
    if hash_file(path, algorithm).digest != oid.removesuffix(TREE_SUFFIX):
        return False
    if not is_tree_oid(oid):
        return True
    tree = cache.read_tree(oid, algorithm)
    found = [] if tree is None else [is_whole(cache, m, algorithm) for _, m in tree.members]
    return False if tree is None or False in found else None if None in found else True


def _place(ws: Workspace, there: Workspace, wanted: Input) -> str | None:
    # Facts may come from anybody: nothing is written beside the worktree for them, nor over code.
    parent = os.path.dirname(f"{there.root}/{wanted.path}")
    if not is_inside(os.path.realpath(parent), os.path.realpath(there.root)):
        return "it lies outside of the project, so a clean copy does not have it"
    place = f"{there.root}/{wanted.path}"
    if wanted.out is None and (os.path.isfile(place) or os.path.islink(place)):
        return "Git has another one at this commit"
    if not _OBJECT.fullmatch(wanted.oid):
        return "nothing of that name is kept in a cache"
    readable = Cache(ws.cache.root, _COPIES)
    damaged = False
    for algorithm in _ALGORITHMS:
        state = is_whole(readable, wanted.oid, algorithm)
        if state:
            return _check_out(there, wanted, readable, algorithm)
        damaged = damaged or state is False
    fetched = Cache(there.cache.root, _COPIES)
    refusal = _fetch(ws._replace(cache=fetched), there, wanted)
    for algorithm in _ALGORITHMS:
        if is_whole(fetched, wanted.oid, algorithm):
            return _check_out(there, wanted, fetched, algorithm)
    here = "damaged in the cache" if damaged else "not in the cache"
    if wanted.out is None:
        here = f"not in Git at this commit, {here}"
    return f"{here}, {_first_line(refusal) if refusal else 'not on the remote'}"


def _check_out(there: Workspace, wanted: Input, cache: Cache, algorithm: Algorithm) -> str | None:
    path = f"{there.root}/{wanted.path}"
    isexec = wanted.out is not None and wanted.out.recorded.isexec
    os.makedirs(os.path.dirname(path), exist_ok=True)
    try:
        checkout(
            path, WantedObject(wanted.oid, algorithm, isexec), cache, there.observer, force=True
        )
    except LinealError as exc:
        return exc.message
    return None


def _fetch(ws: Workspace, there: Workspace, wanted: Input) -> str | None:
    """Why it could not be had; None when asking went well, whatever came of it."""
    # deferred: transfers, when something is not in the cache
    from lineal.pipeline.external.side_by_side import Pace
    from lineal.pipeline.sharing.fetch import bring
    from lineal.pipeline.sharing.fetch_imports import comes_from_its_source, fetch_imports
    from lineal.storage.transfer.meter import Meter

    stage = wanted.stage
    if stage is not None and comes_from_its_source(stage):
        _, failed = fetch_imports(ws, [stage], Pace(None, Meter()))
        return failed[0][1] if failed else None
    try:
        for algorithm in _algorithms(wanted):
            outcome = bring(ws, [_used(there, wanted, algorithm)])
            if outcome.moved and not outcome.missing:
                return None
    except LinealError as exc:
        return exc.message
    return None


def _algorithms(wanted: Input) -> tuple[Algorithm, ...]:
    if wanted.out is not None and wanted.out.recorded.oid == wanted.oid:
        return (wanted.out.recorded.algorithm,)
    return _ALGORITHMS


def _used(there: Workspace, wanted: Input, algorithm: Algorithm) -> Used:
    path = f"{there.root}/{wanted.path}"
    recorded = Recorded(wanted.oid, algorithm, raw={"md5": wanted.oid})
    if wanted.out is not None:
        out = wanted.out._replace(recorded=recorded)
    else:
        out = Out(os.path.basename(path), path, recorded)
    stage = Stage(f"{path}.dvc", None, os.path.dirname(path), outs=(out,))
    return Used(stage, out, wanted.oid)


def _first_line(text: str) -> str:
    return text.partition("\n")[0]


def _short(oid: str) -> str:
    return oid[:8]
