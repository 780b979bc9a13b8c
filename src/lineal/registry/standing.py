"""Whether a version may be promoted, or served: its own bundle is asked, and nobody else.

What a fact says of its verdicts may be another's, or older than the bundle that is there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.base.errors import BundleError, DocumentError
from lineal.bundle.contents import read_contents
from lineal.gates.gate import PASS
from lineal.registry.bundles import materialise
from lineal.registry.described import verdicts_of

if TYPE_CHECKING:
    from lineal.gates.gate import Verdict
    from lineal.pipeline.workspace import Workspace
    from lineal.registry.versions import Version


def objections_to(ws: Workspace, version: Version) -> list[str]:
    """A sentence for each reason against it; none when it may go on."""
    try:
        path = materialise(ws, version)
        return objections(verdicts_of(read_contents(path).files, path))
    except (BundleError, DocumentError) as exc:
        return [exc.message]


def objections(verdicts: list[Verdict]) -> list[str]:
    """No verdict at all is a reason."""
    if not verdicts:
        return ["no gate has judged it"]
    return [f"{one.check} says {one.verdict}: {one.why}" for one in verdicts if one.verdict != PASS]
