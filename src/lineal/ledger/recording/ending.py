"""How a run ended, as its fact says it. Pure but for what is given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lineal.ledger.entries import entry_digest
from lineal.ledger.kinds import execution, run
from lineal.pipeline.address import address

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lineal.ledger.recording.around import Around
    from lineal.pipeline.model import Stage
    from lineal.pipeline.outcome import Outcome

_MICROS = 1_000_000
_MADE = (execution.RAN, execution.ADDED, execution.IMPORTED, execution.OBSERVED)


def run_end(
    root: str,
    outcome: Outcome | None,
    by_status: Mapping[str, Sequence[str]],
    micros: int,
    around: Around,
) -> dict[str, Any]:
    """``outcome`` is None when the run was given up in between."""
    end: dict[str, Any] = {
        "seconds": micros / _MICROS,
        "status": _status(outcome),
        "author": around.author,
        "branch": around.code.branch,
        "ran": [name for status in _MADE for name in by_status.get(status, ())],
        "restored": list(by_status.get(execution.RESTORED, ())),
        "failed": [*by_status.get(execution.FAILED, ()), *by_status.get(execution.KILLED, ())],
    }
    if outcome is not None:
        end["skipped"] = [address(stage, root) for stage in outcome.skipped]
        end["blocked"] = [address(stage, root) for stage in outcome.blocked]
        end["entries"] = _entries(root, outcome.skipped)
    if around.code.problem is not None:
        end["problem"] = around.code.problem
    return end


def _status(outcome: Outcome | None) -> str:
    if outcome is None or outcome.interrupted:
        return run.INTERRUPTED
    return run.FAILED if outcome.failed else run.DONE


def _entries(root: str, skipped: Sequence[Stage]) -> dict[str, str]:
    """What those that did not run left before."""
    found = {}
    for stage in skipped:
        entry = stage.lock if stage.name is not None else stage.data
        if entry:
            name = address(stage, root)
            found[name] = entry_digest(name, entry)
    return found
