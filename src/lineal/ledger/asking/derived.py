"""Reasons told from records, where nobody was there to see any. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lineal.ledger.asking.changes import ABSENT
from lineal.ledger.kinds.execution import DEFAULT_PARAMS_FILE
from lineal.pipeline.reasons import COMMAND, DELETED, DEP, MODIFIED, NEW, PARAM

if TYPE_CHECKING:
    from lineal.ledger.asking.changes import Change
    from lineal.ledger.asking.shown import ShownExecution


def derived(shown: ShownExecution) -> list[dict[str, Any]]:
    """What differs from the execution before, where nobody was there to record a reason."""
    if shown.before is None or shown.payload.get("forced"):
        return []
    found = [_why(DEP, one, {"path": one.key}) for one in shown.inputs if one.after is not ABSENT]
    for one in shown.line.changed_params:
        file, colon, key = one.key.rpartition(":")
        path = {"path": file if colon else DEFAULT_PARAMS_FILE, "key": key}
        found.append(_why(PARAM, one, path))
    return found + ([{"what": COMMAND}] if shown.command else [])


def _why(what: str, one: Change, where: dict[str, str]) -> dict[str, Any]:
    how = NEW if one.before is ABSENT else DELETED if one.after is ABSENT else MODIFIED
    sides = {"before": one.before, "now": one.after}
    told = {name: value for name, value in sides.items() if value is not ABSENT}
    return {"what": what, "how": how, **where, **told}
