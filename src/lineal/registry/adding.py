"""A bundle on disk into the registry of the project it is in: for the step and for the verb."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from lineal.base.errors import ProjectError
from lineal.bundle.shown import short_bundle
from lineal.gates.gate import PASS
from lineal.ledger.observing.prepare import EXECUTION
from lineal.ledger.opened import open_as_is
from lineal.pipeline.workspace import open_workspace
from lineal.registry.bundles import files_in, keep
from lineal.registry.described import describe
from lineal.registry.registering import register
from lineal.storage.githead import head_commit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lineal.ledger.opened import Ledger
    from lineal.pipeline.workspace import Workspace
    from lineal.registry.registering import Registered


def add_bundle(directory: str, model: str, metrics: Mapping[str, float]) -> tuple[str, ...]:
    """Lines for a person. Without a project there is nowhere to register."""
    try:
        with open_workspace() as ws, open_as_is(ws) as ledger:
            return told(add_within(ws, ledger, directory, model, metrics))
    except ProjectError as exc:
        raise ProjectError(
            f"a version is registered in a project, and there is none: {exc.message}",
            hint="lineal init; or leave the register stage out",
        ) from exc


def add_within(
    ws: Workspace, ledger: Ledger, directory: str, model: str, metrics: Mapping[str, float]
) -> Registered:
    payload = describe(directory, model, ws.root)
    payload["metrics"] = dict(metrics)
    payload["commit"] = head_commit(ws.project.git_root)
    payload["execution"] = os.environ.get(EXECUTION) or None
    if payload.get("path") is None:
        # Nothing of the project holds its bytes.
        keep(ws, payload["bundle"], files_in(directory))
    return register(ledger, payload)


def told(done: Registered) -> tuple[str, ...]:
    version = done.version
    name = f"{version.name} (bundle {short_bundle(version.bundle)})"
    if not done.is_new:
        return (f"{name} is registered already: the bundle is the same",)
    if version.verdict != PASS:
        return (
            f"registered {name}; its gates say {version.verdict}, so it cannot be promoted",
            f"lineal why model:{version.name}",
        )
    return (f"registered {name}; all gates passed", f"lineal models promote {version.name}")
