"""The bytes of a version: found wherever they still are, proved, and kept in a place of their own.

``.lineal/bundles/SHA`` is that place: what a stage writes next does not change it, so a server
can start another worker from it at any time. It may be deleted; it is made again.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from lineal.base.errors import BundleError, DataError
from lineal.bundle.contents import read_contents
from lineal.bundle.shown import short_bundle
from lineal.storage.atomic import temporary_beside

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lineal.pipeline.workspace import Workspace
    from lineal.registry.versions import Version

    Files = dict[str, bytes]

_KEPT = "bundles"
# A bundle has a handful; a listing of others may say anything.
_MOST_FILES = 64
_LARGEST_BYTES = 2 << 30


def materialise(ws: Workspace, version: Version) -> str:
    """A directory with exactly the registered bytes; BundleError says why there is none."""
    kept = kept_path(ws, version.bundle)
    problems = []
    if os.path.isdir(kept):
        problem = _problem(kept, version.bundle)
        if problem is None:
            return kept
        problems.append(f"{ws.show(kept)}: {problem}")
        _discard(kept)
    for where, read in _sources(ws, version):
        try:
            return keep(ws, version.bundle, read())
        except (BundleError, DataError) as exc:
            problems.append(f"{where}: {exc.message}")
    raise BundleError(
        "\n".join([f"the bundle of {version.name} is nowhere to be had:", *_indented(problems)]),
        hint="lineal fetch --all-commits brings from the remote what was pushed",
    )


def kept_path(ws: Workspace, bundle: str) -> str:
    return os.path.join(ws.project.lineal_dir, _KEPT, bundle)


def keep(ws: Workspace, bundle: str, files: Files) -> str:
    """These files in the place of a bundle, if they are that bundle."""
    kept = kept_path(ws, bundle)
    if os.path.isdir(kept):
        return kept
    os.makedirs(os.path.dirname(kept), exist_ok=True)
    return place(kept, bundle, files)


def place(destination: str, bundle: str, files: Files) -> str:
    """A new directory with these files, proved; it appears complete, or not at all."""
    beside = temporary_beside(os.path.abspath(destination))
    try:
        os.mkdir(beside)
        for name, data in files.items():
            with open(f"{beside}/{name}", "xb") as file:
                file.write(data)
        problem = _problem(beside, bundle)
        if problem is not None:
            raise BundleError(problem.replace(beside, destination))
        _appear(beside, destination)
    except OSError as exc:
        raise DataError(f"cannot write {destination}: {exc.strerror}") from exc
    finally:
        _discard(beside)
    return destination


def files_in(directory: str) -> Files:
    """The files of a bundle, as they are; nothing of them is believed yet."""
    try:
        names = sorted(os.listdir(directory))
    except OSError as exc:
        raise BundleError(f"cannot be listed: {exc.strerror}") from exc
    return _read({name: os.path.join(directory, name) for name in names})


def _sources(ws: Workspace, version: Version) -> Iterator[tuple[str, Callable[[], Files]]]:
    """Where it may be, the nearest first."""
    if version.path is not None:
        path = os.path.normpath(os.path.join(ws.root, version.path))
        # A path comes from a fact, which may be another's.
        if path.startswith(f"{ws.root}/"):
            yield ws.show(path), lambda: _same(path, version)
    if version.oid is not None:
        oid = version.oid
        yield f"the cache, {oid[:8]}", lambda: _cached(ws, oid)


def _same(path: str, version: Version) -> Files:
    from lineal.bundle.naming import bundle_id  # deferred: only what is not kept yet

    if bundle_id(path) != version.bundle:
        raise BundleError("another bundle is there now")
    return files_in(path)


def _cached(ws: Workspace, oid: str) -> Files:
    tree = ws.cache.read_tree(oid)
    if tree is None:
        raise BundleError("the cache does not have it")
    return _read({name: ws.cache.object_path(digest) for name, digest in tree.members})


def _read(paths: dict[str, str]) -> Files:
    if len(paths) > _MOST_FILES or any("/" in name for name in paths):
        raise BundleError("it is no bundle")
    files: Files = {}
    left = _LARGEST_BYTES
    for name, path in paths.items():
        try:
            left -= os.stat(path).st_size
            if left < 0:
                raise BundleError("it is too large for a bundle")
            with open(path, "rb") as file:
                files[name] = file.read()
        except OSError as exc:
            raise BundleError(f"{name} cannot be read: {exc.strerror}") from exc
    return files


def _problem(path: str, bundle: str) -> str | None:
    """What is wrong with a directory that is to be a bundle; None when it is that bundle."""
    try:
        found = read_contents(path).id
    except BundleError as exc:
        return exc.message
    return (
        None
        if found == bundle
        else f"it is the bundle {short_bundle(found)}, not {short_bundle(bundle)}"
    )


def _appear(beside: str, destination: str) -> None:
    try:
        os.rename(beside, destination)
    except OSError:
        # Another process may have been quicker; what it made is proved by whoever uses it.
        if not os.path.isdir(destination):
            raise


def _discard(path: str) -> None:
    if os.path.isdir(path):
        import shutil  # deferred: only what went wrong is removed

        shutil.rmtree(path, ignore_errors=True)


def _indented(lines: list[str]) -> list[str]:
    return [f"  {line}" for line in lines] or ["  no place of it is known"]
