"""The intended differences that random histories meet, checked and then levelled out.

This is the one place that knows them; the docs explain them to users.

1. DVC rolls back every ``.gitignore`` line of a failed ``repro``, also those of stages that
   succeeded. Lineal keeps them. Checked: ours holds every line of DVC's.
2. DVC deletes a stage's outputs before it knows that its dependencies exist. Lineal checks
   first. Checked: ours has every file that DVC has.
3. DVC's ``checkout`` of data that the cache lacks deletes what is there, or makes links that
   lead nowhere and says that all is well; it links to damaged objects, too. Lineal removes
   these, leaves the output alone, and fails if it is not as recorded. Checked: DVC fails as
   well, or has something of the kind in every output that we name; we have what it deleted.
   An object that anybody may write is verified and protected by Lineal before it is linked to.
   Checked: its bytes are the same.
4. A path that is itself such a link is an unexpected error for DVC. For Lineal it is deleted.
   Checked: the path that DVC's error names is such a link.

5. DVC believes the damaged list of a directory, or finds it unreadable and leaves it in the
   cache. Lineal removes it when it meets it. Checked: it is damaged.

Of all but the fourth ours is then carried over to DVC's copy, so that what follows starts from
equal ground.
"""

from __future__ import annotations

import os
import re
import shutil
from typing import TYPE_CHECKING

from tests.acceptance.harness.snapshot import take_snapshot

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from tests.acceptance.harness.oracle import Outcome
    from tests.acceptance.harness.project import Project

# What the generator's accidents write in front of an object's bytes.
DAMAGED = b"corrupted"
NOT_PLACED = re.compile(
    r"Checkout failed for following targets:\n((?:.+\n)+?)(?:hint:|Is your cache up to date)"
)
NOT_FOUND = re.compile(r"\[Errno 2\] No such file or directory: '(.+)'")


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


def reconcile_failed_checkout(
    dvc: Project, lineal: Project, answers: Iterable[Outcome], cwd: str
) -> None:
    drop_damaged_objects(dvc, lineal)
    for each in unprotected_objects(dvc):
        ours, theirs = lineal.root / each, dvc.root / each
        if ours.is_file() and ours.read_bytes() == theirs.read_bytes():
            theirs.chmod(ours.stat().st_mode)
    for path in sorted({path for answer in answers for path in not_placed(answer, cwd)}):
        remove(dvc.root / path)
        for each in (path, *below(lineal.root, path)):
            if (lineal.root / each).is_dir() and not (lineal.root / each).is_symlink():
                (dvc.root / each).mkdir(parents=True)
            elif os.path.lexists(lineal.root / each):
                copy_across(dvc, lineal, each)


def drop_damaged_objects(dvc: Project, lineal: Project, kind: str = "") -> None:
    """Those whose names end in ``kind`` and that are no longer in our cache."""
    for each in damaged_objects(dvc):
        if each.endswith(kind) and not (lineal.root / each).exists():
            (dvc.root / each).unlink()


def is_content_with_less(dvc: Project, answer: Outcome, cwd: str) -> bool:
    """Whether all that our checkout could not place is broken or damaged where DVC was content."""
    paths = not_placed(answer, cwd)
    return bool(paths) and all(
        any(is_spoiled(dvc.root / each) for each in (path, *below(dvc.root, path)))
        for path in paths
    )


def is_content_with_more(dvc: Project, lineal: Project, answer: Outcome, cwd: str) -> bool:
    """Whether all that DVC could not place is still there where we were content."""
    paths = not_placed(answer, cwd)
    return bool(paths) and all(
        (lineal.root / path).exists() and not os.path.lexists(dvc.root / path) for path in paths
    )


def is_stopped_by_a_link(answer: Outcome) -> bool:
    """Whether DVC's failure is that a path is a broken link."""
    found = NOT_FOUND.search(answer.stderr)
    return found is not None and os.path.islink(found[1]) and not os.path.exists(found[1])


def not_placed(answer: Outcome, cwd: str) -> list[str]:
    """The outputs that a checkout names, from the repository's root."""
    found = NOT_PLACED.search(answer.stderr)
    lines = found[1].splitlines() if found else []
    return [os.path.normpath(os.path.join(cwd, line)) for line in lines]


def below(root: Path, path: str) -> Iterator[str]:
    """Directories first."""
    for each in sorted((root / path).rglob("*")) if (root / path).is_dir() else ():
        yield os.path.relpath(each, root)


def is_spoiled(path: Path) -> bool:
    if path.is_symlink() and not path.exists():
        return True
    return path.is_file() and path.read_bytes().startswith(DAMAGED)


def damaged_objects(project: Project) -> list[str]:
    return [each for each in objects(project) if is_spoiled(project.root / each)]


def unprotected_objects(project: Project) -> list[str]:
    return [each for each in objects(project) if (project.root / each).stat().st_mode & 0o222]


def objects(project: Project) -> list[str]:
    found = (project.root / ".dvc/cache/files").rglob("*")
    return [os.path.relpath(path, project.root) for path in found if path.is_file()]


def remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def keep_our_ignored_lines(dvc: Project, lineal: Project, path: str) -> None:
    theirs, ours = (ignored_lines(project, path) for project in (dvc, lineal))
    missing = set(theirs) - set(ours)
    assert not missing, f"{path}: a failed run lost {sorted(missing)}"
    shutil.copy2(lineal.root / path, dvc.root / path)


def ignored_lines(project: Project, path: str) -> list[bytes]:
    file = project.root / path
    return file.read_bytes().splitlines() if file.exists() else []


def copy_across(dvc: Project, lineal: Project, path: str) -> None:
    """The same kind of file, a link into the cache of its own."""
    source, target = lineal.root / path, dvc.root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    cached = linked_object(lineal.root, source)
    if cached is None:
        shutil.copy2(source, target, follow_symlinks=False)
    elif source.is_symlink():
        target.symlink_to(dvc.root / cached)
    elif (dvc.root / cached).exists():
        target.hardlink_to(dvc.root / cached)
    else:
        shutil.copy2(source, target)


def linked_object(root: Path, path: Path) -> str | None:
    """The object in the cache that a file is a link to, from the root."""
    cache = root / ".dvc/cache"
    if path.is_symlink():
        target = os.path.realpath(path)
        return os.path.relpath(target, root) if target.startswith(os.fspath(cache)) else None
    if path.stat().st_nlink == 1:
        return None
    same = (each for each in cache.rglob("*") if each.is_file() and each.samefile(path))
    return next((os.path.relpath(each, root) for each in same), None)
