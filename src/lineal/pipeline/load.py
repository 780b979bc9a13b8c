"""From the text of ``dvc.yaml`` + ``dvc.lock`` or of a ``.dvc`` file to `Stage` values."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple

from lineal.base.errors import DocumentError
from lineal.pipeline.documents.read import read_document
from lineal.pipeline.model import Dep, Out, ParamsDep, Recorded, Stage
from lineal.pipeline.params.read import read_params_file
from lineal.pipeline.paths import Located, is_project_file, locate
from lineal.pipeline.records import DEFAULT_PARAMS_FILE, read_entry
from lineal.pipeline.schema import validate_dvc, validate_lock, validate_pipeline
from lineal.pipeline.templating.resolve import ParsingOptions, Resolver

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from lineal.pipeline.documents.read import Document
    from lineal.pipeline.workspace import Workspace

PIPELINE_FILE = "dvc.yaml"
LOCK_FILE = "dvc.lock"


class PipelineFile(NamedTuple):
    """One ``dvc.yaml`` with the lock beside it, parsed and validated; stages on demand."""

    path: str
    document: Document
    lock: Mapping[str, Any]
    resolver: Resolver


class DvcFile(NamedTuple):
    """One ``.dvc`` file."""

    path: str
    document: Document


def lock_path(pipeline_file: str) -> str:
    return os.path.splitext(pipeline_file)[0] + ".lock"


def open_pipeline_file(ws: Workspace, path: str) -> PipelineFile:
    document = _project_document(ws, path)
    validate_pipeline(document.data, document)
    lock = read_lock(ws, lock_path(path))
    directory = os.path.dirname(path)
    resolver = Resolver(
        document.data,
        directory,
        ws.show(path),
        lambda params: read_params_file(params, ws.memo, ws.files),
        ParsingOptions(ws.config.parsing.bool, ws.config.parsing.list),
        ws.warn,
        document=document,
    )
    # Top-level sections are resolved eagerly, so that an error in them is not silent.
    resolver.artifacts()
    resolver.metrics()
    resolver.params()
    resolver.plots()
    return PipelineFile(path, document, lock, resolver)


def read_lock(ws: Workspace, path: str) -> Mapping[str, Any]:
    """The ``stages:`` of a lock; a lock Git ignores would be lost to everybody else."""
    if ws.git.is_ignored(path, is_dir=False):
        raise DocumentError(
            f"'{ws.show(path)}' is git-ignored, so nobody else would ever get it",
            hint=f"remove the line that matches it from .gitignore: git check-ignore -v {path}",
        )
    document = read_document(path, ws.memo, ws.files)
    if document is None or not document.data:
        return {}
    validate_lock(document.data, document)
    stages: Mapping[str, Any] = document.data.get("stages") or {}
    return stages


def stages_of(ws: Workspace, opened: PipelineFile, names: Iterable[str]) -> list[Stage]:
    return [_pipeline_stage(ws, opened, name) for name in names]


def load_file(ws: Workspace, path: str) -> list[Stage]:
    """All stages of one project file."""
    if os.path.basename(path) == PIPELINE_FILE:
        opened = open_pipeline_file(ws, path)
        return stages_of(ws, opened, opened.resolver.names())
    return [load_dvc_file(ws, path)]


def load_dvc_file(ws: Workspace, path: str) -> Stage:
    document = _project_document(ws, path)
    validate_dvc(document.data, document)
    return dvc_stage(ws, path, document.data)


def dvc_stage(ws: Workspace, path: str, data: Mapping[str, Any]) -> Stage:
    """The one stage a ``.dvc`` file describes."""
    wdir = os.path.normpath(os.path.join(os.path.dirname(path), data.get("wdir") or "."))
    return Stage(
        file=path,
        name=None,
        wdir=wdir,
        deps=tuple(_dvc_dep(ws, wdir, entry) for entry in data.get("deps") or ()),
        outs=tuple(_dvc_out(ws, wdir, entry) for entry in data.get("outs") or ()),
        frozen=bool(data.get("frozen") or data.get("locked")),
        always_changed=bool(data.get("always_changed")),
        desc=data.get("desc"),
        data=data,
    )


def _project_document(ws: Workspace, path: str) -> Document:
    document = None
    if not ws.ignore.is_ignored(path, is_dir=False):
        document = read_document(path, ws.memo, ws.files)
    if document is None:
        what = "is ignored by .dvcignore" if ws.files.exists(path) else "does not exist"
        raise DocumentError(
            f"'{ws.show(path)}' {what}",
            hint="lineal stage list --all shows the stages of this project",
        )
    if ws.git.is_ignored(path, is_dir=False):
        raise DocumentError(
            f"'{ws.show(path)}' is git-ignored, so nobody else would ever get it",
            hint=f"remove the line that matches it from .gitignore: git check-ignore -v {path}",
        )
    return document


def _pipeline_stage(ws: Workspace, opened: PipelineFile, name: str) -> Stage:
    resolved = opened.resolver.stage(name)
    stage = stage_from(ws, opened.path, name, resolved.data, opened.lock.get(name) or None)
    if resolved.parametrized or resolved.generated_from:
        stage = stage._replace(
            parametrized=resolved.parametrized, generated_from=resolved.generated_from
        )
    return stage


def stage_from(
    ws: Workspace,
    path: str,
    name: str,
    data: Mapping[str, Any],
    lock: Mapping[str, Any] | None,
) -> Stage:
    """One stage of a ``dvc.yaml``, resolved, with what the lock recorded of it."""
    wdir = os.path.dirname(path)
    if data.get("wdir"):
        wdir = os.path.normpath(os.path.join(wdir, data["wdir"]))
    recorded_deps = {entry["path"]: entry for entry in (lock or {}).get("deps", ())}
    recorded_outs = {entry["path"]: entry for entry in (lock or {}).get("outs", ())}
    recorded_params: Mapping[str, Any] = (lock or {}).get("params", {})
    return Stage(
        file=path,
        name=name,
        wdir=wdir,
        cmd=data["cmd"],
        deps=tuple(
            _dep(ws, wdir, spelled, recorded_deps.get(spelled)) for spelled in data.get("deps", ())
        ),
        params=tuple(_params(ws, wdir, data.get("params", ()), recorded_params)),
        outs=tuple(_outs(ws, wdir, data, recorded_outs)),
        frozen=data.get("frozen", False),
        always_changed=data.get("always_changed", False),
        desc=data.get("desc"),
        lock=lock,
        data=data,
    )


def _dep(ws: Workspace, wdir: str, spelled: str, entry: Mapping[str, Any] | None) -> Dep:
    located = _locate(ws, wdir, spelled, "a dependency")
    return Dep(
        located.spelled,
        located.path,
        _recorded(located, entry),
        located.in_repo,
        located.external,
    )


def _recorded(located: Located, entry: Mapping[str, Any] | None) -> Recorded:
    recorded = read_entry(entry)
    if located.external:
        from lineal.pipeline.external.identity import recorded_oid  # deferred: only for URLs

        return recorded._replace(oid=recorded_oid(recorded.raw), algorithm="md5")
    # Outside the project there were never two MD5s: entries without ``hash:`` are plain.
    return recorded if located.in_repo else recorded._replace(algorithm="md5")


def _params(
    ws: Workspace, wdir: str, items: Iterable[Any], recorded: Mapping[str, Any]
) -> Iterator[ParamsDep]:
    for spelled, keys in _merged_params(items).items():
        located = locate(wdir, spelled, ws.root)
        values = recorded.get(spelled)
        if values is not None and keys:
            values = {key: values[key] for key in keys if key in values}
        yield ParamsDep(located.spelled, located.path, tuple(keys), values)


def _merged_params(items: Iterable[Any]) -> dict[str, list[str]]:
    """Keys by file, in order; a file that is named without keys is tracked whole."""
    items = list(items)
    whole = {
        name for item in items if isinstance(item, dict) for name, keys in item.items() if not keys
    }
    merged: dict[str, list[str]] = {}
    for item in items:
        pairs = item.items() if isinstance(item, dict) else [(DEFAULT_PARAMS_FILE, [item])]
        for name, keys in pairs:
            if name in whole:
                if isinstance(item, dict):
                    merged[name] = []
                continue
            if not isinstance(keys, list):
                raise DocumentError(
                    f"params of '{name}': expected a list of keys, got '{type(keys).__name__}'",
                    hint=f"write '- {name}: [key, …]', or '- {name}:' for the whole file",
                )
            merged.setdefault(name, []).extend(keys)
    return merged


def _outs(
    ws: Workspace, wdir: str, data: Mapping[str, Any], recorded: Mapping[str, Any]
) -> Iterator[Out]:
    for kind in ("outs", "metrics", "plots"):
        flags_of: dict[str, dict[str, Any]] = {}
        for item in data.get(kind, ()):
            for spelled, flags in (item if isinstance(item, dict) else {item: {}}).items():
                flags_of.setdefault(spelled, {}).update(_plot_flags(spelled, flags))
        for spelled, flags in flags_of.items():
            located = _locate_out(ws, wdir, spelled)
            entry = recorded.get(spelled)
            yield Out(
                located.spelled,
                located.path,
                _recorded(located, entry),
                kind,
                flags.get("cache", True),
                flags.get("persist", False),
                flags.get("push", True),
                flags.get("remote"),
                located.in_repo,
                located.external,
                flags,
            )


def _plot_flags(spelled: str, flags: object) -> Mapping[str, Any]:
    if isinstance(flags, dict):
        return flags
    raise DocumentError(
        f"properties of '{spelled}': expected a mapping, got a {type(flags).__name__}",
        hint="several plots of one file belong into the top-level 'plots:' section",
    )


def _dvc_dep(ws: Workspace, wdir: str, entry: Mapping[str, Any]) -> Dep:
    spelled = entry.get("path") or ""
    if "repo" in entry or "db" in entry:
        recorded = read_entry(entry)
        return Dep(spelled, spelled, recorded, in_repo=False, external=True, repo=entry.get("repo"))
    return _dep(ws, wdir, spelled, entry)


def _dvc_out(ws: Workspace, wdir: str, entry: Mapping[str, Any]) -> Out:
    located = _locate_out(ws, wdir, entry["path"])
    return Out(
        located.spelled,
        located.path,
        _recorded(located, entry),
        "metrics" if entry.get("metric") else "plots" if entry.get("plot") else "outs",
        entry.get("cache", True),
        entry.get("persist", False),
        entry.get("push", True),
        entry.get("remote"),
        located.in_repo,
        located.external,
        entry,
    )


def _locate(ws: Workspace, wdir: str, spelled: str, role: str) -> Located:
    if is_project_file(spelled):
        raise DocumentError(
            f"'{spelled}' is a project file and cannot be {role}",
            hint="name the data itself; project files are read by the engine",
        )
    return locate(wdir, spelled, ws.root)


def _locate_out(ws: Workspace, wdir: str, spelled: str) -> Located:
    located = _locate(ws, wdir, spelled, "an output")
    if not located.external and _is_ignored(ws, located.path):
        raise DocumentError(
            f"output '{spelled}' is ignored by {ws.ignore.explain(located.path) or '.dvcignore'}",
            hint="remove the pattern from .dvcignore, or write the output elsewhere",
        )
    return located


def _is_ignored(ws: Workspace, path: str) -> bool:
    as_file = ws.ignore.is_ignored(path, is_dir=False, nested_projects=False)
    if as_file == ws.ignore.is_ignored(path, is_dir=True, nested_projects=False):
        return as_file
    # The two only differ for patterns like 'name/'; then it matters what is on disk.
    return ws.files.is_dir(path) != as_file if ws.files.exists(path) else True
