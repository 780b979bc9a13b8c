"""A bundle that was opened: what is in it, as values, and a session that runs its graph."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lineal.bundle.format import Decision, Golden, Manifest, Signature


class Bundle(NamedTuple):
    """``session`` runs the graph. ``documents`` are the files that serving does not look into."""

    path: str
    id: str
    manifest: Manifest
    signature: Signature
    decision: Decision
    golden: Golden
    session: Any
    documents: Mapping[str, bytes]
