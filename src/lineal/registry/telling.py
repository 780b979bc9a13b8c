"""Facts that steps say directly: they concern the project around, if there is one."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import msgspec

from lineal.base.errors import LinealError, ProjectError
from lineal.gates.gate import overall
from lineal.ledger.append import append
from lineal.ledger.fact import NewFact
from lineal.ledger.kinds import verdict as kind
from lineal.ledger.observing.prepare import EXECUTION
from lineal.ledger.opened import open_as_is
from lineal.ledger.recording.naming import new_id, now
from lineal.pipeline.workspace import open_workspace, warn_on_stderr

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lineal.gates.gate import Verdict
    from lineal.ledger.kinds.verdict import VerdictPayload


def tell_verdicts(subject: Mapping[str, str], verdicts: list[Verdict]) -> None:
    """What cannot be told is a warning: the document has it all."""
    payload: VerdictPayload = {
        "execution": os.environ.get(EXECUTION) or None,
        "model": dict(subject),
        "verdict": overall(verdicts),
        "verdicts": [msgspec.to_builtins(one) for one in verdicts],
    }
    moment = now()
    fact = NewFact(new_id(moment), kind.KIND, moment, payload)
    try:
        with open_workspace() as ws, open_as_is(ws) as ledger:
            append(ledger.store, ledger.writer, [fact])
    except ProjectError:
        return
    except LinealError as exc:
        warn_on_stderr(f"the verdicts are not in the ledger: {exc.message}")
