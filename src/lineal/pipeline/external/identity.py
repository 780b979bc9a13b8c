"""What is recorded of data behind a URL, in DVC's terms. Pure.

Clouds answer with an ETag, web servers with whatever they call a version, and for a machine
reached over SSH, or a folder, the bytes themselves are hashed. A directory becomes the MD5 of
the list of its members. Asking for all that is `look`.
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from lineal.storage.remotes.port import Info

#: How DVC calls the identity of a file, by the kind of place. All others are hashed.
_NAMES: Final = {
    "s3": "etag",
    "s3a": "etag",
    "gs": "etag",
    "gcs": "etag",
    "azure": "etag",
    "http": "checksum",
    "https": "checksum",
}
IDENTITIES: Final = ("etag", "checksum", "md5")
_MD5: Final = re.compile(r"[0-9a-f]{32}")


class UrlSeen(NamedTuple):
    """What was found behind a URL.

    ``raw`` is the part of a lock or ``.dvc`` entry that says so, in DVC's order of keys;
    ``oid`` is what two such entries are compared by.
    """

    oid: str
    raw: Mapping[str, Any]

    @property
    def version_id(self) -> str | None:
        """Of a single file, where versions are recorded at all."""
        return self.raw.get("version_id")


class Member(NamedTuple):
    """One file of a directory: ``token`` is its identity under the name that fits the place."""

    relpath: str
    token: str
    size: int
    version_id: str | None = None


def identity_name(scheme: str) -> str:
    return _NAMES.get(scheme, "md5")


def recorded_oid(raw: Mapping[str, Any]) -> str | None:
    """What an entry of a URL is compared by; None when nothing was recorded yet."""
    files = raw.get("files")
    if files:
        name = next((name for name in IDENTITIES if name in files[0]), "md5")
        return listing_oid(name, [(str(f["relpath"]), str(f.get(name, ""))) for f in files])
    # A directory is known by an MD5 wherever it is, so that one is looked for last.
    return next((str(raw[name]) for name in IDENTITIES if raw.get(name)), None)


def file_seen(name: str, token: str, size: int | None, version_id: str | None = None) -> UrlSeen:
    raw: dict[str, Any] = {name: token}
    if size is not None:
        raw["size"] = size
    if version_id is not None:
        raw["version_id"] = version_id
    return UrlSeen(token, raw)


def directory_seen(name: str, members: Iterable[Member], *, versioned: bool = False) -> UrlSeen:
    """``versioned``: DVC writes the members out, each with its version."""
    ordered = sorted(members, key=lambda member: member.relpath)
    oid = listing_oid(name, [(member.relpath, member.token) for member in ordered])
    if versioned:
        return UrlSeen(oid, {"files": [_written_out(name, member) for member in ordered]})
    size = sum(member.size for member in ordered)
    return UrlSeen(oid, {"md5": oid, "size": size, "nfiles": len(ordered)})


def _written_out(name: str, member: Member) -> dict[str, Any]:
    return {
        "relpath": member.relpath,
        **file_seen(name, member.token, member.size, member.version_id).raw,
    }


def listing_oid(name: str, members: Sequence[tuple[str, str]]) -> str:
    """The MD5 of the list DVC would make: as a ``.dir`` object, with ETags for MD5s."""
    entries = [{name: token, "relpath": relpath} for relpath, token in sorted(members)]
    text = json.dumps(entries, sort_keys=True)
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest() + ".dir"


def token_of(scheme: str, info: Info) -> str | None:
    """A file's identity as DVC spells it for that kind of place; None when it has none."""
    if scheme in ("gs", "gcs"):
        return _token_of_generation(info) or info.etag
    if scheme == "azure" and info.etag is not None and not info.etag.startswith('"'):
        return f'"{info.etag}"'
    return info.etag


def token_of_headers(asked: str, final: str, size: int | None, fields: Mapping[str, str]) -> str:
    """The same for a web server. One that has no word for it is known by all that it says.

    ``asked`` is the URL as written, ``final`` the one that answered.
    """
    named = fields.get("ETag") or fields.get("Content-MD5")
    if named:
        return named
    # What DVC's HTTP library knows of the file, in its order, and the digest it makes of that.
    said: dict[str, object] = {"name": asked, "size": size}
    if "Content-Type" in fields:
        said["mimetype"] = fields["Content-Type"].partition(";")[0]
    if fields.get("Accept-Ranges") == "none":
        said["partial"] = False
    said["url"] = final
    said.update((key, fields[key]) for key in ("Digest", "Last-Modified") if fields.get(key))
    said["type"] = "file"
    return str(int(hashlib.md5(str((said,)).encode(), usedforsecurity=False).hexdigest(), 16))


def _token_of_generation(info: Info) -> str | None:
    """What Google's JSON interface calls an ETag, which its other interface does not tell.

    It is a small message: the generation of the content, and that of the metadata, which is 1
    unless somebody edited them.
    """
    if info.version_id is None or not info.version_id.isdigit():
        return None
    message = b"\x08" + _varint(int(info.version_id)) + b"\x10\x01"
    return message.hex()


def _varint(number: int) -> bytes:
    groups = []
    while True:
        number, low = number >> 7, number & 0x7F
        groups.append(low | (0x80 if number else 0))
        if not number:
            return bytes(groups)


def md5_promised(scheme: str, info: Info) -> str | None:
    """The MD5 of the bytes, where the ETag is one: S3, unless sent in parts or encrypted."""
    if scheme in ("s3", "s3a") and info.etag is not None and _MD5.fullmatch(info.etag):
        return info.etag
    return None
