"""Opening a project by where it is: here, elsewhere on this machine, or behind a Git URL.

What is behind a URL is read out of a mirror without a working tree, at one revision.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from lineal.base.errors import ProjectError
from lineal.pipeline.history import History
from lineal.pipeline.revisions import at_revision
from lineal.pipeline.workspace import Workspace, open_workspace, warn_on_stderr
from lineal.storage.cache import Cache
from lineal.storage.config import load_config
from lineal.storage.git.clones import mirror
from lineal.storage.git.files import RevisionFiles
from lineal.storage.gitrules import NoGit
from lineal.storage.ignore import IgnoreRules
from lineal.storage.index import HashIndex
from lineal.storage.observe import Observer
from lineal.storage.placed import Placed
from lineal.storage.project import Project, find_project

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lineal.storage.config.check import Raw


@contextmanager
def open_project(
    location: str | None = None,
    rev: str | None = None,
    config: Raw | None = None,
    warn: Callable[[str], None] | None = None,
) -> Iterator[Workspace]:
    """Without ``rev``: the workspace of a local project, the default branch of another."""
    if location is None or _is_local_project(location):
        with open_workspace(location and os.path.abspath(location), warn, config) as ws:
            yield at_revision(ws, rev) if rev else ws
        return
    directory = mirror(os.path.abspath(location) if os.path.isdir(location) else location, rev)
    with _opened(directory, rev or "HEAD", config, warn) as ws:
        yield ws


def _is_local_project(location: str) -> bool:
    if not os.path.isdir(location):
        return False
    try:
        find_project(location)
    except ProjectError:
        return False
    return True


@contextmanager
def _opened(
    directory: str, rev: str, extra: Raw | None, warn: Callable[[str], None] | None
) -> Iterator[Workspace]:
    root = os.path.join(directory, "tree")
    project = Project(root, os.path.join(root, ".dvc"), os.path.join(directory, "lineal"), root)
    index_dir = os.path.join(project.lineal_dir, "index")
    os.makedirs(index_dir, exist_ok=True)
    history = History(root, index_dir, os.path.join(directory, "repo.git"))
    index = HashIndex.open(index_dir)
    try:
        files = RevisionFiles(history.objects, history.objects.resolve(rev), root)
        ignore = IgnoreRules(root, files)
        yield Workspace(
            project=project,
            config=load_config(
                project.dvc_dir, read=lambda path: files.read(path) or b"", extra=extra
            ),
            cwd=root,
            ignore=ignore,
            git=NoGit(),
            observer=Observer(index, ignore),
            cache=Cache(os.path.join(directory, "cache")),
            memo=history.memo,
            placed=Placed(os.path.join(index_dir, "placed.json"), root),
            warn=warn or warn_on_stderr,
            files=files,
            history=history,
            revision=files.commit,
        )
    finally:
        index.close()
        history.close()
