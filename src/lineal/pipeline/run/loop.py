"""The run itself: takes stages in order, side by side where the graph allows it.

One thread decides, hashes and writes; only commands run in parallel, as child processes. So
there is one writer of everything, and an interrupt finds it at one of few well-known places.
The project lock is held while we work and released while we only wait for commands, as DVC
does: a command may itself call ``dvc`` or ``lineal``.
"""

from __future__ import annotations

import heapq
import sys
import time
from typing import TYPE_CHECKING, NamedTuple

from lineal.base.errors import LinealError, StageError
from lineal.pipeline.address import address
from lineal.pipeline.dvcfile_writer import write_dvc_file
from lineal.pipeline.load import lock_path
from lineal.pipeline.reasons import decisive, find_reasons
from lineal.pipeline.run.children import Children
from lineal.pipeline.run.latest import Latest
from lineal.pipeline.run.lock_writer import LockWriters, Written
from lineal.pipeline.run.logs import Logs
from lineal.pipeline.run.options import FAIL, IGNORE
from lineal.pipeline.run.progress import FAILED, RAN, RESTORED, SKIPPED, Progress
from lineal.pipeline.run.stage_run import (
    find_restorable,
    finish,
    remove_outs,
    require_deps,
    restore,
    verify_outs_exist,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from lineal.pipeline.look import Looker
    from lineal.pipeline.model import Out, Stage, StageKey
    from lineal.pipeline.reasons import Reason
    from lineal.pipeline.run.children import Exit
    from lineal.pipeline.run.command import Child
    from lineal.pipeline.run.options import RunOptions
    from lineal.pipeline.run.report import Outcome, Reporter
    from lineal.pipeline.run.select import Plan
    from lineal.pipeline.run.warm import WarmProcess
    from lineal.pipeline.workspace import Workspace
    from lineal.storage.locks import Claim, ProjectLock, RWLock


class Ports(NamedTuple):
    """What a run works through."""

    ws: Workspace
    look: Looker
    lock: ProjectLock
    paths: RWLock
    reporter: Reporter
    confirm: Callable[[str], bool]


class Run:
    """The state of one invocation.

    The project lock is held when `execute` is called, and whenever anything but waiting happens.
    """

    def __init__(self, ports: Ports, plan: Plan, options: RunOptions, jobs: int) -> None:
        self._ports = ports
        self._plan = plan
        self._options = options
        self._jobs = jobs
        self._progress = Progress(plan, force=options.force)
        self._ready: list[int] = self._progress.initially_ready()
        self._children = Children()
        self._warm: WarmProcess | None = None
        self._logs = Logs(ports.ws)
        self._latest = Latest(ports.ws, plan.order)
        self._locks = LockWriters(ports.ws.memo, self._latest.wrote)
        self._claims: dict[StageKey, Claim] = {}
        self._started: dict[StageKey, float] = {}
        self._stopping = False
        #: Outputs as this run recorded them, for the stages that depend on them.
        self._outs: dict[str, Out] = {}
        #: Project files written, in order.
        self._changed: dict[str, None] = {}
        #: What another process that has to wait for us will be told.
        self._name = " ".join(("lineal", *sys.argv[1:]))

    def execute(self) -> Outcome:
        self._ports.reporter.begin(len(self._plan.order), self._jobs)
        with self._children:
            try:
                while self._ready or self._children:
                    self._start_ready()
                    if self._children:
                        self._wait()
            finally:
                self._close()
        outcome = self._progress.outcome(interrupted=self._children.interrupts > 0)
        return outcome._replace(files=tuple(self._changed))

    def _start_ready(self) -> None:
        while self._ready and len(self._children) < self._jobs:
            if self._stopping or self._children.interrupts:
                self._ready.clear()
                return
            position = heapq.heappop(self._ready)
            stage = self._plan.order[position]
            if self._progress.has_ended(stage):
                continue
            if self._is_busy(stage):
                # Never wait for others while others may wait for what we hold.
                heapq.heappush(self._ready, position)
                return
            try:
                self._take(self._latest.of(stage))
            except LinealError as exc:
                self._fail(stage, exc)

    def _is_busy(self, stage: Stage) -> bool:
        """Whether somebody else's running stage is in the way; waits, if we run nothing."""
        read, write = stage.local_inputs, stage.local_outs
        if not self._ports.paths.blockers(read, write):
            return False
        if not self._children:
            claims = self._ports.paths
            self._children.waits_for_others = True
            try:
                claims.release(claims.acquire(read, write, self._name, yielding=self._ports.lock))
            finally:
                self._children.waits_for_others = False
            self._ports.look.forget()
        return len(self._children) > 0

    def _take(self, stage: Stage) -> None:
        """Decides on one stage, and does all of it that needs no command."""
        reporter, ws = self._ports.reporter, self._ports.ws
        if stage.frozen and not stage.is_import:
            reporter.frozen(stage)
        reasons = self._reasons(stage)
        if not reasons and not self._progress.is_forced(stage):
            reporter.skipped(stage)
            self._end(stage, SKIPPED)
            return
        self._confirm(stage)
        if stage.frozen or stage.is_data_source:
            self._verify(stage)
        elif self._options.dry:
            self._pretend(stage, reasons)
        else:
            require_deps(ws, stage)
            self._progress.start(stage)
            self._claims[stage.key] = self._ports.paths.acquire(
                stage.local_inputs, stage.local_outs, self._name, yielding=self._ports.lock
            )
            self._produce(stage, reasons)

    def _reasons(self, stage: Stage) -> list[Reason]:
        found = find_reasons(stage, self._ports.look.seen(stage))
        return decisive(
            stage,
            found,
            allow_missing=self._options.allow_missing,
            produced=lambda path: self._producer(stage, path),
        )

    def _producer(self, stage: Stage, path: str) -> Out | None:
        """The output at exactly this path, as recorded now, of a stage this one depends on."""
        if path in self._outs:
            return self._outs[path]
        for upstream in self._plan.upstream.get(stage.key, ()):
            for out in upstream.outs:
                if out.path == path:
                    return out
        return None

    def _confirm(self, stage: Stage) -> None:
        what = address(stage, self._ports.ws.cwd)
        if self._options.interactive and not self._ports.confirm(f"Run stage '{what}'?"):
            self._stopping = True
            raise StageError(
                "the run was stopped at this question",
                hint="answer 'y', or leave out --interactive",
            )

    def _verify(self, stage: Stage) -> None:
        """Data sources and frozen stages: what is there now is recorded, nothing is run."""
        self._ports.reporter.verifying(stage)
        if self._options.dry:
            self._end(stage, RAN)
            return
        verify_outs_exist(self._ports.ws, stage)
        self._record(stage)
        self._end(stage, RAN)

    def _pretend(self, stage: Stage, reasons: list[Reason]) -> None:
        if not self._progress.is_forced(stage):
            try:
                entry = find_restorable(self._ports.ws, self._ports.look, stage, self._options)
            except StageError:
                entry = None  # a dependency that an earlier stage would have made by now
            if entry is not None:
                self._ports.reporter.restored(stage)
        self._ports.reporter.running(stage, reasons)
        for command in stage.commands:
            self._ports.reporter.command(stage, command)
        self._end(stage, RAN)

    def _produce(self, stage: Stage, reasons: list[Reason]) -> None:
        ws, look = self._ports.ws, self._ports.look
        entry = None
        if not self._progress.is_forced(stage):
            entry = find_restorable(ws, look, stage, self._options)
        remove_outs(ws, stage)
        look.forget()
        if entry is not None:
            restore(ws, stage, entry)
            self._ports.reporter.restored(stage)
            self._record(stage)
            self._end(stage, RESTORED)
            return
        self._ports.reporter.running(stage, reasons)
        log = self._logs.open(stage) if self._jobs > 1 else None
        self._started[stage.key] = time.monotonic()
        self._children.add(self._child(stage, log))

    def _child(self, stage: Stage, log: int | None) -> Child:
        # deferred: a run that finds nothing to do starts no processes
        from lineal.pipeline.run.command import Child
        from lineal.pipeline.run.warm import WarmProcess

        self._warm = self._warm or WarmProcess()
        return Child(self._ports.ws, stage, log, self._warm, self._ports.reporter.command)

    def _wait(self) -> None:
        with self._ports.lock.released():
            ended = self._children.wait(self._tick, until=self._locks.due)
        if not ended:
            self._locks.flush()
            return
        self._ports.look.forget()
        for result in ended:
            try:
                self._complete(result)
            except LinealError as exc:
                self._fail(result.stage, exc)

    def _tick(self) -> None:
        self._logs.follow(self._ports.reporter.output)
        self._ports.reporter.tick()

    def _complete(self, result: Exit) -> None:
        stage = result.stage
        if result.code != 0:
            raise StageError(
                f"failed to run: {result.command}, {_how_it_ended(result)}",
                hint="mend the command, then run again: finished stages are kept",
            )
        self._record(stage)
        seconds = time.monotonic() - self._started[stage.key]
        self._ports.reporter.finished(stage, seconds, self._close_log(stage))
        self._end(stage, RAN)

    def _close_log(self, stage: Stage) -> str | None:
        if self._jobs == 1 or stage.key not in self._started:
            return None
        del self._started[stage.key]
        return self._logs.close(stage, self._ports.reporter.output)

    def _record(self, stage: Stage) -> None:
        ports = self._ports
        done = finish(ports.ws, ports.look, stage, self._options)
        self._outs.update(
            (out.path, out._replace(recorded=recorded))
            for out, recorded in zip(stage.outs, done.outs, strict=True)
        )
        self._changed.update(dict.fromkeys(done.files))
        ports.look.forget()
        if stage.name is None:
            if write_dvc_file(stage, done.outs):
                self._changed[stage.file] = None
            self._latest.wrote(stage.file)
            return
        path = lock_path(stage.file)
        position = self._progress.position(stage)
        written = self._locks.record(path, stage.name, position, done.entry)
        if written is not Written.UNCHANGED:
            ports.reporter.lock_written(path, created=written is Written.CREATED)
            self._changed[path] = None

    def _end(self, stage: Stage, how: str) -> None:
        self._release(stage)
        ran = how != SKIPPED
        if self._options.force_downstream and (ran or self._progress.is_forced(stage)):
            self._progress.force(self._plan.downstream.get(stage.key, ()))
        for position in self._progress.end(stage, how):
            heapq.heappush(self._ready, position)

    def _fail(self, stage: Stage, error: LinealError) -> None:
        self._release(stage)
        self._ports.reporter.failed(stage, error, self._close_log(stage))
        for position in self._progress.end(stage, FAILED):
            heapq.heappush(self._ready, position)
        if self._options.on_error == IGNORE:
            return
        blocked = self._progress.block(stage)
        if self._options.on_error == FAIL:
            self._stopping = True
        elif blocked:
            names = [address(other, self._ports.ws.cwd) for other in blocked]
            self._ports.reporter.blocked(stage, names)

    def _release(self, stage: Stage) -> None:
        claim = self._claims.pop(stage.key, None)
        if claim is not None:
            self._ports.paths.release(claim)

    def _close(self) -> None:
        self._locks.close()
        if self._warm is not None:
            self._warm.close()
        self._ports.reporter.end()


def _how_it_ended(result: Exit) -> str:
    if result.problem:
        return f"could not be started: {result.problem}"
    code = result.code
    return f"killed by signal {-code}" if code < 0 else f"exited with {code}"
