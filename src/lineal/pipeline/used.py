"""Which objects the outputs of a project, or of one of its revisions, are recorded to be."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from lineal.pipeline.address import address, describe
from lineal.pipeline.paths import is_inside
from lineal.pipeline.project_graph import GraphOnce
from lineal.pipeline.targets import collect_granular, narrowed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lineal.pipeline.model import Out, Stage
    from lineal.pipeline.targets import Selected
    from lineal.pipeline.workspace import Workspace
    from lineal.storage.algorithm import Algorithm


class Used(NamedTuple):
    """One cached output with what was recorded of it.

    ``inner`` is the part that was asked for, relative to a directory output; empty for all.
    """

    stage: Stage
    out: Out
    oid: str
    inner: str = ""

    @property
    def algorithm(self) -> Algorithm:
        return self.out.recorded.algorithm

    @property
    def path(self) -> str:
        return f"{self.out.path}/{self.inner}" if self.inner else self.out.path


def used_objects(
    ws: Workspace,
    targets: Sequence[str] = (),
    *,
    with_deps: bool = False,
    recursive: bool = False,
    imports: list[Stage] | None = None,
) -> list[Used]:
    """In the order of the project, each output once.

    Imports from other repositories are left out: their objects are not ours to keep or push.
    ``imports`` collects the imports among what was asked for.
    """
    graph = GraphOnce(ws)
    selected = [
        item
        for text in (targets or (None,))
        for item in collect_granular(ws, text, graph, with_deps=with_deps, recursive=recursive)
    ]
    found: dict[tuple[str, str], Used] = {}
    for item in selected:
        if imports is not None and item.stage.is_import:
            imports.append(item.stage)
        if item.stage.is_repo_import or item.stage.is_partial_import:
            continue
        for out in narrowed(item).outs:
            if not (out.cache and out.in_repo):
                continue
            if out.recorded.oid is None:
                _warn_unrecorded(ws, item.stage, out)
                continue
            used = Used(item.stage, out, out.recorded.oid, _inner(item, out))
            found.setdefault((out.path, used.inner), used)
    return list(found.values())


def _inner(item: Selected, out: Out) -> str:
    path = item.path
    if path is None or path == out.path or not is_inside(path, out.path):
        return ""
    return os.path.relpath(path, out.path)


def _warn_unrecorded(ws: Workspace, stage: Stage, out: Out) -> None:
    # A version that only the object store of a `version_aware` remote knows is a version.
    if out.recorded.raw.get("files") is not None or out.recorded.raw.get("cloud"):
        return
    ws.warn(
        f"Output '{ws.show(out.path)}'({describe(stage, ws.cwd)}) is missing version info. "
        "Cache for it will not be collected. "
        "Use `lineal run` to get your pipeline up to date, or "
        f"`lineal commit {address(stage, ws.cwd)}` to record what is there."
    )
