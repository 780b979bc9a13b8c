"""What is done about an execution when it has ended, and about a run when it is over.

Loaded while the first stage runs; until then the recorder only takes notes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lineal.ledger.fact import NewFact
from lineal.ledger.kinds import execution
from lineal.ledger.observing.collect import collect, discard
from lineal.ledger.observing.evidence import NOTHING
from lineal.ledger.observing.prepare import evidence_path
from lineal.ledger.recording.payloads import with_end
from lineal.ledger.recording.sealing import Sealing
from lineal.ledger.recording.texts import keep_log, keep_text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from lineal.ledger.kinds.execution import ExecutionPayload
    from lineal.ledger.observing.evidence import Evidence
    from lineal.ledger.recording.around import Around, Finding
    from lineal.ledger.settings import Settings
    from lineal.pipeline import recorder as port
    from lineal.pipeline.model import Stage
    from lineal.pipeline.run.options import RunOptions
    from lineal.pipeline.workspace import Workspace


class Ended(NamedTuple):
    """An execution that is over: when, as what, and how its commands ended."""

    id: bytes
    time: int
    payload: ExecutionPayload
    stage: Stage
    how: port.Ended


class Completing:
    """Of the executions of one run; ``write`` is given facts as they become complete."""

    __slots__ = ("_directory", "_finding", "_later", "_sealing", "_write", "_ws")

    def __init__(
        self,
        ws: Workspace,
        directory: str,
        options: RunOptions,
        stages: Sequence[Stage],
        settings: Settings,
        finding: Finding,
        write: Callable[[NewFact], None],
    ) -> None:
        self._ws = ws
        self._directory = directory
        self._finding = finding
        self._write = write
        self._later: list[Ended] = []
        self._sealing = Sealing(ws, options, stages, settings)

    def take(self, ended: Ended) -> None:
        """What was watched has to be looked at now; else it can wait until there is time."""
        evidence_at = evidence_path(self._directory, ended.id)
        evidence = collect(evidence_at)
        if evidence is NOTHING:
            # Said at once, so that it is known should we be killed; completed later.
            self._write(NewFact(ended.id, execution.KIND, ended.time, ended.payload))
            self._later.append(ended)
            return
        self._complete(ended, evidence)
        discard(evidence_at)

    def spare(self) -> None:
        later, self._later = self._later, []
        for ended in later:
            self._complete(ended, NOTHING)

    def close(self) -> tuple[Around, dict[str, object]]:
        """What is around them all, as it is and as they say it."""
        self.spare()
        around = self._finding.known()
        self._know(around)
        for each in self._sealing.rest():
            self._write(each)
        self._write(around.environment)
        return around, self._sealing.code_payload()

    def _complete(self, ended: Ended, evidence: Evidence) -> None:
        log = keep_log(self._ws, self._directory, ended.how.log)
        payload = with_end(ended.payload, ended.how, log)
        around = self._finding.now()
        if around is not None and not self._sealing.is_ready:
            self._know(around)
        fact = NewFact(ended.id, execution.KIND, ended.time, payload)
        for each in self._sealing.take(fact, ended.stage, evidence):
            self._write(each)

    def _know(self, around: Around) -> None:
        difference = keep_text(self._ws, self._directory, around.code.difference)
        self._sealing.know(around, difference)
