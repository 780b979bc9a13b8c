"""Texts that belong to facts: logs, diffs. Kept once, by their SHA-256, compressed."""

from __future__ import annotations

import hashlib
import os
import zlib

from lineal.base.errors import LedgerError
from lineal.ledger.place import kept_dir
from lineal.storage.atomic import write_atomic

_DIGITS = 64
_MOST_BYTES = 1 << 28


def keep(directory: str, data: bytes) -> str:
    """Its digest, once it is on the disk."""
    digest = hashlib.sha256(data).hexdigest()
    path = kept_path(directory, digest)
    if not os.path.exists(path):
        os.makedirs(os.path.dirname(path), exist_ok=True)
        write_atomic(path, zlib.compress(data))
    return digest


def read_kept(directory: str, digest: str) -> bytes:
    """The very bytes that were kept; an error when they are gone, or are others."""
    try:
        with open(kept_path(directory, digest), "rb") as stream:
            data = zlib.decompressobj().decompress(stream.read(), _MOST_BYTES)
    except FileNotFoundError as exc:
        raise LedgerError(
            f"the text {digest[:12]} of the ledger is not here",
            hint="lineal pull brings the ledger's texts of others",
        ) from exc
    except zlib.error as exc:
        raise _damaged(directory, digest) from exc
    if hashlib.sha256(data).hexdigest() != digest:
        raise _damaged(directory, digest)
    return data


def kept_path(directory: str, digest: str) -> str:
    if len(digest) != _DIGITS or not set(digest) <= set("0123456789abcdef"):
        raise LedgerError(f"not a SHA-256: {digest!r}", hint="lineal verify --ledger")
    return os.path.join(kept_dir(directory), digest[:2], digest[2:])


def _damaged(directory: str, digest: str) -> LedgerError:
    return LedgerError(
        f"the text {digest[:12]} of the ledger is damaged: {kept_path(directory, digest)}",
        hint="delete the file; lineal pull brings it back where others have it",
    )
