"""The one moment at which the table changes, and what becomes of what it replaces."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from lineal.receipts import manifest as documents
from lineal.receipts import places, tails
from lineal.receipts.files import TEMPORARY, names_in, remove, sync_directory, write_synced
from lineal.receipts.parts import read_part
from lineal.receipts.table import all_rows

if TYPE_CHECKING:
    from lineal.receipts.manifest import Manifest, Part

# A worker takes milliseconds from a segment without a name to one that has one.
_UNBORN_SECONDS: Final = 3600


def announce(directory: str, manifest: Manifest, prefix: str) -> Manifest:
    """Say how the names of parts start that are about to be written, so that they are known.

    What the manifest before this one replaced is gone by now.
    """
    return _write(directory, manifest._replace(building=prefix, segments=(), replaced=()))


def commit(directory: str, manifest: Manifest) -> Manifest:
    """From here on readers see these parts and not those segments; then the segments go."""
    following = _write(directory, manifest._replace(building=""))
    retire(directory, following)
    return following


def retire(directory: str, manifest: Manifest) -> None:
    """Remove what is in other parts now; keep segments with damage as evidence.

    Their names may leave the manifest only when they are gone for good, so the disk is waited for.
    """
    for part in manifest.replaced:
        remove(places.parquet(directory, part))
        remove(places.tails(directory, part))
    if not manifest.segments:
        return
    damaged = {one.name for one in manifest.damaged}
    for name in manifest.segments:
        path = places.segment(directory, name)
        if name in damaged:
            os.makedirs(os.path.dirname(places.damaged(directory, name)), exist_ok=True)
            with suppress(FileNotFoundError):
                os.rename(path, places.damaged(directory, name))
        else:
            remove(path)
    sync_directory(places.wal(directory))


def sweep(directory: str, manifest: Manifest, now: float) -> None:
    """Take away what killed compactions and workers left. Only who compacts may.

    Only what was announced goes: with an old manifest from a backup, no file is lost.
    """
    retire(directory, manifest)
    if manifest.building:
        for day in names_in(places.table(directory)):
            _remove_unfinished(f"{places.table(directory)}/{day}", manifest.building)
        _remove_unfinished(f"{directory}/tails", manifest.building)
    remove(f"{places.manifest(directory)}{TEMPORARY}")
    for part in manifest.parts:
        if not os.path.exists(places.tails(directory, part)):
            _remake_tails(directory, part)
    _remove_unborn(directory, now)


def _write(directory: str, manifest: Manifest) -> Manifest:
    following = manifest._replace(serial=manifest.serial + 1)
    write_synced(places.manifest(directory), documents.encode(following))
    return following


def _remove_unfinished(folder: str, prefix: str) -> None:
    """While parts are announced, none of that name is in the manifest."""
    for name in names_in(folder):
        if name.startswith(prefix):
            remove(f"{folder}/{name}")
    with suppress(OSError):
        os.rmdir(folder)


def _remake_tails(directory: str, part: Part) -> None:
    entries = all_rows(read_part(directory, part), places.parquet(directory, part))
    write_synced(places.tails(directory, part), tails.encode(entry.record.id for entry in entries))


def _remove_unborn(directory: str, now: float) -> None:
    for name in names_in(places.wal(directory)):
        path = f"{places.wal(directory)}/{name}"
        with suppress(FileNotFoundError):
            if name.endswith(places.UNBORN) and now - os.stat(path).st_mtime > _UNBORN_SECONDS:
                remove(path)
