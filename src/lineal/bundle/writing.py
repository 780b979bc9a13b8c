"""The files of a bundle as bytes: the manifest is made of all others, and written last."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import msgspec

from lineal.bundle.format import FORMAT, MANIFEST, File, Manifest

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any


def encode(document: Any) -> bytes:  # noqa: ANN401  a struct of `format`, or plain JSON
    """The same document, the same bytes; a line for each key, for people and for diffs."""
    raw = msgspec.json.encode(document, order="sorted")
    return msgspec.json.format(raw, indent=1) + b"\n"


def with_manifest(files: Mapping[str, bytes], model: str) -> dict[str, bytes]:
    """``files`` are all that a bundle has but the manifest."""
    listed = {
        name: File(sha256=hashlib.sha256(raw).hexdigest(), size=len(raw))
        for name, raw in sorted(files.items())
    }
    manifest = Manifest(format=FORMAT, model=model, files=listed)
    return {**{name: files[name] for name in listed}, MANIFEST: encode(manifest)}
