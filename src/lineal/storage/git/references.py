"""Which revisions there are: branches, tags, every commit."""

from __future__ import annotations

from lineal.base.errors import RevisionError
from lineal.storage.git.process import ask


def branches(git_dir: str) -> list[str]:
    return _names(git_dir, "refs/heads/")


def tags(git_dir: str) -> list[str]:
    return _names(git_dir, "refs/tags/")


def all_commits(git_dir: str) -> list[str]:
    """Everything reachable from HEAD, branches, remote branches and tags; newest first."""
    words = ["rev-list", "--date-order", "--branches", "--remotes", "--tags"]
    try:
        return ask(git_dir, [*words, "HEAD"]).split()
    except RevisionError:
        # A repository without a commit has no HEAD to start from.
        return ask(git_dir, words).split()


def _names(git_dir: str, base: str) -> list[str]:
    listed = ask(git_dir, ["for-each-ref", "--format=%(refname)", base])
    return sorted(line.removeprefix(base) for line in listed.splitlines())


def current_branch(git_dir: str) -> str | None:
    """The branch HEAD is on; None when it is on none."""
    try:
        return ask(git_dir, ["symbolic-ref", "--quiet", "--short", "HEAD"]).strip() or None
    except RevisionError:
        return None


def is_dirty(git_dir: str, worktree: str) -> bool:
    """Whether a tracked file differs from the last commit."""
    words = [f"--work-tree={worktree}", "status", "--porcelain", "--untracked-files=no"]
    return bool(ask(git_dir, words).strip())
