"""Only what passed its gates is served: the verdict a bundle carries is read, and believed no more.

What does not say ``PASSED`` in so many words did not pass.
"""

from __future__ import annotations

from typing import Any

import msgspec

from lineal.base.errors import RefusedError

_PASSED = "PASSED"
_SHOWN = 5


def refuse_unless_passed(gates: bytes, path: str) -> None:
    """``gates`` is an in-toto test result, of the bundle at ``path``."""
    predicate = _predicate(gates)
    failed = [*_names(predicate, "failedTests"), *_names(predicate, "warnedTests")]
    if predicate.get("result") == _PASSED and not failed:
        return
    more = f" and {len(failed) - _SHOWN} more" if len(failed) > _SHOWN else ""
    which = f": {', '.join(failed[:_SHOWN])}{more}" if failed else ""
    raise RefusedError(
        f"bundle '{path}' did not pass its gates{which}",
        hint="only what passed all of its gates is served: 'lineal models show MODEL' lists them",
    )


def _predicate(gates: bytes) -> dict[str, Any]:
    try:
        document = msgspec.json.decode(gates)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return {}
    predicate = document.get("predicate") if isinstance(document, dict) else None
    return predicate if isinstance(predicate, dict) else {}


def _names(predicate: dict[str, Any], key: str) -> list[str]:
    names = predicate.get(key)
    return [str(name) for name in names] if isinstance(names, list) else []
