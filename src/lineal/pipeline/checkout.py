"""``checkout``: the workspace as the lock and ``.dvc`` files of this revision record it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from lineal.base.errors import DataError, TargetError
from lineal.pipeline.model import Recorded
from lineal.pipeline.paths import is_inside, overlaps
from lineal.pipeline.project_graph import GraphOnce
from lineal.pipeline.targets import collect_granular, narrowed
from lineal.storage.checkout import Checkout, WantedObject, carry_out, remove_path
from lineal.storage.locks import ProjectLock
from lineal.storage.tree import dump_tree, subtree, tree_oid

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lineal.pipeline.model import Out, Stage
    from lineal.pipeline.targets import Selected
    from lineal.pipeline.workspace import Workspace
    from lineal.storage.checkout import Change


class CheckoutOptions(NamedTuple):
    with_deps: bool = False
    recursive: bool = False
    force: bool = False
    relink: bool = False
    allow_missing: bool = False


class CheckedOut(NamedTuple):
    """Paths by what became of them (directories end in '/'), and how many files took part."""

    modified: tuple[str, ...]
    added: tuple[str, ...]
    deleted: tuple[str, ...]
    failed: tuple[str, ...]
    counts: dict[str, int]


class Wanted(NamedTuple):
    """One path, and what it shall hold; None when nothing was ever recorded for it.

    ``out`` is the output it is, or lies in.
    """

    path: str
    object: WantedObject | None
    out: str


class Job(NamedTuple):
    """What is wanted, and the look that was taken at what is there, if one was."""

    wanted: Wanted
    checkout: Checkout | None


def check_out(ws: Workspace, targets: Sequence[str], options: CheckoutOptions) -> CheckedOut:
    with ProjectLock(ws.project.dvc_dir, hardlink=ws.config.core.hardlink_lock):
        return place(ws, targets, options)


def place(ws: Workspace, targets: Sequence[str], options: CheckoutOptions) -> CheckedOut:
    """For who holds the project lock.

    Decides on everything before it changes anything: unsaved data is never half lost.
    """
    graph = GraphOnce(ws)
    selected = [
        item
        for text in (targets or (None,))
        for item in collect_granular(
            ws, text, graph, with_deps=options.with_deps, recursive=options.recursive
        )
    ]
    every = _all_wanted(ws, selected)
    jobs = [Job(each, None) if options.force else _looked_at(ws, each) for each in every]
    outs = [out.path for item in selected for out in item.stage.outs]
    gone = [] if targets else _left_behind(ws, outs)
    if not options.force:
        _refuse_loss(ws, jobs)
    return _apply(ws, jobs, gone, options)


def _looked_at(ws: Workspace, wanted: Wanted) -> Job:
    if wanted.object is None:
        return Job(wanted, None)
    return Job(wanted, Checkout(wanted.path, wanted.object, ws.cache, ws.observer))


def _all_wanted(ws: Workspace, selected: Sequence[Selected]) -> Iterator[Wanted]:
    seen: set[str] = set()
    for item in selected:
        for out in narrowed(item).outs:
            inner = item.path if item.path not in (None, out.path) else None
            key = inner or out.path
            if out.cache and out.in_repo and key not in seen:
                seen.add(key)
                known = _with_data(ws, item.stage, out)
                yield _wanted(known) if inner is None else _wanted_inside(ws, known, inner)


def _with_data(ws: Workspace, stage: Stage, out: Out) -> Out:
    """A partial import that was fetched can be placed, though its file does not say what it is."""
    if not stage.is_partial_import:
        return out
    from lineal.pipeline.imports.partial import recall  # deferred: few projects have one

    return out._replace(recorded=Recorded(recall(ws, stage)))


def _wanted(out: Out) -> Wanted:
    recorded = out.recorded
    if recorded.oid is None:
        return Wanted(out.path, None, out.path)
    wanted = WantedObject(recorded.oid, recorded.algorithm, recorded.isexec)
    return Wanted(out.path, wanted, out.path)


def _wanted_inside(ws: Workspace, out: Out, path: str) -> Wanted:
    """A file or a sub-directory of an output that is a directory; the rest is left alone."""
    recorded = out.recorded
    tree = ws.cache.read_tree(recorded.oid, recorded.algorithm) if recorded.oid else None
    if tree is None:
        return Wanted(path, None, out.path)
    name = os.path.relpath(path, out.path)
    members = dict(tree.members)
    if name in members:
        return Wanted(path, WantedObject(members[name], recorded.algorithm), out.path)
    part = subtree(tree, name)
    if not part.members:
        raise TargetError(
            f"'{ws.show(path)}' is not recorded in '{ws.show(out.path)}'",
            hint=f"lineal checkout {ws.show(out.path)} brings all of it back",
        )
    oid = tree_oid(dump_tree(part))
    return Wanted(path, WantedObject(oid, recorded.algorithm, tree=part), out.path)


def _left_behind(ws: Workspace, kept: list[str]) -> list[str]:
    """Outputs of another revision that are still as they were put there."""
    return [
        path
        for path, oid in ws.placed.besides(kept).items()
        if os.path.lexists(path)
        and is_inside(path, ws.root)
        and not any(overlaps(path, other) for other in kept)
        and _is_still(ws, path, oid)
    ]


def _is_still(ws: Workspace, path: str, oid: str) -> bool:
    seen = ws.observer.observe(path)
    return seen is not None and seen.oid == oid


def _refuse_loss(ws: Workspace, jobs: list[Job]) -> None:
    lost = [path for job in jobs if job.checkout is not None for path in job.checkout.unsaved()]
    if lost:
        listed = "\n".join(ws.show(path) for path in lost)
        raise DataError(
            f"Can't remove the following unsaved files without confirmation.\n{listed}",
            hint="save them with `lineal add` or `lineal commit`, or use --force",
        )


def _apply(ws: Workspace, jobs: list[Job], gone: list[str], options: CheckoutOptions) -> CheckedOut:
    paths: dict[str, list[str]] = {"modified": [], "added": [], "deleted": []}
    counts = dict.fromkeys(paths, 0)
    failed: list[str] = []
    for path in gone:
        paths["deleted"].append(_shown(ws, path))
        counts["deleted"] += 1
        remove_path(path)
        ws.placed.forget(path)
    for job in jobs:
        item = job.wanted
        was_there = os.path.lexists(item.out)
        change = _check_out_one(ws, job, options)
        if change is None or change.missing:
            failed.append(ws.show(item.path))
            continue
        for kind in counts:
            counts[kind] += getattr(change, kind)
        if change.kind is not None:
            paths[_kind(item, change.kind, was_there=was_there)].append(_shown(ws, item.out))
    ordered = {kind: tuple(sorted(found, key=_directories_first)) for kind, found in paths.items()}
    return CheckedOut(**ordered, failed=tuple(failed), counts=counts)


def _kind(item: Wanted, kind: str, *, was_there: bool) -> str:
    """What became of the whole output when a part of it was brought back."""
    if item.path == item.out:
        return kind
    return "modified" if was_there else "added"


def _check_out_one(ws: Workspace, job: Job, options: CheckoutOptions) -> Change | None:
    item = job.wanted
    if item.object is None:
        ws.warn(f"No file hash info found for '{ws.show(item.path)}'. It won't be created.")
        return None
    looked = job.checkout
    if looked is None or not looked.same:
        # Placing other outputs may have removed damaged objects that this one links to.
        looked = Checkout(item.path, item.object, ws.cache, ws.observer)
    change = carry_out(looked, force=True, relink=options.relink, allow_missing=True)
    if not change.missing and item.path == item.out:
        ws.placed.note(item.path, item.object.oid)
    return change


def _shown(ws: Workspace, path: str) -> str:
    shown = ws.show(path)
    return os.path.join(shown, "") if os.path.isdir(path) else shown


def _directories_first(path: str) -> tuple[bool, str]:
    return not path.endswith("/"), path
