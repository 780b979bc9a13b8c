"""A directory as a remote: on this machine, or mounted.

Objects have mode 0444, as DVC leaves them: "verified" to whoever uses the directory as a cache.
"""

from __future__ import annotations

import errno
import os
import stat
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

from lineal.base.errors import RemoteDenied, RemoteError, RemoteMissing
from lineal.storage.atomic import is_leftover, temporary_beside, write_all
from lineal.storage.links import UNSUPPORTED, copy, reflink
from lineal.storage.remotes.address import checked_key
from lineal.storage.remotes.port import Info

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from lineal.storage.remotes.place import Place

_BLOCK: Final = 1 << 20
_DENIED: Final = (errno.EACCES, errno.EPERM, errno.EROFS)
_ABSENT: Final = (errno.ENOENT, errno.ENOTDIR)
_OBJECT_MODE: Final = 0o444
_SHARED_DIR_MODE: Final = 0o2775
# The run cache is a plain copy in DVC, too: it is read as text, not trusted by its mode.
_PLAIN: Final = "runs/"
_CREATE: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
# More of them fight over the directories they write to.
_JOBS: Final = 2


def open_local(place: Place) -> LocalRemote:
    return LocalRemote(
        place.address.path, jobs=place.jobs(_JOBS), shared=place.text("shared") == "group"
    )


class LocalRemote:
    """The port over one directory. It is created by the first thing that is written."""

    __slots__ = ("_made", "_masked", "_reflinks", "_root", "_shared", "jobs")

    waits: Final = False

    def __init__(self, root: str, *, jobs: int = _JOBS, shared: bool = False) -> None:
        self._root = root.rstrip("/")
        self._shared = shared
        self._made: set[str] = set()
        self._reflinks = True
        umask = os.umask(0)
        os.umask(umask)
        self._masked = bool(umask & _OBJECT_MODE)
        self.jobs = jobs

    @property
    def url(self) -> str:
        return self._root or "/"

    def head(self, key: str) -> Info | None:
        with self._asking(key):
            try:
                found = os.stat(self._path(key))
            except (FileNotFoundError, NotADirectoryError):
                return None
        if not stat.S_ISREG(found.st_mode):
            return None
        return Info(key, found.st_size, modified=found.st_mtime)

    def list(self, prefix: str = "") -> Iterator[Info]:
        directory = self._path(prefix.strip("/")).rstrip("/")
        yield from self._below(directory or "/", len(self._root) + 1)

    def read(self, key: str) -> bytes:
        with self._asking(key), open(self._path(key), "rb") as file:
            return file.read()

    def read_range(self, key: str, start: int, length: int) -> bytes:
        with self._asking(key), open(self._path(key), "rb") as file:
            file.seek(start)
            return file.read(length)

    def stream(self, key: str) -> Iterator[bytes]:
        with self._asking(key), open(self._path(key), "rb", buffering=0) as file:
            left = os.fstat(file.fileno()).st_size
            # No more than there is: a block is allocated whole before it is read into.
            while left > 0 and (data := file.read(min(_BLOCK, left))):
                left -= len(data)
                yield data
        if left > 0:
            raise RemoteError(f"{self.url}: {key} ended {left} bytes early", hint="try again")

    def write(self, key: str, data: bytes) -> Info:
        # Mode 0444 from the first moment, unless the umask takes a part of it away.
        mode = 0o666 if key.startswith(_PLAIN) else _OBJECT_MODE
        self._put(key, lambda temporary: _write(temporary, data, mode), protected=not self._masked)
        return Info(key, len(data))

    def upload(self, key: str, path: str, sent: Callable[[int], None] | None = None) -> Info:
        size = os.stat(path).st_size
        self._put(key, lambda temporary: self._copy(path, temporary), protected=False)
        if sent:
            sent(size)
        return Info(key, size)

    def remove(self, keys: Iterable[str]) -> None:
        for key in keys:
            with self._asking(key), suppress(FileNotFoundError, NotADirectoryError):
                os.unlink(self._path(key))

    def close(self) -> None:
        """Nothing is kept open."""

    def _put(self, key: str, fill: Callable[[str], None], *, protected: bool) -> None:
        """Fill a temporary file, which becomes the final one.

        It is made in the root: creating many files in one directory and renaming them costs two
        thirds of creating each where it belongs: file systems keep directories apart.
        """
        path = self._path(key)
        try:
            self._make(path[: path.rindex("/")])
            temporary = temporary_beside(f"{self._root}/")
            try:
                fill(temporary)
                if not (protected or key.startswith(_PLAIN)):
                    _protect(temporary)
                _moved(temporary, path)
            except BaseException:
                with suppress(OSError):
                    os.unlink(temporary)
                raise
        except OSError as exc:
            raise self._error(key, exc) from exc

    def _copy(self, source: str, target: str) -> None:
        if self._reflinks:
            try:
                reflink(source, target)
            except OSError as exc:
                # Asked once; what else may be wrong, the copy meets as well.
                self._reflinks = exc.errno not in UNSUPPORTED
            else:
                return
        copy(source, target)

    def _path(self, key: str) -> str:
        try:
            return f"{self._root}/{checked_key(key)}"
        except ValueError as exc:
            raise RemoteError(f"{self.url}: {exc}", hint="nothing was read or written") from exc

    def _make(self, directory: str) -> None:
        if directory in self._made or directory == self._root == "":
            return
        if not os.path.isdir(directory):
            self._make(directory[: directory.rindex("/")])
            with suppress(FileExistsError):
                os.mkdir(directory)
                if self._shared:
                    os.chmod(directory, _SHARED_DIR_MODE)
        self._made.add(directory)

    def _below(self, directory: str, cut: int) -> Iterator[Info]:
        with self._asking(directory):
            try:
                entries = list(os.scandir(directory))
            except (FileNotFoundError, NotADirectoryError):
                return
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from self._below(entry.path, cut)
            elif not is_leftover(entry.path):
                with suppress(FileNotFoundError):
                    found = entry.stat()
                    yield Info(entry.path[cut:], found.st_size, modified=found.st_mtime)

    @contextmanager
    def _asking(self, key: str) -> Iterator[None]:
        try:
            yield
        except OSError as exc:
            raise self._error(key, exc) from exc

    def _error(self, key: str, exc: OSError) -> RemoteError:
        if exc.errno in _ABSENT and not os.path.isdir(self.url):
            return RemoteMissing(
                f"{self.url}: the remote's directory does not exist",
                hint="is it mounted? `lineal remote list` shows where remotes are",
            )
        if exc.errno in _ABSENT:
            return RemoteMissing(f"{self.url}: there is no {key}")
        if exc.errno in _DENIED:
            return RemoteDenied(
                f"{self.url}: {key}: {exc.strerror}", hint="look at the directory's permissions"
            )
        return RemoteError(f"{self.url}: {key}: {exc.strerror}", hint="mend that and try again")


def _write(path: str, data: bytes, mode: int) -> None:
    descriptor = os.open(path, _CREATE, mode)
    try:
        write_all(descriptor, data)
    finally:
        os.close(descriptor)


def _moved(temporary: str, path: str) -> None:
    try:
        os.rename(temporary, path)
    except OSError as exc:
        if exc.errno != errno.EXDEV:
            raise
        # A part of the remote is a file system of its own.
        beside = temporary_beside(path)
        copy(temporary, beside)
        os.chmod(beside, os.stat(temporary).st_mode)
        os.rename(beside, path)
        os.unlink(temporary)


def _protect(path: str) -> None:
    # Some shares refuse modes; then readers hash the object before they trust it.
    with suppress(OSError):
        os.chmod(path, _OBJECT_MODE)
