"""A file or directory that is put together beside its place, and moved there when complete."""

from __future__ import annotations

import os
import shutil
from typing import IO, TYPE_CHECKING, Final, Self

from lineal.base.errors import DataError
from lineal.storage.algorithm import MD5
from lineal.storage.atomic import temporary_beside
from lineal.storage.cache import Cache
from lineal.storage.digest import digest_bytes
from lineal.storage.hashing import hash_file
from lineal.storage.links import copy, reflink
from lineal.storage.removal import remove_path, sweep_beside
from lineal.storage.streaming import copy_hashing

if TYPE_CHECKING:
    from types import TracebackType

    from lineal.storage.objects import ObjectId

#: Up to this size a file is read, judged and written in one piece.
_SMALL: Final = 1 << 20
_PLAIN: Final = 0o666
_OBJECTS: Final = "objects"
_CONTENT: Final = "content"


class Delivery:
    """``destination`` is as it was until the end of the ``with`` block, and only then complete.

    Names within it come from elsewhere: none leads out of it.
    """

    __slots__ = ("_content", "_destination", "_force", "_is_dir", "_made", "_scratch", "cache")

    def __init__(self, destination: str, *, is_dir: bool, force: bool = False) -> None:
        self._destination = os.path.abspath(destination)
        self._force = force
        self._is_dir = is_dir
        self._scratch = temporary_beside(self._destination)
        self._content = f"{self._scratch}/{_CONTENT}"
        self._made: set[str] = set()
        # What is fetched for this delivery alone.
        self.cache = Cache(f"{self._scratch}/{_OBJECTS}")

    def copy(self, name: str, source: str, item: ObjectId) -> None:
        """An object of a cache; verified where its bytes are read anyway."""
        target = self._place(name)
        size = os.stat(source).st_size
        if size <= _SMALL:
            with open(source, "rb") as file:
                data = file.read()
            good = digest_bytes(data, item.algorithm) == item.digest
            _write(target, data)
        else:
            good = _copy_big(source, target, size, item)
        if not good:
            raise DataError(
                f"object {item.oid} at {source} is damaged: its bytes do not match its name",
                hint="lineal verify --cache --fetch, in the project it belongs to",
            )

    def take_object(self, name: str, item: ObjectId) -> None:
        """An object that was fetched, and verified when it arrived."""
        target = self._place(name)
        source = self.cache.object_path(item.oid, item.algorithm)
        try:
            reflink(source, target)
        except OSError:
            copy(source, target)

    def stream(self, name: str, file: IO[bytes]) -> None:
        """A file that has no digest to be judged by."""
        with open(self._place(name), "xb") as target:
            shutil.copyfileobj(file, target, _SMALL)

    def __enter__(self) -> Self:
        if os.path.lexists(self._destination) and not self._force:
            kind = "directory" if os.path.isdir(self._destination) else "file"
            raise DataError(
                f"the {kind} '{self._destination}' is there already",
                hint="-o PATH puts it elsewhere; -f replaces what is there",
            )
        try:
            os.makedirs(os.path.dirname(self._destination), exist_ok=True)
            sweep_beside(self._destination)
            os.mkdir(self._scratch)
            if self._is_dir:
                os.mkdir(self._content)
        except OSError as exc:
            raise _refused(self._destination, exc) from exc
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if error is None:
                self._settle()
        finally:
            remove_path(self._scratch)
        if isinstance(error, OSError):
            raise _refused(error.filename or self._destination, error) from error

    def _settle(self) -> None:
        try:
            if os.path.isdir(self._destination) and not os.path.islink(self._destination):
                os.rename(self._destination, f"{self._scratch}/replaced")
            elif self._is_dir and os.path.lexists(self._destination):
                os.unlink(self._destination)
            os.rename(self._content, self._destination)
        except OSError as exc:
            raise _refused(self._destination, exc) from exc

    def _place(self, name: str) -> str:
        if not self._is_dir:
            return self._content
        if not _is_below(name):
            raise DataError(
                f"a list of files names '{name}', which leads out of its directory",
                hint="nothing was written; whoever made that list can tell why",
            )
        target = f"{self._content}/{name}"
        parent = os.path.dirname(target)
        if parent not in self._made:
            os.makedirs(parent, exist_ok=True)
            self._made.add(parent)
        return target


def _copy_big(source: str, target: str, size: int, item: ObjectId) -> bool:
    """A clone shares the blocks: nothing is read, so the mode of the object has to be enough."""
    try:
        reflink(source, target)
    except OSError:
        pass
    else:
        return True
    if item.algorithm != MD5:
        copy(source, target)
        return hash_file(target, item.algorithm).digest == item.digest
    reading = os.open(source, os.O_RDONLY | os.O_CLOEXEC)
    try:
        return copy_hashing(reading, target, _PLAIN, size) == item.digest
    finally:
        os.close(reading)


def _write(target: str, data: bytes) -> None:
    with open(target, "xb") as file:
        file.write(data)


def _is_below(name: str) -> bool:
    framed = f"/{name}/"
    return not ("//" in framed or "/./" in framed or "/../" in framed or "\0" in framed)


def _refused(path: str, exc: OSError) -> DataError:
    return DataError(
        f"cannot write '{path}': {exc.strerror}",
        hint="check the permissions and the space there, or name another place with -o",
    )
