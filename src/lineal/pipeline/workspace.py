"""The ports a verb works through, opened once: a plain bundle without behaviour of its own."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from lineal.pipeline.documents.memo import ParseMemo
from lineal.pipeline.history import History
from lineal.storage.cache import Cache
from lineal.storage.config import Config, load_config
from lineal.storage.files import WORKSPACE
from lineal.storage.gitrules import GitRules, NoGit
from lineal.storage.ignore import IgnoreRules
from lineal.storage.index import HashIndex
from lineal.storage.lineal_dir import ensure_lineal_dir
from lineal.storage.observe import Observer
from lineal.storage.placed import Placed
from lineal.storage.project import Project, find_project

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lineal.pipeline.documents.memo import Memo
    from lineal.storage.config.check import Raw
    from lineal.storage.files import Files


class Workspace(NamedTuple):
    """One project as one process sees it. Paths shown to people are relative to ``cwd``."""

    project: Project
    config: Config
    cwd: str
    ignore: IgnoreRules
    git: GitRules | NoGit
    observer: Observer
    cache: Cache
    memo: Memo
    placed: Placed
    warn: Callable[[str], None]
    files: Files
    history: History
    # The commit whose project files these are; None for the workspace.
    revision: str | None = None

    @property
    def root(self) -> str:
        return self.project.root

    def show(self, path: str) -> str:
        """A path as a person standing in ``cwd`` would write it; a URL as it is."""
        return path if "://" in path else os.path.relpath(path, self.cwd)


@contextmanager
def open_workspace(
    cwd: str | None = None,
    warn: Callable[[str], None] | None = None,
    extra: Raw | None = None,
) -> Iterator[Workspace]:
    here = cwd or os.getcwd()
    project = find_project(here)
    config = load_config(project.dvc_dir, extra=extra)
    lineal_dir = ensure_lineal_dir(project.root)
    ignore = IgnoreRules(project.root)
    index_dir = os.path.join(lineal_dir, "index")
    index = HashIndex.open(index_dir)
    placed = Placed(os.path.join(index_dir, "placed.json"), project.root)
    history = History(project.git_root, index_dir)
    try:
        yield Workspace(
            project=project,
            config=config,
            cwd=here,
            ignore=ignore,
            git=_git_rules(project, config),
            observer=Observer(index, ignore, config.core.checksum_jobs or os.cpu_count() or 1),
            cache=_cache(project, config),
            memo=ParseMemo(os.path.join(index_dir, "parsed")),
            placed=placed,
            warn=warn or warn_on_stderr,
            files=WORKSPACE,
            history=history,
        )
    finally:
        history.close()
        placed.close()
        index.close()


def _git_rules(project: Project, config: Config) -> GitRules | NoGit:
    if config.core.no_scm or project.git_root is None:
        return NoGit()
    return GitRules(project.git_root)


def _cache(project: Project, config: Config) -> Cache:
    root = config.cache.dir or os.path.join(project.dvc_dir, "cache")
    return Cache(root, config.cache.type, shared=config.cache.shared == "group")


def warn_on_stderr(message: str) -> None:
    sys.stderr.write(f"warning: {message}\n")
