"""Where an import goes: the output, and the ``.dvc`` file beside it. Checked first."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from lineal.base.errors import DataError, GraphError, UsageError
from lineal.pipeline.add import check_graph, refuse_links_on_the_way
from lineal.pipeline.discover import discover
from lineal.pipeline.load import dvc_stage, load_dvc_file
from lineal.pipeline.paths import is_inside

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lineal.pipeline.model import Stage
    from lineal.pipeline.workspace import Workspace

#: What stays of the ``.dvc`` file that an import replaces.
_KEPT_OF_STAGE = ("desc", "meta")
_KEPT_OF_OUT = ("desc", "type", "labels", "meta", "remote", "push")


def destination(ws: Workspace, source: str, out: str | None, *, force: bool) -> str:
    """The absolute path of the output; a directory that is there takes the data by its name."""
    name = os.path.basename(os.path.normpath(urlsplit(source).path))
    target = out or name
    if out and os.path.isdir(os.path.join(ws.cwd, out)):
        target = os.path.join(out, name)
    if target in ("", "."):
        raise UsageError(f"'{source}' has no name to give to the data", hint="name the output, too")
    path = os.path.normpath(os.path.join(ws.cwd, target))
    if os.path.lexists(path) and not force:
        raise DataError(
            f"The file '{target}' already exists locally.",
            hint="To override it, re-run with '--force'.",
        )
    _check_place(ws, path)
    return path


def _check_place(ws: Workspace, path: str) -> None:
    shown = ws.show(path)
    if not is_inside(path, ws.root):
        raise DataError(
            f"'{shown}' lies outside of the project, where nothing can be cached",
            hint="name an output in the project",
        )
    parent = os.path.dirname(path)
    if not os.path.isdir(parent):
        raise DataError(
            f"the directory '{ws.show(parent)}' does not exist", hint=f"mkdir -p {ws.show(parent)}"
        )
    refuse_links_on_the_way(ws, path)
    if ws.git.is_ignored(f"{path}.dvc", is_dir=False):
        raise DataError(
            f"bad DVC file name '{shown}.dvc' is git-ignored.",
            hint=f"git check-ignore -v {shown}.dvc shows the pattern to remove",
        )


def new_import(ws: Workspace, path: str, dep: Mapping[str, Any], flags: Mapping[str, Any]) -> Stage:
    """The stage of ``<path>.dvc``, which keeps what people wrote into an earlier one."""
    file = f"{path}.dvc"
    out: dict[str, Any] = {"hash": "md5", "path": os.path.basename(path), **flags}
    data: dict[str, Any] = {"frozen": True, "deps": [dict(dep)], "outs": [out]}
    if os.path.exists(file):
        old = load_dvc_file(ws, file).data
        data.update((key, old[key]) for key in _KEPT_OF_STAGE if old.get(key))
        for entry in old.get("outs") or ():
            if entry.get("path") == out["path"]:
                out.update((key, entry[key]) for key in _KEPT_OF_OUT if key in entry)
    stage = dvc_stage(ws, file, data)
    _check(ws, stage)
    return stage


def _check(ws: Workspace, stage: Stage) -> None:
    (dep,), (out,) = stage.deps, stage.outs
    if dep.path == out.path:
        raise GraphError(
            f"'{ws.show(out.path)}' would be imported from itself", hint="name another output"
        )
    check_graph(ws, discover(ws), [stage])
