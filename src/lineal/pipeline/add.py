"""``add``: puts files and directories under version control through ``.dvc`` files."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from lineal.base.errors import DataError, GraphError, LinealError, LinkError, TargetError
from lineal.pipeline.address import address, describe
from lineal.pipeline.discover import discover
from lineal.pipeline.dvcfile_writer import write_dvc_file
from lineal.pipeline.graph import build_graph
from lineal.pipeline.load import dvc_stage
from lineal.pipeline.member import with_member
from lineal.pipeline.paths import is_inside
from lineal.pipeline.recorder import NoRecorder
from lineal.pipeline.records import measured
from lineal.pipeline.save import check_out, ignore_out, save_out
from lineal.storage.checkout import WantedObject, checkout
from lineal.storage.locks import ProjectLock
from lineal.storage.store import store

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lineal.pipeline.model import Out, Recorded, Stage
    from lineal.pipeline.recorder import Recorder
    from lineal.pipeline.workspace import Workspace


class AddOptions(NamedTuple):
    no_commit: bool = False
    glob: bool = False
    out: str | None = None
    force: bool = False
    relink: bool = True


class Addition(NamedTuple):
    """What one target leads to.

    The stage it belongs to, and the path within its output when the stage existed before.
    """

    source: str
    stage: Stage
    path: str | None


class _Done:
    """The project files that were written, and who records that."""

    __slots__ = ("files", "recorder")

    def __init__(self, recorder: Recorder) -> None:
        self.files: dict[str, None] = {}
        self.recorder = recorder

    def write(self, stage: Stage, recorded: Recorded) -> None:
        if write_dvc_file(stage, [recorded]):
            self.files[stage.file] = None
            self.recorder.holds(stage, [recorded])


def add(
    ws: Workspace, targets: Sequence[str], options: AddOptions, recorder: Recorder | None = None
) -> list[str]:
    """The project files that were written."""
    with ProjectLock(ws.project.dvc_dir, hardlink=ws.config.core.hardlink_lock):
        sources = _expanded(targets) if options.glob else list(targets)
        existing = discover(ws)
        additions = [_addition(ws, existing, source, options) for source in sources]
        check_graph(ws, existing, [addition.stage for addition in additions])
        done = _Done(recorder or NoRecorder())
        for addition in additions:
            if options.out is not None:
                _add_elsewhere(ws, addition, options, done)
            elif addition.path is not None and addition.path != addition.stage.outs[0].path:
                _update_member(ws, addition, options, done)
            else:
                _add_whole(ws, addition.stage, options, done)
        return list(done.files)


def _expanded(patterns: Sequence[str]) -> list[str]:
    from glob import iglob  # deferred: only with --glob

    found = [path for pattern in patterns for path in iglob(pattern, recursive=True)]
    if not found:
        raise TargetError(
            f"no file matches {', '.join(map(repr, patterns))}",
            hint="quote patterns so that the shell leaves them alone: lineal add --glob 'data/*'",
        )
    return found


def _addition(ws: Workspace, existing: list[Stage], source: str, options: AddOptions) -> Addition:
    target = source if options.out is None else _destination(source, options)
    path = os.path.normpath(os.path.join(ws.cwd, target))
    refuse_links_on_the_way(ws, path)
    for stage in existing:
        for out in stage.outs:
            if out.external or not is_inside(path, out.path):
                continue
            if not stage.is_data_source:
                raise GraphError(
                    f"cannot update '{target}': overlaps with an output of"
                    f" {describe(stage, ws.cwd)} in '{ws.show(stage.file)}'.",
                    hint="run the pipeline, or use `lineal commit` to record it as it is",
                )
            return Addition(source, stage, path)
    return Addition(source, _new_stage(ws, path), None)


def _destination(source: str, options: AddOptions) -> str:
    """``--out``: a directory to put it in, or the path itself."""
    out = options.out or ""
    found = os.path.join(out, os.path.basename(os.path.normpath(source)))
    target = found if os.path.isdir(out) else out
    if os.path.exists(target) and not options.force:
        raise DataError(
            f"'{target}' already exists locally",
            hint="use --force to override it",
        )
    return target


def refuse_links_on_the_way(ws: Workspace, path: str) -> None:
    """Data behind a symbolic link to a directory has two paths; only one could be tracked."""
    parent = os.path.dirname(path)
    while is_inside(parent, ws.root) and parent != ws.root:
        if os.path.islink(parent):
            break
        parent = os.path.dirname(parent)
    else:
        if not (os.path.islink(path) and os.path.isdir(path)):
            return
    raise DataError(
        "Cannot add files inside symlinked directories to DVC.",
        hint=f"add the real path instead: {os.path.realpath(path)}",
    )


def _new_stage(ws: Workspace, path: str) -> Stage:
    if not is_inside(path, ws.root):
        raise DataError(
            f"'{ws.show(path)}' lies outside of the project, where nothing can be cached",
            hint=f"copy it in while adding: lineal add --out . {path}",
        )
    name = os.path.basename(path)
    file = f"{path}.dvc"
    stage = dvc_stage(ws, file, {"outs": [{"hash": "md5", "path": name}]})
    if ws.git.is_ignored(file, is_dir=False):
        raise DataError(
            f"bad DVC file name '{ws.show(file)}' is git-ignored.",
            hint=f"git check-ignore -v {ws.show(file)} shows the pattern to remove",
        )
    return stage


def check_graph(ws: Workspace, existing: list[Stage], added: list[Stage]) -> None:
    merged = {stage.key: stage for stage in (*existing, *added)}
    build_graph(merged.values(), lambda stage: address(stage, ws.cwd))


def _add_whole(ws: Workspace, stage: Stage, options: AddOptions, done: _Done) -> None:
    (out,) = stage.outs
    _check_exists(ws, out)
    check_out(ws, out)
    added: dict[str, str] = {}
    ignore_out(ws, out, added)
    try:
        recorded = _saved(ws, out, options)
    except LinealError:
        for path in added:
            ws.git.unignore(path)
        raise
    done.files.update(dict.fromkeys(added.values()))
    done.write(stage, recorded)


def _saved(ws: Workspace, out: Out, options: AddOptions) -> Recorded:
    """Data that is in the cache but cannot be linked to it is added all the same, as with DVC."""
    keep = not options.no_commit
    try:
        return save_out(ws, out, commit=keep, relink=options.relink)
    except LinkError as exc:
        ws.warn(f"{ws.show(out.path)} was added, but stays a file of its own: {exc}")
        return save_out(ws, out, commit=keep, relink=False)


def _check_exists(ws: Workspace, out: Out) -> None:
    if not os.path.lexists(out.path):
        raise DataError(
            f"output '{ws.show(out.path)}' does not exist",
            hint="check the spelling; lineal add takes files and directories that are there",
        )


def _update_member(ws: Workspace, addition: Addition, options: AddOptions, done: _Done) -> None:
    """Adds, replaces or removes one path inside a tracked directory; the rest is not looked at."""
    (out,) = addition.stage.outs
    path = addition.path or out.path
    if out.recorded.oid is not None and not out.recorded.oid.endswith(".dir"):
        raise DataError(
            f"Cannot modify '{ws.show(out.path)}' which is being tracked as a file",
            hint=f"lineal add {ws.show(out.path)}",
        )
    recorded = with_member(ws, out, path, keep=not options.no_commit, relink=options.relink)
    done.write(addition.stage, recorded)


def _add_elsewhere(ws: Workspace, addition: Addition, options: AddOptions, done: _Done) -> None:
    """``--out``: the data is copied into the cache from where it is, and appears in the project."""
    (out,) = addition.stage.outs
    source = os.path.join(ws.cwd, addition.source)
    if not os.path.lexists(source):
        raise DataError(f"'{addition.source}' does not exist", hint="check the spelling")
    seen = store(source, ws.observer, ws.cache, relink=False)
    checkout(out.path, WantedObject(seen.oid), ws.cache, ws.observer, force=options.force)
    ws.placed.note(out.path, seen.oid)
    added: dict[str, str] = {}
    ignore_out(ws, out, added)
    done.files.update(dict.fromkeys(added.values()))
    done.write(addition.stage, measured(seen, out.recorded))
