"""The name of a bundle: the SHA-256 of its manifest's bytes, which name all others. Cheap."""

from __future__ import annotations

import hashlib
import os

from lineal.base.errors import BundleError
from lineal.bundle.reading import LARGEST_DOCUMENT, read_bounded


def bundle_id(path: str) -> str:
    """Only the manifest is read: whether the files are as it says is `opening`'s to prove."""
    return hashlib.sha256(manifest_bytes(path)).hexdigest()


def manifest_bytes(path: str) -> bytes:
    try:
        return read_bounded(os.path.join(path, "manifest.json"), LARGEST_DOCUMENT)
    except FileNotFoundError:
        raise BundleError(
            f"'{path}' is not a bundle: it has no manifest.json",
            hint="a bundle is what 'lineal step package' makes, or 'lineal models export' writes",
        ) from None
