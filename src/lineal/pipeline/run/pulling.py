"""``--pull``: data that is missing is brought from its remote before anything is run for it.

Loaded when a run was asked to. The project lock is held by the caller.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from lineal.base.errors import ConfigError, RemoteError, TargetError
from lineal.pipeline.checkout import CheckoutOptions, place
from lineal.pipeline.records import read_entry
from lineal.pipeline.sharing.fetch import bring
from lineal.pipeline.used import Used, used_objects

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lineal.pipeline.model import Stage
    from lineal.pipeline.workspace import Workspace


def pull_outs(ws: Workspace, stage: Stage) -> bool:
    """Bring what the lock records of a stage; False when not all of it can be had."""
    used = [Used(stage, out, out.recorded.oid) for out in stage.outs if out.recorded.oid]
    if not _bring(ws, used):
        return False
    placed = place(ws, [out.path for out in stage.outs if out.cache], CheckoutOptions(force=True))
    return not placed.failed


def pull_missing_deps(ws: Workspace, stage: Stage) -> None:
    """What no output of the project is, or no remote has, is left for the run to complain of."""
    for dep in stage.deps:
        if dep.external or dep.repo is not None or os.path.lexists(dep.path):
            continue
        try:
            used = used_objects(ws, [dep.path])
        except TargetError:
            continue
        if _bring(ws, used):
            place(ws, [dep.path], CheckoutOptions(allow_missing=True))


def pull_entry(ws: Workspace, stage: Stage, entry: Mapping[str, Any]) -> None:
    """The outputs of an entry of the run cache, as far as they can be had."""
    by_path = {out["path"]: out for out in entry.get("outs", ())}
    used = []
    for out in stage.outs:
        recorded = read_entry(by_path.get(out.spelled))
        if recorded.oid is not None:
            used.append(Used(stage, out._replace(recorded=recorded), recorded.oid))
    _bring(ws, used)


def _bring(ws: Workspace, used: list[Used]) -> bool:
    """Whatever keeps a remote from answering is told: the stage may still be run instead."""
    try:
        outcome = bring(ws, used)
    except (RemoteError, ConfigError) as exc:
        ws.warn(f"nothing was pulled: {exc}")
        return False
    return not (outcome.missing or outcome.failed)
