"""Whether an execution that was watched did read what it used. Pure.

Nobody is let off by it: what watching did not see may have been read all the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


def was_read(payload: Mapping[str, Any], path: str, inner: str = "") -> bool | None:
    """Of a dependency, or of a file ``inner`` below it; None when that is not known."""
    evidence = payload.get("evidence") or {}
    if not evidence.get("observed"):
        return None
    seen = (evidence.get("read") or {}).get(path)
    if seen is True or (seen and (not inner or inner in seen)):
        return True
    # deferred: most of what is asked about was not watched, or was read
    from lineal.ledger.completeness import CUT, OPTED_OUT, PROGRAM, UNOBSERVED

    # Where not everything was seen, not having seen something says nothing.
    blind = (CUT, OPTED_OUT, PROGRAM, UNOBSERVED)
    reasons = (payload.get("completeness") or {}).get("reasons") or []
    return None if any(one.get("code") in blind for one in reasons) else False
