"""The object store: where an object lies, whether it is there and whole.

DVC's layout and DVC's rule of trust: mode 0444 says "verified", anything else is
hashed, and deleted when it does not match. Filling it is ``storage.store``.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from lineal.base.errors import DataError
from lineal.storage.algorithm import LEGACY_MD5, MD5, Algorithm
from lineal.storage.hashing import hash_file
from lineal.storage.tree import TREE_SUFFIX, Tree, digests_in, is_tree_oid, parse_tree

if TYPE_CHECKING:
    from collections.abc import Iterable

OBJECT_MODE: Final = 0o444
_VERIFIED: Final = stat.S_IFREG | OBJECT_MODE
_SHARED_DIR_MODE: Final = 0o2775
_SHARED_FILE_MODE: Final = 0o664
_FILES: Final = "files/md5"
_RUNS: Final = "runs"


class Cache:
    """One local cache. ``root`` holds the 3.x objects, the legacy ones and the run cache."""

    __slots__ = (
        "_made",
        "copy_mode",
        "dir_mode",
        "file_mode",
        "link_types",
        "root",
        "runs_dir",
        "shared",
    )

    def __init__(
        self, root: str, link_types: Iterable[str] = ("reflink", "copy"), *, shared: bool = False
    ) -> None:
        self.root = root.rstrip("/") or "/"
        self.link_types = tuple(link_types)
        self.shared = shared
        self.runs_dir = f"{self.root}/{_RUNS}"
        umask = os.umask(0)
        os.umask(umask)
        self.dir_mode = _SHARED_DIR_MODE if shared else 0o777 & ~umask
        # What a file copied into the workspace gets, and one whose protection is taken off.
        self.copy_mode = 0o666 & ~umask
        self.file_mode = _SHARED_FILE_MODE if shared else self.copy_mode
        self._made: set[str] = set()

    def objects_dir(self, algorithm: Algorithm = MD5) -> str:
        return self.root if algorithm == LEGACY_MD5 else f"{self.root}/{_FILES}"

    def object_path(self, oid: str, algorithm: Algorithm = MD5) -> str:
        return f"{self.objects_dir(algorithm)}/{oid[:2]}/{oid[2:]}"

    def has(self, oid: str, algorithm: Algorithm = MD5) -> bool:
        """Say whether the object is there and whole; a damaged one is deleted."""
        path = self.object_path(oid, algorithm)
        try:
            mode = os.stat(path).st_mode
        except (FileNotFoundError, NotADirectoryError):
            return False
        except OSError as exc:
            raise cache_error(path, exc) from exc
        if stat.S_IMODE(mode) == OBJECT_MODE:
            return True
        return stat.S_ISREG(mode) and self._verify(path, oid, algorithm)

    def size(self, oid: str, algorithm: Algorithm = MD5) -> int | None:
        """How many bytes an object has; None when it is not there."""
        try:
            return os.stat(self.object_path(oid, algorithm)).st_size
        except OSError:
            return None

    def has_all(self, oid: str, algorithm: Algorithm = MD5, tree: Tree | None = None) -> bool:
        """As ``has``, with every member of a directory; ``tree`` saves reading it."""
        return not self.missing(oid, algorithm, tree)

    def missing(
        self, oid: str, algorithm: Algorithm = MD5, tree: Tree | None = None
    ) -> list[tuple[str, str]]:
        """Return (relative path, oid) of what is not there; the object itself is ``""``."""
        if not self.has(oid, algorithm):
            return [("", oid)]
        if not is_tree_oid(oid):
            return []
        if tree is None:
            tree = self.read_tree(oid, algorithm)
        if tree is None:
            return [("", oid)]
        return [member for member in tree.members if not self.has(member[1], algorithm)]

    def read_tree(self, oid: str, algorithm: Algorithm = MD5) -> Tree | None:
        """Read a ``.dir`` object; None when it is missing or is not a listing."""
        try:
            with open(self.object_path(oid, algorithm), "rb") as file:
                return parse_tree(file.read())
        except (FileNotFoundError, NotADirectoryError, ValueError):
            return None
        except OSError as exc:
            raise cache_error(self.object_path(oid, algorithm), exc) from exc

    def digests(self, oid: str, algorithm: Algorithm = MD5) -> list[str] | None:
        """Only the members' ids of a ``.dir`` object; None as for ``read_tree``."""
        try:
            with open(self.object_path(oid, algorithm), "rb") as file:
                return digests_in(file.read())
        except (FileNotFoundError, NotADirectoryError, ValueError):
            return None
        except OSError as exc:
            raise cache_error(self.object_path(oid, algorithm), exc) from exc

    def lacking(self, oids: Iterable[str], algorithm: Algorithm = MD5) -> list[str]:
        """As ``has`` for many: which of them are not there. One stat each, and little else."""
        base = self.objects_dir(algorithm)
        stat_of = os.stat
        found: list[str] = []
        # Once something is missing its directory is listed: next to it much may be missing.
        listed: dict[str, set[str]] = {}
        for oid in oids:
            directory, name = oid[:2], oid[2:]
            try:
                if directory in listed and name not in listed[directory]:
                    found.append(oid)
                elif stat_of(f"{base}/{directory}/{name}").st_mode == _VERIFIED:
                    continue
                elif not self.has(oid, algorithm):
                    found.append(oid)
            except (FileNotFoundError, NotADirectoryError):
                found.append(oid)
                listed[directory] = _names(f"{base}/{directory}")
            except OSError as exc:
                raise cache_error(f"{base}/{directory}/{name}", exc) from exc
        return found

    def make_parent(self, path: str) -> None:
        """Create the directory of an object, with DVC's modes for each new level."""
        parent = path[: path.rindex("/")]
        if parent not in self._made:
            try:
                self._make(parent)
            except OSError as exc:
                raise cache_error(parent, exc) from exc
            self._made.add(parent)

    def protect(self, path: str) -> None:
        # Some shares refuse modes; then the object is verified again when it is used.
        with suppress(OSError):
            os.chmod(path, OBJECT_MODE)

    def _make(self, directory: str) -> None:
        if os.path.isdir(directory):
            return
        self._make(os.path.dirname(directory))
        with suppress(FileExistsError):
            os.mkdir(directory, self.dir_mode)
            # mkdir drops the set-group bit and obeys the umask; chmod does neither.
            os.chmod(directory, self.dir_mode)

    def _verify(self, path: str, oid: str, algorithm: Algorithm) -> bool:
        if hash_file(path, algorithm).digest == oid.removesuffix(TREE_SUFFIX):
            self.protect(path)
            return True
        with suppress(FileNotFoundError):
            os.unlink(path)
        return False


def _names(directory: str) -> set[str]:
    try:
        return set(os.listdir(directory))
    except OSError:
        return set()


def cache_error(path: str, exc: OSError) -> DataError:
    """Say what the disk refused, naming the object and the way out."""
    return DataError(
        f"cannot use the cache at {path}: {exc.strerror}",
        hint="free some space or check the permissions; "
        "`lineal config cache.dir DIR` moves the cache",
    )
