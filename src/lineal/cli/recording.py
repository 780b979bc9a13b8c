"""What verbs other than ``run`` do to data is recorded as well."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from lineal.pipeline.recorder import LateRecorder

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lineal.pipeline.model import Stage
    from lineal.pipeline.outcome import Outcome
    from lineal.pipeline.recorder import Recorder
    from lineal.pipeline.workspace import Workspace


@contextmanager
def recording(ws: Workspace) -> Iterator[Recorder]:
    """The recorder of one invocation, closed at its end."""
    recorder = LateRecorder(lambda stages: _recorder(ws, stages), _nothing)
    outcome = None
    try:
        yield recorder
        outcome = _done()
    finally:
        recorder.close(outcome)


def _recorder(ws: Workspace, stages: Sequence[Stage]) -> Recorder:
    # deferred: who changes nothing records nothing
    from lineal.ledger.recording.recorder import LedgerRecorder
    from lineal.pipeline.run.options import RunOptions

    return LedgerRecorder(ws, RunOptions(), stages)


def _done() -> Outcome:
    from lineal.pipeline.outcome import Outcome  # deferred: for `run` it is there

    return Outcome((), (), (), (), ())


def _nothing(_outcome: Outcome) -> None:
    """Only runs say that there was nothing to do."""
