"""The names of objects: on a remote they lie under the same keys as in a cache.

Pure. Which objects are wanted, and moving them, is decided elsewhere.
"""

from __future__ import annotations

import string
from typing import Final, NamedTuple

from lineal.storage.algorithm import LEGACY_MD5, MD5, Algorithm
from lineal.storage.tree import TREE_SUFFIX

FILES: Final = "files/md5"
RUNS: Final = "runs"

_PREFIX_DIGITS: Final = 2
_MD5_DIGITS: Final = 32
_HEX: Final = frozenset(string.hexdigits)


class ObjectId(NamedTuple):
    """One object: its name, and by which algorithm it was made of the bytes."""

    oid: str
    algorithm: Algorithm = MD5

    @property
    def is_tree(self) -> bool:
        return self.oid.endswith(TREE_SUFFIX)

    @property
    def digest(self) -> str:
        return self.oid.removesuffix(TREE_SUFFIX)


def object_key(item: ObjectId) -> str:
    """Where an object lies below the URL of a remote, or the root of a cache."""
    oid = item.oid
    base = "" if item.algorithm == LEGACY_MD5 else f"{FILES}/"
    return f"{base}{oid[:_PREFIX_DIGITS]}/{oid[_PREFIX_DIGITS:]}"


def object_of(key: str) -> ObjectId | None:
    """The object under a key; None for anything else that may lie on a remote."""
    algorithm: Algorithm = MD5
    if key.startswith(f"{FILES}/"):
        key = key[len(FILES) + 1 :]
    else:
        algorithm = LEGACY_MD5
    prefix, separator, rest = key.partition("/")
    oid = prefix + rest
    if not separator or len(prefix) != _PREFIX_DIGITS or not is_oid(oid):
        return None
    return ObjectId(oid, algorithm)


def is_oid(text: str) -> bool:
    """Hold for names that cannot lead out of a cache."""
    digest = text.removesuffix(TREE_SUFFIX)
    return len(digest) == _MD5_DIGITS and _HEX.issuperset(digest)
