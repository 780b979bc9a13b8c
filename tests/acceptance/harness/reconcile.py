"""The intended differences after a failed run, checked and then levelled out.

This is the one place that knows them; the docs explain them to users.

1. DVC rolls back every ``.gitignore`` line of a failed ``repro``, also those of stages that
   succeeded. Lineal keeps them. Checked: ours holds every line of DVC's.
2. DVC deletes a stage's outputs before it knows that its dependencies exist. Lineal checks
   first. Checked: ours has every file that DVC has.

Both are then carried over to DVC's copy, so that what follows starts from equal ground.
"""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

from tests.acceptance.harness.snapshot import take_snapshot

if TYPE_CHECKING:
    from tests.acceptance.harness.project import Project


def reconcile_failed_run(dvc: Project, lineal: Project) -> None:
    theirs, ours = take_snapshot(dvc).workspace, take_snapshot(lineal).workspace
    for path in sorted(theirs.keys() | ours.keys()):
        if os.path.basename(path) == ".gitignore":
            keep_our_ignored_lines(dvc, lineal, path)
        elif path in ours and path not in theirs and ours[path].kind != "dir":
            copy_across(dvc, lineal, path)
    for path in sorted(ours.keys() - theirs.keys()):
        if ours[path].kind == "dir":
            (dvc.root / path).mkdir(mode=ours[path].mode, parents=True, exist_ok=True)


def keep_our_ignored_lines(dvc: Project, lineal: Project, path: str) -> None:
    theirs, ours = (ignored_lines(project, path) for project in (dvc, lineal))
    missing = set(theirs) - set(ours)
    assert not missing, f"{path}: a failed run lost {sorted(missing)}"
    shutil.copy2(lineal.root / path, dvc.root / path)


def ignored_lines(project: Project, path: str) -> list[bytes]:
    file = project.root / path
    return file.read_bytes().splitlines() if file.exists() else []


def copy_across(dvc: Project, lineal: Project, path: str) -> None:
    target = dvc.root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    source = lineal.root / path
    cached = os.path.realpath(source)
    cache = os.path.join(os.fspath(lineal.root), ".dvc", "cache")
    if source.is_symlink() and cached.startswith(cache):
        target.symlink_to(os.fspath(dvc.root) + cached[len(os.fspath(lineal.root)) :])
    else:
        shutil.copy2(source, target, follow_symlinks=False)
