"""What Git ignores and tracks around the data, and the upkeep of ``.gitignore``.

The ignore language is ``storage.gitpatterns``, the index file ``storage.gitindex``.
"""

from __future__ import annotations

import os
from typing import Final, NamedTuple

from lineal.base.errors import DataError
from lineal.storage.atomic import append_whole, write_atomic
from lineal.storage.gitconfig import read_git_settings
from lineal.storage.gitindex import TrackedPaths
from lineal.storage.gitpatterns import PatternFile
from lineal.storage.signature import Signature, signature_of

_IGNORE_FILE: Final = ".gitignore"
_GIT: Final = ".git"
_POINTER: Final = "gitdir:"
_SPECIAL: Final = "\\[]!*#?"


class GitRules:
    """Git's view of one working tree."""

    __slots__ = ("_common_dir", "_files", "_git_dir", "_global", "_ignore_case", "_tracked", "root")

    def __init__(self, git_root: str) -> None:
        self.root = git_root
        self._git_dir = resolve_git_dir(git_root)
        self._common_dir = resolve_common_dir(self._git_dir)
        self._files: dict[str, _Loaded] = {}
        self._global: list[PatternFile] | None = None
        self._ignore_case = False
        self._tracked = TrackedPaths(git_root, self._git_dir)

    def is_ignored(self, path: str, *, is_dir: bool | None = None) -> bool:
        """Judge a path as ``git check-ignore`` does; ``is_dir`` None asks the disk."""
        relpath = self._relative(path)
        if not relpath:
            return False
        if is_dir is None:
            is_dir = os.path.isdir(path)
        parts = relpath.split("/")
        for count in range(1, len(parts)):
            if self._verdict(parts[:count], is_dir=True):
                return True
        return bool(self._verdict(parts, is_dir=is_dir))

    def is_tracked(self, path: str) -> bool:
        relpath = self._relative(path)
        return bool(relpath) and self._tracked.holds(relpath or "")

    def ignore(self, path: str) -> str | None:
        """Make Git ignore ``path``; return the file that says so, None if one already did."""
        gitignore = self._ignore_file_for(path)
        if self.is_ignored(path):
            return None
        data = _read_bytes(gitignore) or b""
        line = os.fsencode(escape(_entry_for(path))) + b"\n"
        if data and not data.endswith(b"\n"):
            line = b"\n" + line
        try:
            append_whole(gitignore, line)
        except OSError as exc:
            raise _unwritable(gitignore, exc) from exc
        self._distrust(gitignore)
        return gitignore

    def unignore(self, path: str) -> str | None:
        """Take back what ``ignore`` wrote; return the file if it changed and still exists."""
        gitignore = self._ignore_file_for(path)
        data = _read_bytes(gitignore)
        if data is None:
            return None
        entry = _entry_for(path)
        # DVC looks only for the first spelling, so it never finds what it escaped.
        spellings = {os.fsencode(entry).strip(), os.fsencode(escape(entry)).strip()}
        lines = data.splitlines(keepends=True)
        kept = [line for line in lines if line.strip() not in spellings]
        if not kept:
            os.unlink(gitignore)
            return None
        if len(kept) == len(lines):
            return None
        self._write(gitignore, b"".join(kept))
        return gitignore

    def reorder(self, gitignore: str, paths: list[str]) -> None:
        """Bring the lines of these paths into this order, in the places where they stand."""
        data = _read_bytes(gitignore)
        if data is None:
            return
        wanted = [os.fsencode(escape(_entry_for(path))) for path in paths]
        lines = data.split(b"\n")
        ours = set(wanted)
        places = [place for place, line in enumerate(lines) if line in ours]
        if len(places) != len(wanted) or [lines[place] for place in places] == wanted:
            return
        for place, line in zip(places, wanted, strict=True):
            lines[place] = line
        self._write(gitignore, b"\n".join(lines))

    def _relative(self, path: str) -> str | None:
        return path[len(self.root) + 1 :] if path.startswith(f"{self.root}/") else None

    def _verdict(self, parts: list[str], *, is_dir: bool) -> bool | None:
        """Ask the files from the nearest directory upwards, then the global ones."""
        for depth in range(len(parts) - 1, -1, -1):
            patterns = self._patterns_in("/".join([self.root, *parts[:depth]]))
            if patterns is not None:
                verdict = patterns.verdict("/".join(parts[depth:]), is_dir=is_dir)
                if verdict is not None:
                    return verdict
        for patterns in self._global_patterns():
            verdict = patterns.verdict("/".join(parts), is_dir=is_dir)
            if verdict is not None:
                return verdict
        return None

    def _patterns_in(self, directory: str) -> PatternFile | None:
        self._global_patterns()
        path = f"{directory}/{_IGNORE_FILE}"
        try:
            # Git does not follow a symbolic link here.
            signature = signature_of(os.lstat(path))
        except OSError:
            return None
        loaded = self._files.get(path)
        if loaded is None or loaded.signature != signature:
            data = (_read_bytes(path) if not os.path.islink(path) else None) or b""
            patterns = loaded.patterns if loaded is not None else None
            if patterns is None or not patterns.grow_to(data):
                patterns = PatternFile(data, ignore_case=self._ignore_case)
            loaded = _Loaded(signature, patterns)
            self._files[path] = loaded
        return loaded.patterns

    def _global_patterns(self) -> list[PatternFile]:
        if self._global is None:
            settings = read_git_settings(self._common_dir)
            self._ignore_case = settings.ignore_case
            contents = map(
                _read_bytes, (f"{self._common_dir}/info/exclude", settings.excludes_file)
            )
            self._global = [
                PatternFile(data, ignore_case=settings.ignore_case) for data in contents if data
            ]
        return self._global

    def _ignore_file_for(self, path: str) -> str:
        gitignore = f"{os.path.dirname(path)}/{_IGNORE_FILE}"
        if not os.path.realpath(gitignore).startswith(os.path.realpath(self.root) + "/"):
            raise DataError(
                f"{path} is outside the Git repository {self.root}",
                hint="move it inside, or declare it with `cache: false`",
            )
        return gitignore

    def _write(self, gitignore: str, data: bytes) -> None:
        try:
            write_atomic(gitignore, data)
        except OSError as exc:
            raise _unwritable(gitignore, exc) from exc
        self._distrust(gitignore)

    def _distrust(self, gitignore: str) -> None:
        # Two writes in one tick can leave equal signatures; what was parsed can still grow.
        loaded = self._files.get(gitignore)
        if loaded is not None:
            self._files[gitignore] = loaded._replace(signature=None)


class NoGit:
    """Stands in where there is no Git, or ``core.no_scm`` says not to use it."""

    __slots__ = ()

    root: Final = None

    def is_ignored(self, path: str, *, is_dir: bool | None = None) -> bool:
        del path, is_dir
        return False

    def is_tracked(self, path: str) -> bool:
        del path
        return False

    def ignore(self, path: str) -> str | None:
        del path
        return None

    def reorder(self, gitignore: str, paths: list[str]) -> None:
        pass

    def unignore(self, path: str) -> str | None:
        del path
        return None


def _unwritable(gitignore: str, exc: OSError) -> DataError:
    return DataError(
        f"cannot write {gitignore}: {exc.strerror}",
        hint="check the permissions of the file and its directory",
    )


def find_git_root(start: str) -> str | None:
    """Find the working tree around ``start``; a worktree has a ``.git`` file, not a directory."""
    directory = os.path.abspath(start)
    while True:
        mark = f"{directory}/{_GIT}" if directory != "/" else f"/{_GIT}"
        if os.path.isfile(mark) or os.path.exists(f"{mark}/HEAD"):
            return directory
        parent = os.path.dirname(directory)
        if parent == directory:
            return None
        directory = parent


def escape(entry: str) -> str:
    """Escape what Git would read as a pattern, spelled as DVC spells it."""
    return "".join(f"\\{char}" if char in _SPECIAL else char for char in entry)


class _Loaded(NamedTuple):
    signature: Signature | None
    patterns: PatternFile


def _entry_for(path: str) -> str:
    return f"/{os.path.basename(path)}"


def resolve_git_dir(git_root: str) -> str:
    """Follow the ``.git`` file of a worktree or submodule."""
    mark = f"{git_root}/{_GIT}"
    if os.path.isfile(mark):
        pointer = os.fsdecode(_read_bytes(mark) or b"")
        if pointer.startswith(_POINTER):
            return os.path.join(git_root, pointer[len(_POINTER) :].strip())
    return mark


def resolve_common_dir(git_dir: str) -> str:
    data = _read_bytes(f"{git_dir}/commondir")
    return os.path.join(git_dir, os.fsdecode(data).strip()) if data else git_dir


def _read_bytes(path: str) -> bytes | None:
    try:
        with open(path, "rb") as file:
            return file.read()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as exc:
        raise DataError(
            f"cannot read {path}: {exc.strerror}", hint="check its permissions"
        ) from exc
