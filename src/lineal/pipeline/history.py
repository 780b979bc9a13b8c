"""What is needed to look into the past of a project, opened when somebody does."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from lineal.base.errors import RevisionError

if TYPE_CHECKING:
    from lineal.pipeline.documents.revision_memo import RevisionMemo
    from lineal.storage.git.objects import GitObjects


class History:
    """Git's objects, and a memory of what earlier project files say; both lazily."""

    __slots__ = ("_git_dir", "_git_root", "_index_dir", "_memo", "_objects")

    def __init__(self, git_root: str | None, index_dir: str, git_dir: str | None = None) -> None:
        self._git_root = git_root
        self._git_dir = git_dir
        self._index_dir = index_dir
        self._objects: GitObjects | None = None
        self._memo: RevisionMemo | None = None

    @property
    def git_root(self) -> str:
        if self._git_root is None:
            raise RevisionError(
                "this project is not in a Git repository, so it has no revisions",
                hint="git init, and commit the project files",
            )
        return self._git_root

    @property
    def git_dir(self) -> str:
        if self._git_dir is None:
            # deferred: only who asks for a revision needs it
            from lineal.storage.gitrules import resolve_git_dir

            self._git_dir = resolve_git_dir(self.git_root)
        return self._git_dir

    @property
    def objects(self) -> GitObjects:
        if self._objects is None:
            from lineal.storage.git.objects import GitObjects  # deferred: as above

            self._objects = GitObjects(self.git_dir)
        return self._objects

    @property
    def memo(self) -> RevisionMemo:
        if self._memo is None:
            # deferred: as above
            from lineal.pipeline.documents.revision_memo import RevisionMemo

            self._memo = RevisionMemo(os.path.join(self._index_dir, "revisions.db"))
        return self._memo

    def close(self) -> None:
        if self._objects is not None:
            self._objects.close()
        if self._memo is not None:
            self._memo.close()
