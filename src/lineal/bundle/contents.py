"""The bytes of a bundle, proved against its manifest: every file, no other, nothing elsewhere."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import msgspec

from lineal.base.errors import BundleError
from lineal.bundle import format as names
from lineal.bundle.format import FORMAT, Manifest
from lineal.bundle.naming import manifest_bytes
from lineal.bundle.reading import LARGEST_DOCUMENT, LARGEST_MODEL, read_bounded
from lineal.bundle.writing import encode

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lineal.bundle.format import File

#: A bundle has all of these, and nothing else.
FILES = frozenset(
    (
        names.MODEL,
        names.SIGNATURE,
        names.DECISION,
        names.PROFILE,
        names.GATES,
        names.GOLDEN,
        names.RECIPE,
    )
)

Document = TypeVar("Document")


class Contents(NamedTuple):
    """``files`` without the manifest; ``id`` is the SHA-256 of the manifest's bytes."""

    id: str
    manifest: Manifest
    files: Mapping[str, bytes]


def read_contents(path: str) -> Contents:
    """Each file is read once, and hashed as it is in memory."""
    raw = manifest_bytes(path)
    _check_version(raw, path)
    manifest = decode(raw, Manifest, f"{path}/{names.MANIFEST}")
    if encode(manifest) != raw:
        # Else a byte of it could change without a word: it is the only file without a hash.
        raise BundleError(
            f"{path}/{names.MANIFEST} is not written as Lineal writes it", hint=REBUILD
        )
    _check_names(manifest, path)
    files = {name: _proved(path, name, file) for name, file in sorted(manifest.files.items())}
    return Contents(hashlib.sha256(raw).hexdigest(), manifest, files)


def decode(raw: bytes, type_: type[Document], where: str) -> Document:
    try:
        return msgspec.json.decode(raw, type=type_)
    except (msgspec.DecodeError, RecursionError) as error:
        raise BundleError(f"{where}: {error}", hint=REBUILD) from error


REBUILD = "build the bundle again with 'lineal run package', or get it again from where it came"


class _Versioned(msgspec.Struct, frozen=True):
    """Of a manifest of another format no more is known than this."""

    format: Any = None


def _check_version(raw: bytes, path: str) -> None:
    found = decode(raw, _Versioned, f"{path}/{names.MANIFEST}").format
    if found == FORMAT and isinstance(found, int):
        return
    if isinstance(found, int) and found > FORMAT:
        raise BundleError(
            f"'{path}' is a bundle of format {found}; this Lineal reads format {FORMAT}",
            hint="use a newer Lineal, or build the bundle again with this one",
        )
    raise BundleError(f"{path}/{names.MANIFEST}: no format {found!r} of bundles is known")


def _check_names(manifest: Manifest, path: str) -> None:
    """A name that leads elsewhere is one that a bundle does not have."""
    try:
        found = {entry.name for entry in os.scandir(path)} - {names.MANIFEST}
    except OSError as error:
        raise BundleError(f"'{path}' cannot be listed: {error.strerror}") from error
    named = set(manifest.files)
    if named != FILES:
        problem = _difference(named, FILES)
        raise BundleError(f"{path}/{names.MANIFEST}: {problem}", hint=REBUILD)
    if found != FILES:
        raise BundleError(f"bundle '{path}': {_difference(found, FILES)}", hint=REBUILD)


def _difference(found: set[str], due: frozenset[str]) -> str:
    missing, other = sorted(due - found), sorted(found - due)
    said = [f"{', '.join(missing)} is missing"] if missing else []
    if other:
        said.append(f"{', '.join(map(repr, other[:5]))} does not belong to a bundle")
    return "; ".join(said)


def _proved(path: str, name: str, file: File) -> bytes:
    most = LARGEST_MODEL if name == names.MODEL else LARGEST_DOCUMENT
    raw = read_bounded(os.path.join(path, name), most)
    if len(raw) != file.size:
        raise BundleError(
            f"bundle '{path}': {name} has {len(raw)} bytes, the manifest says {file.size}",
            hint=REBUILD,
        )
    digest = hashlib.sha256(raw).hexdigest()
    if digest != file.sha256:
        raise BundleError(
            f"bundle '{path}': {name} is not what the manifest says"
            f" (SHA-256 {digest[:12]}, not {file.sha256[:12]})",
            hint=REBUILD,
        )
    return raw
