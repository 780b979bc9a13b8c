"""The ``.dir`` object: which files a directory holds, byte for byte as DVC writes it.

Pure. Reading directories is ``storage.walk``; storing objects is ``storage.cache``.
"""

from __future__ import annotations

import hashlib
import json
import re
from json.encoder import encode_basestring_ascii
from typing import Final, NamedTuple

TREE_SUFFIX: Final = ".dir"
_NOT_A_LISTING: Final = "not a directory listing"
# In a string quotes are escaped, so this is always a key and its value.
_DIGEST: Final = re.compile(rb'"md5"\s*:\s*"([0-9a-f]+)"')
_NAME_KEY: Final = b'"relpath"'


class Tree(NamedTuple):
    """Members as (relative path, md5 hex), sorted by path in code-point order."""

    members: tuple[tuple[str, str], ...]


def dump_tree(tree: Tree) -> bytes:
    # json.dumps over a list of dicts gives the same bytes at eight times the cost.
    entries = ", ".join(
        [
            f'{{"md5": "{digest}", "relpath": {encode_basestring_ascii(relpath)}}}'
            for relpath, digest in tree.members
        ]
    )
    return f"[{entries}]".encode("ascii")


def parse_tree(data: bytes) -> Tree:
    """Read a ``.dir`` object; ``ValueError`` when it is not one."""
    try:
        entries = json.loads(data)
        members = [(entry["relpath"], entry["md5"]) for entry in entries]
    except (TypeError, KeyError) as exc:
        raise ValueError(_NOT_A_LISTING) from exc
    if not isinstance(entries, list) or not all(map(_is_member, members)):
        raise ValueError(_NOT_A_LISTING)
    members.sort()
    return Tree(tuple(members))


def digests_in(data: bytes) -> list[str]:
    """Only which objects a ``.dir`` object needs: a tenth of the cost of `parse_tree`."""
    found = _DIGEST.findall(data)
    if len(found) != data.count(_NAME_KEY):
        return [digest for _, digest in parse_tree(data).members]
    return b" ".join(found).decode("ascii").split()


def tree_oid(data: bytes) -> str:
    return hashlib.md5(data, usedforsecurity=False).hexdigest() + TREE_SUFFIX


def is_tree_oid(oid: str) -> bool:
    return oid.endswith(TREE_SUFFIX)


def subtree(tree: Tree, prefix: str) -> Tree:
    """Keep the members below directory ``prefix``, named relative to it."""
    start = f"{prefix}/"
    skip = len(start)
    return Tree(tuple((p[skip:], d) for p, d in tree.members if p.startswith(start)))


def _is_member(member: tuple[object, object]) -> bool:
    """Refuse a listing that would write outside its directory or the cache."""
    relpath, digest = member
    if not isinstance(relpath, str) or not isinstance(digest, str) or not digest.isalnum():
        return False
    framed = f"/{relpath}/"
    return not ("//" in framed or "/./" in framed or "/../" in framed or "\0" in framed)
