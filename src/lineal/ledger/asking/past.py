"""``why`` in the past: why a stage was executed in a run, or was not, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from lineal.base.errors import TargetError
from lineal.base.suggest import did_you_mean
from lineal.ledger.asking.derived import derived
from lineal.ledger.asking.origins import origin_of
from lineal.ledger.asking.reading import payload_of
from lineal.ledger.asking.shown import show_execution
from lineal.ledger.asking.states import state_of_run, with_run
from lineal.ledger.asking.told import reasons_of

if TYPE_CHECKING:
    from lineal.ledger.asking.origins import Origin
    from lineal.ledger.asking.shown import ShownExecution
    from lineal.ledger.asking.state import Standing
    from lineal.ledger.stores.port import Store
    from lineal.pipeline.workspace import Workspace


class PastCause(NamedTuple):
    """A recorded reason, of `kinds.execution.Why`, and where the change came from."""

    why: dict[str, Any]
    origin: Origin | None


class Executed(NamedTuple):
    """It was executed: because of this, and compared with the last one that left results.

    Not ``watched``: the causes are what differs from that, not what was recorded as reasons.
    """

    shown: ShownExecution
    causes: tuple[PastCause, ...]
    watched: bool = True


class Skipped(NamedTuple):
    """It stood as an earlier execution had left it; None when the ledger does not know that."""

    stage: str
    run: bytes
    stood: Standing | None


class Blocked(NamedTuple):
    """It was not begun, because of what failed."""

    stage: str
    run: bytes
    failed: tuple[str, ...]


Answer = Executed | Skipped | Blocked


def why_executed(ws: Workspace, store: Store, id_: bytes) -> Executed:
    shown = show_execution(store, id_)
    told = None if shown.before is None else payload_of(store, shown.before)
    before = None if told is None else with_run(store, told)
    first = shown.before is None
    reasons = reasons_of(shown.payload, first=first) or derived(shown)
    return Executed(
        shown,
        tuple(PastCause(why, origin_of(ws, store, why, before, shown)) for why in reasons),
        watched=first or bool(shown.payload.get("why")),
    )


def why_in_run(ws: Workspace, store: Store, run: bytes, stage: str | None) -> list[Answer]:
    """Of one stage, or of all that the run came to."""
    state = state_of_run(store, run, f"run:{run.hex()[-8:]}")
    by_name = {one.stage: one for one in state.stages}
    payload = state.payload
    groups = ("ran", "restored", "failed", "skipped", "blocked")
    every = dict.fromkeys(
        [*by_name, *(name for group in groups for name in payload.get(group, ()))]
    )
    if stage is not None and stage not in every:
        raise TargetError(
            f"that run did not come to '{stage}'{did_you_mean(stage, every)}",
            hint=f"lineal show run:{run.hex()[-8:]} lists its stages",
        )
    answers: list[Answer] = []
    for name in every if stage is None else [stage]:
        standing = by_name.get(name)
        if standing is not None and standing.here:
            answers.append(why_executed(ws, store, standing.id))
        elif name in payload.get("blocked", ()):
            answers.append(Blocked(name, run, tuple(payload.get("failed", ()))))
        elif standing is not None or stage is not None:
            answers.append(Skipped(name, run, standing))
    return answers
