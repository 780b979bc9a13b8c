"""The recorder of a run: every execution becomes a fact in the journal, at once.

Loaded when a run has something to record. Nothing here opens a database before the run is over.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

from lineal.base.errors import LinealError
from lineal.ledger.journal import BEGIN, CODE, END, FACT, RUN, Begun, JournalWriter, Said
from lineal.ledger.kinds import execution
from lineal.ledger.observing.prepare import opted_out, prepare
from lineal.ledger.place import evidence_dir, ledger_dir
from lineal.ledger.recording.around import Finding
from lineal.ledger.recording.naming import below, new_id, now
from lineal.ledger.recording.payloads import (
    Decision,
    begun_payload,
    data_entry,
    with_entry,
    with_failure,
)
from lineal.ledger.recording.reasons import directories, explained, found
from lineal.ledger.secrets import masked_command
from lineal.ledger.settings import Settings, read_settings
from lineal.pipeline import recorder as port

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lineal.ledger.fact import NewFact
    from lineal.ledger.kinds.execution import ExecutionPayload
    from lineal.ledger.recording.completing import Completing
    from lineal.pipeline.look import Looker
    from lineal.pipeline.model import Recorded, Stage, StageKey
    from lineal.pipeline.outcome import Outcome
    from lineal.pipeline.reasons import Reason
    from lineal.pipeline.run.options import RunOptions
    from lineal.pipeline.workspace import Workspace
    from lineal.storage.observe import Observation


class LedgerRecorder:
    """Implements `lineal.pipeline.recorder.Recorder`."""

    __slots__ = (
        "_begun",
        "_decided",
        "_directory",
        "_finding",
        "_is_lost",
        "_journal",
        "_lazy_completing",
        "_options",
        "_outcomes",
        "_said",
        "_settings",
        "_stages",
        "_started",
        "_trees",
        "_ws",
        "id",
    )

    def __init__(self, ws: Workspace, options: RunOptions, stages: Sequence[Stage]) -> None:
        self._ws = ws
        self._options = options
        self._started = now()
        self.id = new_id(self._started)
        self._directory = ledger_dir(ws.project.lineal_dir)
        self._settings = _settings(ws)
        self._begun: dict[StageKey, tuple[bytes, ExecutionPayload]] = {}
        self._decided: dict[StageKey, Decision] = {}
        self._outcomes: dict[str, list[str]] = {}
        self._trees: list[Observation] = []
        self._said = Said()
        self._is_lost = False
        self._journal = self._open_journal()
        command = masked_command(["lineal", *sys.argv[1:]])
        self._say(RUN, {"started": self._started, "command": command, **self._asked()})
        variables = self._settings.variables
        self._finding = Finding(ws, stages, variables, self._started, _load_the_rest)
        self._stages = stages
        self._lazy_completing: Completing | None = None

    def plans(self, stages: Sequence[Stage]) -> None:
        """It was given them when it was made."""

    def decides(self, stage: Stage, reasons: list[Reason], look: Looker, *, forced: bool) -> None:
        why = explained(stage, reasons, look, self._relative)
        uses, params = found(stage, look, self._relative)
        self._trees += directories(stage, look)
        self._decided[stage.key] = Decision(now(), why, forced, uses, params)

    def begins(self, stage: Stage) -> port.Begun:
        payload = self._payload(stage)
        id_ = new_id(payload["started"])
        self._begun[stage.key] = id_, payload
        log = f"{evidence_dir(self._directory)}/{id_.hex()}.log"
        self._say(BEGIN, Begun(id_, payload, log).line())
        out = opted_out(os.environ, setting=self._settings.observe, meta=stage.data.get("meta"))
        return port.Begun(prepare(self._directory, id_, self._ws.root, os.environ, out), log)

    def ran(self, stage: Stage, entry: Mapping[str, object], ended: port.Ended) -> None:
        id_, payload = self._begun_as(stage)
        payload = with_entry(payload, stage, entry, execution.RAN)
        self._ended(id_, payload, stage, ended)

    def failed(self, stage: Stage, error: LinealError, ended: port.Ended) -> None:
        id_, payload = self._begun_as(stage)
        payload = with_failure(payload, error.message, ended.code)
        self._ended(id_, payload, stage, ended)

    def restored(self, stage: Stage, entry: Mapping[str, object]) -> None:
        self._found(stage, entry, execution.RESTORED)

    def verified(self, stage: Stage, entry: Mapping[str, object]) -> None:
        """Somebody changed what a frozen stage made; nothing ran."""
        self._found(stage, entry, execution.OBSERVED)

    def holds(self, stage: Stage, outs: Sequence[Recorded]) -> None:
        status = execution.IMPORTED if stage.deps else execution.ADDED
        self._found(stage, data_entry(stage, outs), status)

    def spare(self) -> None:
        self._put_trees_down()
        if self._lazy_completing is not None:
            self._lazy_completing.spare()

    def close(self, outcome: Outcome | None) -> None:
        from lineal.ledger.recording.ending import run_end  # deferred: only now

        self._put_trees_down()
        around, code = self._completing.close()
        self._say(CODE, code)
        micros = now() - self._started
        self._say(END, run_end(self._ws.root, outcome, self._outcomes, micros, around))
        self._take_in()

    def _found(self, stage: Stage, entry: Mapping[str, object], status: str) -> None:
        """Something that is there without a command of ours having run."""
        payload = with_entry(self._payload(stage), stage, entry, status)
        self._ended(new_id(payload["started"]), payload, stage, port.Ended())

    def _ended(self, id_: bytes, payload: ExecutionPayload, stage: Stage, how: port.Ended) -> None:
        from lineal.ledger.recording.completing import Ended  # deferred: as below

        self._outcomes.setdefault(payload["status"], []).append(payload["stage"])
        self._completing.take(Ended(id_, now(), payload, stage, how))

    @property
    def _completing(self) -> Completing:
        if self._lazy_completing is None:
            # deferred: loaded beside the first stage, not before it
            from lineal.ledger.recording.completing import Completing

            self._lazy_completing = Completing(
                self._ws,
                self._directory,
                self._options,
                self._stages,
                self._settings,
                self._finding,
                self._write,
            )
        return self._lazy_completing

    def _put_trees_down(self) -> None:
        if not self._trees:
            return
        # deferred: few directories are used that no cache has
        from lineal.ledger.recording.directories import put_down

        trees, self._trees = self._trees, []
        for seen in trees:
            try:
                put_down(self._ws, self._directory, seen)
            except OSError as exc:
                self._ws.warn(f"a list of files is not in the ledger: {exc.strerror}")

    def _payload(self, stage: Stage) -> ExecutionPayload:
        decision = self._decided.pop(stage.key, None) or Decision(now())
        return begun_payload(stage, self._ws.root, self.id, decision)

    def _begun_as(self, stage: Stage) -> tuple[bytes, ExecutionPayload]:
        """As it began; one that could not even begin begins and ends now."""
        begun = self._begun.pop(stage.key, None)
        if begun is not None:
            return begun
        payload = self._payload(stage)
        return new_id(payload["started"]), payload

    def _relative(self, path: str) -> str:
        return below(self._ws.root, path)

    def _write(self, fact: NewFact) -> None:
        self._said.take_fact(fact)
        self._put(FACT, [fact.id.hex(), fact.kind, fact.time, fact.payload])

    def _say(self, what: str, value: Any) -> None:  # noqa: ANN401  whatever JSON holds
        self._said.take(what, value)
        self._put(what, value)

    def _put(self, what: str, value: object) -> None:
        """What cannot be written is told once, loudly; the run itself goes on."""
        if self._journal is None or self._is_lost:
            return
        try:
            self._journal.say(what, value)
        except (OSError, ValueError) as exc:
            # It stays ours: others would take in that we were killed.
            self._is_lost = True
            self._lose(self._journal.path, exc)

    def _open_journal(self) -> JournalWriter | None:
        try:
            return JournalWriter(self._directory, self.id)
        except OSError as exc:
            self._lose(self._directory, exc)
            return None

    def _lose(self, path: str, exc: Exception) -> None:
        said = exc.strerror if isinstance(exc, OSError) else exc
        self._ws.warn(
            f"{path}: {said}; should this run be killed, the ledger will not know what it did"
        )

    def _asked(self) -> dict[str, object]:
        """The options that are not as they would be unasked."""
        usual = type(self._options)()
        given = {
            name: value
            for name, value in self._options._asdict().items()
            if value != getattr(usual, name)
        }
        return {"options": given} if given else {}

    def _take_in(self) -> None:
        # deferred: the database
        from lineal.ledger.recording.ingest import take_in_own

        path = self._journal.path if self._journal is not None else f"{self._directory}/none"
        journal = self._said.journal(path, self.id)
        assert journal is not None  # noqa: S101  it has begun
        try:
            take_in_own(self._ws, journal)
        except (LinealError, OSError) as exc:
            self._not_taken(exc.message if isinstance(exc, LinealError) else str(exc))
        else:
            self._tell_others()
        finally:
            if self._journal is not None:
                self._journal.close()

    def _tell_others(self) -> None:
        from lineal.ledger.outbox import after_run  # deferred: facts are stored by now

        after_run(self._ws, self._settings)

    def _not_taken(self, problem: str) -> None:
        if self._journal is None or self._is_lost:
            self._ws.warn(f"what this run did is not recorded in the ledger: {problem}")
            return
        self._ws.warn(
            f"{problem}; what this run did waits in {self._ws.show(self._journal.path)},"
            " and the next command that opens the ledger takes it in"
        )


def _load_the_rest() -> None:
    """What will be needed when the first stage has ended, and at the end."""
    import lineal.ledger.recording.completing
    import lineal.ledger.recording.ending
    import lineal.ledger.recording.ingest
    import lineal.ledger.stores.sqlite  # noqa: F401


def _settings(ws: Workspace) -> Settings:
    """A run does what it is asked to, whatever is wrong with the settings of the ledger."""
    try:
        return read_settings(ws)
    except LinealError as exc:
        ws.warn(f"{exc.message}; the run goes on as without")
        return Settings()
