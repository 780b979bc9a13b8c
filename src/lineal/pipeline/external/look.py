"""Looks at URLs: one question for each file, asked side by side. What is decided is `identity`."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final, NamedTuple

from lineal.base.errors import DataError
from lineal.pipeline.external.identity import (
    Member,
    UrlSeen,
    directory_seen,
    file_seen,
    identity_name,
    token_of,
    token_of_headers,
)
from lineal.pipeline.external.side_by_side import side_by_side
from lineal.pipeline.external.source import LOCAL, Source, Wanted, open_source
from lineal.storage.transfer.workers import Halt

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lineal.pipeline.workspace import Workspace
    from lineal.storage.observe import Observation
    from lineal.storage.remotes.port import Info

_AT_ONCE: Final = 16


class Found(NamedTuple):
    """What a URL stands for: one file, or the files of a directory by their relative paths."""

    seen: UrlSeen
    files: tuple[tuple[str, Info], ...]
    is_dir: bool


def look_at(ws: Workspace, wants: Iterable[Wanted]) -> dict[Wanted, UrlSeen | None]:
    """What is behind each URL now, None where there is nothing."""
    asked = list(dict.fromkeys(wants))
    seen = side_by_side(asked, lambda want, _halt: _look(ws, want), _AT_ONCE)
    return dict(zip(asked, seen, strict=True))


def _look(ws: Workspace, want: Wanted) -> UrlSeen | None:
    with open_source(ws.config, want) as source:
        if source.scheme == LOCAL:
            observed = ws.observer.observe(source.path)
            return None if observed is None else observation_seen(observed)
        found = find(source)
        return None if found is None else found.seen


def observation_seen(observed: Observation) -> UrlSeen:
    """A folder of this machine, in the terms of an entry."""
    raw: dict[str, object] = {"md5": observed.oid, "size": observed.size}
    if observed.nfiles is not None:
        raw["nfiles"] = observed.nfiles
    if observed.isexec:
        raw["isexec"] = True
    return UrlSeen(observed.oid, raw)


def find(source: Source, *, read: bool = True) -> Found | None:
    """One file, or everything below the URL; None for neither.

    Where bytes would have to be read to tell what a file is, ``read`` False is content with its
    size and time: what is about to be downloaded need not be read twice.
    """
    name = identity_name(source.scheme)
    if not source.is_listable:
        return _find_page(source, name)
    info = source.remote.head(source.key) if source.key else None
    if info is not None:
        version = info.version_id if source.want.versioned else None
        token = _token(source, info, Halt(), read=read)
        seen = file_seen(name, token, info.size, version)
        return Found(seen, (("", info),), is_dir=False)
    listed = _listed(source)
    if not listed:
        return None
    files = _complete(source, listed, read=read)
    members = [
        Member(relpath, token, info.size, info.version_id if source.want.versioned else None)
        for relpath, info, token in files
    ]
    seen = directory_seen(name, members, versioned=source.want.versioned)
    return Found(seen, tuple((relpath, info) for relpath, info, _ in files), is_dir=True)


def _find_page(source: Source, name: str) -> Found | None:
    """A web server's own words are what DVC records, so they are asked for."""
    from lineal.storage.remotes.http import HttpRemote  # deferred: one adapter each

    assert isinstance(source.remote, HttpRemote)  # noqa: S101  who opened it chose by the scheme
    headers = source.remote.headers(source.key)
    if headers is None:
        return None
    size = None if headers.info.size < 0 else headers.info.size
    token = token_of_headers(source.url, headers.url, size, headers.fields)
    return Found(file_seen(name, token, size), (("", headers.info),), is_dir=False)


def _listed(source: Source) -> list[tuple[str, Info]]:
    prefix = f"{source.key}/" if source.key else ""
    found = []
    for info in source.remote.list(prefix):
        relpath = info.key[len(prefix) :]
        # Consoles of clouds make empty objects that look like directories.
        if relpath and not relpath.endswith("/"):
            _refuse_strange(source, relpath)
            found.append((relpath, info))
    return sorted(found)


def _refuse_strange(source: Source, relpath: str) -> None:
    framed = f"/{relpath}/"
    if "//" in framed or "/./" in framed or "/../" in framed or "\0" in framed:
        raise DataError(
            f"'{source.url}' holds '{relpath}', which is no path within a directory",
            hint="name the files or sub-directories one by one",
        )
    if relpath.rpartition("/")[2] == ".dvcignore":
        raise DataError(
            f"'{source.url}' holds a '.dvcignore', which cannot be part of tracked data",
            hint="remove it there; ignore rules belong into the project",
        )


def _complete(
    source: Source, listed: list[tuple[str, Info]], *, read: bool
) -> list[tuple[str, Info, str]]:
    """With the identity of each file. Lists do not tell versions, and not every identity."""
    needs_asking = source.want.versioned or any(info.etag is None for _, info in listed)
    if not needs_asking:
        return [(rel, info, _token(source, info, Halt(), read=read)) for rel, info in listed]
    return side_by_side(
        listed, lambda item, halt: _asked(source, *item, read=read, halt=halt), source.remote.jobs
    )


def _asked(
    source: Source, relpath: str, listed: Info, *, read: bool, halt: Halt
) -> tuple[str, Info, str]:
    info = listed
    if identity_name(source.scheme) != "md5":
        info = source.remote.head(listed.key) or listed
    return relpath, info, _token(source, info, halt, read=read)


def _token(source: Source, info: Info, halt: Halt, *, read: bool) -> str:
    """What a file is recognised by; where the place has no word for it, its bytes are read."""
    if identity_name(source.scheme) != "md5":
        known = token_of(source.scheme, info)
        if known is not None:
            return known
    if not read:
        return f"{info.size} {info.modified}"
    digest = hashlib.md5(usedforsecurity=False)
    for piece in source.remote.stream(info.key):
        halt.check()
        digest.update(piece)
    return digest.hexdigest()


def hashed(source: Source, found: Found, digests: list[str]) -> UrlSeen:
    """What was found without reading, now that the digests of its files are known."""
    name = identity_name(source.scheme)
    if name != "md5":
        return found.seen
    sizes = [info.size for _, info in found.files]
    if not found.is_dir:
        return file_seen(name, digests[0], sizes[0])
    relpaths = [relpath for relpath, _ in found.files]
    return directory_seen(name, map(Member, relpaths, digests, sizes))
