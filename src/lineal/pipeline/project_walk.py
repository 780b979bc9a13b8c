"""The directories of a project, from its root down, and the files in them that are its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator

    from lineal.pipeline.workspace import Workspace


def walk_project(
    ws: Workspace,
    endings: tuple[str, ...],
    is_wanted: Callable[[str], bool],
    outs: Container[str] = (),
) -> Iterator[str]:
    """Paths of files, in order, by names that end so and are wanted.

    Nothing that is ignored, and nothing in ``outs``, which may grow while files are taken: a
    directory is gone into after the files beside it.
    """
    pending = [ws.root]
    while pending:
        directory = pending.pop()
        found = ws.files.scan(directory, endings)
        subdirs, files = sorted(found.subdirs), sorted(filter(is_wanted, found.files))
        subdirs, files = ws.ignore.filter_names(directory, subdirs, files)
        for name in files:
            path = f"{directory}/{name}"
            if not ws.git.is_ignored(path, is_dir=False):
                yield path
        pending.extend(
            path
            for path in (f"{directory}/{name}" for name in reversed(subdirs))
            if path not in outs and not ws.git.is_ignored(path, is_dir=True)
        )
