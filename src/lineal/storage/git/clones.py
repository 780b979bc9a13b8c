"""Bare mirrors of other people's repositories, kept per user and brought up to date when asked."""

from __future__ import annotations

import hashlib
import os
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

from lineal.base.errors import RevisionError
from lineal.storage.git.process import run
from lineal.storage.removal import remove_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_FULL_HASH = re.compile(r"[0-9a-f]{40}([0-9a-f]{24})?")
_SECRET = re.compile(r"(?<=://)[^/@\s]+@")


def clones_dir() -> str:
    """``LINEAL_CLONES_DIR``, or the user's own cache directory."""
    chosen = os.environ.get("LINEAL_CLONES_DIR")
    if chosen:
        return os.path.abspath(chosen)
    base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return os.path.join(base, "lineal", "clones")


def mirror(url: str, rev: str | None = None) -> str:
    """The directory that holds a mirror of ``url`` as ``repo.git``.

    Fetched anew, unless ``rev`` is a full hash that it has already.
    """
    directory = os.path.join(clones_dir(), _name_of(url))
    # What a private repository holds is for nobody else on this machine.
    os.makedirs(directory, mode=0o700, exist_ok=True)
    git_dir = os.path.join(directory, "repo.git")
    with _alone(f"{directory}/lock"):
        if not os.path.isdir(git_dir):
            _clone(url, git_dir)
        elif not (rev and _FULL_HASH.fullmatch(rev) and _has(git_dir, rev)):
            _git(url, ["fetch", "--quiet", "--prune", "--", "origin"], git_dir)
    return directory


def without_secret(text: str) -> str:
    """A URL, or a message of git with one in it, without user and password."""
    return _SECRET.sub("", text)


def _name_of(url: str) -> str:
    stem = re.sub(r"[^A-Za-z0-9]+", "-", without_secret(url).rstrip("/").removesuffix(".git"))
    digest = hashlib.blake2b(os.fsencode(url), digest_size=8).hexdigest()
    return f"{stem.strip('-')[-40:].lstrip('-')}-{digest}"


def _clone(url: str, git_dir: str) -> None:
    """Beside its place first: what is there under its name is whole."""
    beside = f"{git_dir}.new"
    if os.path.exists(beside):
        remove_path(beside)
    _git(url, ["clone", "--quiet", "--mirror", "--", url, beside])
    os.rename(beside, git_dir)


def _has(git_dir: str, commit: str) -> bool:
    return not run(["cat-file", "-e", f"{commit}^{{commit}}"], git_dir).code


def _git(url: str, words: Sequence[str], git_dir: str | None = None) -> None:
    answer = run(words, git_dir)
    if answer.code:
        raise RevisionError(
            f"cannot clone {without_secret(url)}: {without_secret(answer.complaint)}",
            hint="check the URL and your access: git ls-remote URL",
        )


@contextmanager
def _alone(path: str) -> Iterator[None]:
    import fcntl  # deferred: only who clones needs it

    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
