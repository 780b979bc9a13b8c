"""Hashing what a stage read and wrote, and keeping its outputs.

``.gitignore`` first, then the cache. Shared by ``repro``, ``commit`` and ``add``.
"""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, Any

from lineal.base.errors import DataError, StageError
from lineal.pipeline.model import Dep, Recorded
from lineal.pipeline.records import measured
from lineal.storage.algorithm import MD5
from lineal.storage.cache import Cache
from lineal.storage.store import store

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lineal.pipeline.look import Looker
    from lineal.pipeline.model import Out, Stage
    from lineal.pipeline.workspace import Workspace
    from lineal.storage.algorithm import Algorithm
    from lineal.storage.observe import Observation

#: How much of a file decides whether it is text, as in DVC.
_TEXT_PROBE = 512


def observe_deps(ws: Workspace, look: Looker, stage: Stage) -> tuple[Recorded, ...]:
    """The current hash of each dependency; one that is missing is an error."""
    records = []
    look.ask_for_urls([stage])
    for dep in stage.deps:
        if dep.is_pinned:
            records.append(dep.recorded)
            continue
        if dep.external:
            records.append(_observe_url(look, dep))
            continue
        seen = look.file(dep)
        if seen is not None and seen.oid != dep.recorded.oid and dep.recorded.algorithm != MD5:
            seen = ws.observer.observe(dep.path)
        if seen is None:
            raise StageError(
                f"dependency '{ws.show(dep.path)}' {_absence(dep.path)}",
                hint="restore the file, or remove it from 'deps:'",
            )
        records.append(measured(seen, dep.recorded))
    return tuple(records)


def _observe_url(look: Looker, item: Dep | Out) -> Recorded:
    """What is behind a URL now, in the terms of an entry."""
    seen = look.url(item)
    if seen is None:
        raise StageError(
            f"dependency '{item.spelled}' does not exist"
            if isinstance(item, Dep)
            else f"output '{item.spelled}' does not exist",
            hint="check the URL, and that these credentials may see it",
        )
    return Recorded(seen.oid, MD5, raw=seen.raw)


def read_params(ws: Workspace, look: Looker, stage: Stage) -> dict[str, Mapping[str, Any]]:
    """The current values of all declared parameters; one that is missing is an error."""
    values: dict[str, Mapping[str, Any]] = {}
    for params in stage.params:
        found = look.params(params)
        if found is None:
            raise StageError(
                f"parameters file '{ws.show(params.path)}' does not exist",
                hint="create it, or remove it from 'params:'",
            )
        missing = [key for key in params.keys if key not in found]
        if missing:
            raise StageError(
                f"Parameters '{', '.join(missing)}' are missing from '{ws.show(params.path)}'.",
                hint="add them to the file, or remove them from 'params:'",
            )
        values[params.spelled] = found
    return values


def save_outs(
    ws: Workspace,
    look: Looker,
    stage: Stage,
    *,
    commit: bool,
    added: dict[str, str],
    relink: bool = True,
    recallable: bool = True,
) -> tuple[Recorded, ...]:
    """Checks every output before it keeps the first.

    ``added`` collects the outputs that are new to Git's ignore rules, with the file they are in.

    ``recallable``: the run cache will want to bring back outputs that are not cached, too.
    """
    for out in stage.outs:
        check_out(ws, out)
        ignore_out(ws, out, added)
    return tuple(
        _observe_url(look, out)
        if out.external
        else save_out(ws, out, commit=commit, relink=relink, recallable=recallable)
        for out in stage.outs
    )


def check_out(ws: Workspace, out: Out) -> None:
    """Refuses what cannot be an output: absent, neither file nor directory, binary metrics."""
    shown = ws.show(out.path)
    if out.cache and not out.in_repo:
        raise StageError(
            f"cached output '{out.spelled}' lies outside of the project",
            hint="keep it in the project, or declare it with 'cache: false'",
        )
    if out.external:
        return
    try:
        mode = os.stat(out.path).st_mode
    except FileNotFoundError as exc:
        raise StageError(
            f"output '{shown}' {_absence(out.path)}",
            hint="the command has to write it; check the path in its 'outs:'",
        ) from exc
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        raise StageError(
            f"output '{shown}' is not a file or directory",
            hint="write a regular file; pipes and devices cannot be kept",
        )
    if _is_empty(out.path, mode):
        ws.warn(f"'{shown}' is empty.")
    if out.kind == "metrics" and stat.S_ISREG(mode) and _is_binary(out.path):
        raise StageError(
            f"binary file '{shown}' cannot be used as metrics.",
            hint="write metrics as JSON, YAML or TOML, or declare the file under 'outs:'",
        )


def _absence(path: str) -> str:
    return "is a broken symbolic link" if os.path.islink(path) else "does not exist"


def _is_empty(path: str, mode: int) -> bool:
    if stat.S_ISREG(mode):
        return os.path.getsize(path) == 0
    with os.scandir(path) as entries:
        return next(entries, None) is None


def _is_binary(path: str) -> bool:
    from lineal.storage.digest import is_text  # deferred: only metrics are probed

    with open(path, "rb") as file:
        return not is_text(file.read(_TEXT_PROBE))


def ignore_out(ws: Workspace, out: Out, added: dict[str, str]) -> None:
    """Git must not track what the cache keeps."""
    if not out.cache or not out.in_repo:
        return
    if ws.git.is_tracked(out.path):
        shown = ws.show(out.path)
        raise DataError(
            f"output '{shown}' is already tracked by SCM (e.g. Git).",
            hint=f"git rm -r --cached '{shown}' && git commit -m \"stop tracking {shown}\"",
        )
    file = ws.git.ignore(out.path)
    if file is not None:
        added[out.path] = file


def save_out(
    ws: Workspace,
    out: Out,
    *,
    commit: bool,
    relink: bool = True,
    recallable: bool = False,
) -> Recorded:
    algorithm = _algorithm(ws, out)
    seen: Observation | None
    if commit and out.cache:
        seen = store(out.path, ws.observer, ws.cache, relink=relink, algorithm=algorithm)
    elif commit and recallable:
        # Its bytes are kept for the run cache alone; the workspace has an ordinary file.
        copies = Cache(ws.cache.root, ("copy",), shared=ws.cache.shared)
        seen = store(out.path, ws.observer, copies, relink=relink, algorithm=algorithm)
    else:
        seen = ws.observer.observe(out.path, algorithm)
    found = _existing(ws, out, seen)
    if commit and out.cache and relink:
        ws.placed.note(out.path, found.oid)
    return measured(found, out.recorded)


def _existing(ws: Workspace, out: Out, seen: Observation | None) -> Observation:
    if seen is None:
        raise DataError(
            f"output '{ws.show(out.path)}' disappeared while it was being saved",
            hint="make sure nothing else writes to it, then run again",
        )
    return seen


def _algorithm(ws: Workspace, out: Out) -> Algorithm:
    """An entry of DVC 2.x keeps its algorithm for as long as its content does not change."""
    legacy = out.recorded.algorithm
    if legacy == MD5:
        return MD5
    seen = ws.observer.observe(out.path, legacy)
    return legacy if seen is not None and seen.oid == out.recorded.oid else MD5
