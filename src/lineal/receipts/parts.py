"""Reading what the manifest names: itself, the Parquet files, their tails. All are checked."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING, Final
from zlib import crc32

from lineal.base.errors import DataError
from lineal.receipts import manifest as documents
from lineal.receipts import places
from lineal.receipts.files import names_in, read_bounded

if TYPE_CHECKING:
    from lineal.receipts.manifest import Manifest, Part

_MOST_MANIFEST: Final = 256 << 20
#: A part has as many rows as `compact` puts into one, and each input is at most a megabyte.
_MOST_PART: Final = 1 << 30
_VERIFY: Final = "lineal receipts info --verify says what is affected; restore it from a backup"


def read_manifest(directory: str) -> Manifest:
    """What the table consists of; nothing before the first compaction."""
    path = places.manifest(directory)
    data = read_bounded(path, _MOST_MANIFEST)
    if data is not None:
        return documents.decode(data, path)
    # The first compaction writes it before it makes the folder.
    if names_in(places.table(directory)) and not os.path.exists(path):
        raise DataError(
            f"{path} is missing: it says which Parquet files make up the receipts",
            hint="restore it from a backup; the Parquet files beside it can be read without it",
        )
    return documents.Manifest()


def read_part(directory: str, part: Part) -> bytes:
    """The Parquet file, when it is byte for byte what was written."""
    path = places.parquet(directory, part)
    data = _present(path)
    if len(data) != part.size or hashlib.sha256(data).hexdigest() != part.sha256:
        raise DataError(f"{path} is damaged: its bytes are not those written", hint=_VERIFY)
    return data


def read_tails(directory: str, part: Part) -> bytes:
    path = places.tails(directory, part)
    data = _present(path)
    if crc32(data) != part.tails_crc32:
        raise DataError(
            f"{path} is damaged: its bytes are not those written",
            hint="remove it; lineal receipts compact makes it again",
        )
    return data


def _present(path: str) -> bytes:
    data = read_bounded(path, _MOST_PART)
    if data is None:
        raise DataError(f"{path} is missing", hint=_VERIFY)
    return data
