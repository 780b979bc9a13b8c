"""``stage add``: a new stage from the command line into ``dvc.yaml``."""

from __future__ import annotations

import os
import string
from typing import TYPE_CHECKING, Any, NamedTuple

from lineal.base.errors import DataError, GraphError, UsageError
from lineal.pipeline.address import address
from lineal.pipeline.discover import discover
from lineal.pipeline.documents.pipelinefile import set_stage
from lineal.pipeline.graph import build_graph
from lineal.pipeline.load import PIPELINE_FILE, open_pipeline_file, stage_from, stages_of
from lineal.pipeline.paths import is_inside
from lineal.pipeline.records import DEFAULT_PARAMS_FILE
from lineal.pipeline.save import ignore_out
from lineal.pipeline.stage_entry import stage_entry
from lineal.storage.atomic import write_atomic
from lineal.storage.locks import ProjectLock

if TYPE_CHECKING:
    from lineal.pipeline.model import Out, Stage
    from lineal.pipeline.workspace import Workspace

_FORBIDDEN = frozenset(string.punctuation) - {"_", "-"}
#: What a person wrote about an output survives the stage being added anew.
_KEPT = ("desc", "type", "labels", "meta", "remote", "push")


class NewOut(NamedTuple):
    path: str
    kind: str = "outs"
    cache: bool = True
    persist: bool = False


class NewStage(NamedTuple):
    """What was asked for; paths relative to ``wdir``, which is relative to the directory."""

    name: str
    cmd: str
    wdir: str | None = None
    deps: tuple[str, ...] = ()
    params: tuple[str, ...] = ()
    outs: tuple[NewOut, ...] = ()
    desc: str | None = None
    always_changed: bool = False


def add_stage(ws: Workspace, new: NewStage, *, force: bool = False) -> tuple[Stage, list[str]]:
    """Writes ``./dvc.yaml`` and the ``.gitignore`` lines of the outputs; names the files."""
    _check_name(new.name)
    with ProjectLock(ws.project.dvc_dir, hardlink=ws.config.core.hardlink_lock):
        path = os.path.join(ws.cwd, PIPELINE_FILE)
        text = _text(path)
        old = _existing(ws, path, new.name) if text else None
        if old is not None and not force:
            raise DataError(
                f"Stage '{new.name}' already exists in '{ws.show(path)}'.",
                hint="use --force to overwrite it",
            )
        stage = stage_from(ws, path, new.name, _raw(new, old), None)
        _check_stage(ws, stage, new)
        others = [other for other in discover(ws) if other.key != stage.key]
        build_graph([*others, stage], lambda one: address(one, ws.cwd))
        entry = stage_entry(stage, frozen=False)
        write_atomic(path, set_stage(text, new.name, entry).encode())
        added: dict[str, str] = {}
        for out in _as_asked_for(stage, new):
            if os.path.isdir(os.path.dirname(out.path)):
                ignore_out(ws, out, added)
        return stage, [path, *dict.fromkeys(added.values())]


def _check_name(name: str) -> None:
    bad = sorted(_FORBIDDEN & set(name))
    if bad or not name:
        raise UsageError(
            f"stage name '{name}' contains {' '.join(bad) or 'nothing'}",
            hint="use letters, digits, '-' and '_'",
        )


def _as_asked_for(stage: Stage, new: NewStage) -> list[Out]:
    """DVC sorts outputs in the file, but not in .gitignore."""
    order = {out.path: position for position, out in enumerate(new.outs)}
    return sorted(stage.outs, key=lambda out: order.get(out.spelled, 0))


def _text(path: str) -> str | None:
    try:
        with open(path, encoding="utf-8", newline="") as file:
            return file.read()
    except FileNotFoundError:
        return None


def _existing(ws: Workspace, path: str, name: str) -> Stage | None:
    opened = open_pipeline_file(ws, path)
    if not opened.resolver.has(name):
        return None
    (stage,) = stages_of(ws, opened, [name])
    if stage.parametrized or stage.generated_from:
        raise DataError(
            f"cannot overwrite '{name}': it is written with a template",
            hint=f"edit {ws.show(path)}",
        )
    return stage


def _raw(new: NewStage, old: Stage | None) -> dict[str, Any]:
    """What was asked for, with what is kept of the stage it replaces."""
    kept = {out.spelled: out.flags for out in (old.outs if old else ())}
    raw: dict[str, Any] = {
        "cmd": new.cmd,
        "wdir": new.wdir or ".",
        "deps": list(new.deps),
        "params": [_params(spec) for spec in new.params],
        "always_changed": new.always_changed,
        "desc": new.desc or (old.desc if old else None),
        "meta": old.data.get("meta") if old else None,
    }
    for out in new.outs:
        flags = {key: kept.get(out.path, {})[key] for key in _KEPT if key in kept.get(out.path, {})}
        raw.setdefault(out.kind, []).append(
            {out.path: {**flags, "cache": out.cache, "persist": out.persist}}
        )
    return raw


def _params(spec: str) -> dict[str, list[str]]:
    """``[FILE:]KEY,KEY``."""
    file, _, names = spec.rpartition(":")
    return {file or DEFAULT_PARAMS_FILE: [name for name in names.split(",") if name]}


def _check_stage(ws: Workspace, stage: Stage, new: NewStage) -> None:
    if not os.path.isdir(stage.wdir):
        raise DataError(
            f"stage working dir '{ws.show(stage.wdir)}' does not exist",
            hint=f"mkdir -p {ws.show(stage.wdir)}",
        )
    if not is_inside(stage.wdir, ws.root):
        raise DataError(
            f"stage working dir '{ws.show(stage.wdir)}' is outside of the project",
            hint="run the stage from inside; dependencies may lie outside",
        )
    # As asked for: in the file a path that is named twice would silently be one.
    deps = [_located(stage, path) for path in new.deps] + [item.path for item in stage.params]
    outs = [_located(stage, out.path) for out in new.outs]
    for path in [*deps, *outs]:
        if path in deps and path in outs:
            raise GraphError(
                f"'{ws.show(path)}' is both a dependency and an output of '{stage.name}'",
                hint="a stage cannot wait for itself: read one path and write another",
            )
        if (deps + outs).count(path) > 1:
            raise GraphError(
                f"file '{ws.show(path)}' is specified more than once",
                hint="name it once",
            )
    for out in stage.outs:
        if out.cache and not out.in_repo:
            raise DataError(
                f"cached output '{out.spelled}' lies outside of the project",
                hint="use --outs-no-cache for it",
            )


def _located(stage: Stage, path: str) -> str:
    return path if "://" in path else os.path.normpath(os.path.join(stage.wdir, path))
