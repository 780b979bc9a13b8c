"""One member of a ``.dir`` object, without parsing the other twenty thousand. Pure."""

from __future__ import annotations

from json.encoder import encode_basestring_ascii
from typing import Final

from lineal.storage.tree import parse_tree

_HEAD: Final = b'{"md5": "'
_TAIL: Final = b'", '
_DIGITS: Final = 32


def member_in(data: bytes, relpath: str) -> str | None:
    """The digest of one member; ``ValueError`` when the object is not a listing.

    Only the spelling that DVC and we write is searched for. Any other is parsed.
    """
    needle = f'"relpath": {encode_basestring_ascii(relpath)}}}'.encode("ascii")
    at = data.find(needle)
    head = at - len(_HEAD) - _DIGITS - len(_TAIL)
    if head > 0 and data.startswith(_HEAD, head) and data.startswith(_TAIL, at - len(_TAIL)):
        digest = data[head + len(_HEAD) : at - len(_TAIL)].decode("ascii", "replace")
        if digest.isalnum() and _is_below(relpath):
            return digest
    return dict(parse_tree(data).members).get(relpath)


def _is_below(relpath: str) -> bool:
    """As for a whole listing: nothing leads out of its directory."""
    framed = f"/{relpath}/"
    return not ("//" in framed or "/./" in framed or "/../" in framed or "\0" in framed)
