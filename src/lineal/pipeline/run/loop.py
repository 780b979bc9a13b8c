"""The run itself: takes stages in order, side by side where the graph allows it.

One thread decides, hashes and writes; only commands run in parallel, as child processes. So
there is one writer of everything, and an interrupt finds it at one of few well-known places.
The project lock is held while we work and released while we only wait for commands, as DVC
does: a command may itself call ``dvc`` or ``lineal``.
"""

from __future__ import annotations

import heapq
import sys
from typing import TYPE_CHECKING

from lineal.base.errors import LinealError, StageError
from lineal.pipeline.address import address
from lineal.pipeline.reasons import decisive, find_reasons, first_reasons
from lineal.pipeline.recorder import Ended
from lineal.pipeline.run.children import Children
from lineal.pipeline.run.latest import Latest
from lineal.pipeline.run.options import FAIL, IGNORE
from lineal.pipeline.run.progress import FAILED, RAN, RESTORED, SKIPPED, Progress

if TYPE_CHECKING:
    from lineal.pipeline.model import Out, Stage, StageKey
    from lineal.pipeline.outcome import Outcome
    from lineal.pipeline.reasons import Reason
    from lineal.pipeline.run.options import RunOptions
    from lineal.pipeline.run.ports import Ports
    from lineal.pipeline.run.select import Plan
    from lineal.pipeline.run.work import Work
    from lineal.storage.locks import Claim


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
        self._latest = Latest(ports.ws, plan.order)
        self._claims: dict[StageKey, Claim] = {}
        self._lazy_work: Work | None = None
        self._stopping = False
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
                if self._lazy_work is not None:
                    self._lazy_work.close()
                self._ports.reporter.end()
        files = () if self._lazy_work is None else tuple(self._lazy_work.files)
        outcome = self._progress.outcome(interrupted=self._children.interrupts > 0)
        return outcome._replace(files=files)

    @property
    def _work(self) -> Work:
        if self._lazy_work is None:
            # deferred: a run that finds nothing to do writes nothing and starts no processes
            from lineal.pipeline.run.work import Work

            self._lazy_work = Work(self._ports, self._options, self._jobs, self._latest)
        return self._lazy_work

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
        if stage.frozen and not stage.is_import:
            self._ports.reporter.frozen(stage)
        forced = self._progress.is_forced(stage)
        reasons = self._reasons(stage, forced=forced)
        if not reasons and not forced:
            self._ports.reporter.skipped(stage)
            self._end(stage, SKIPPED)
            return
        if self._can_be_pulled(stage, reasons, forced=forced) and self._work.pull(stage):
            self._end(stage, SKIPPED)
            return
        self._confirm(stage)
        self._ports.recorder.decides(stage, reasons, self._ports.look, forced=forced)
        if stage.is_import and (not stage.frozen or stage.is_partial_import):
            self._work.bring(stage, self._progress.position(stage))
            self._end(stage, RAN)
        elif stage.frozen or stage.is_data_source:
            self._work.verify(stage, self._progress.position(stage))
            self._end(stage, RAN)
        elif self._options.dry:
            self._work.pretend(stage, reasons, forced=forced)
            self._end(stage, RAN)
        else:
            self._produce(stage, reasons, forced=forced)

    def _produce(self, stage: Stage, reasons: list[Reason], *, forced: bool) -> None:
        self._work.check(stage)
        self._progress.start(stage)
        self._claims[stage.key] = self._ports.paths.acquire(
            stage.local_inputs, stage.local_outs, self._name, yielding=self._ports.lock
        )
        child = self._work.begin(stage, reasons, self._progress.position(stage), forced=forced)
        if child is None:
            self._end(stage, RESTORED)
        else:
            self._children.add(child)

    def _reasons(self, stage: Stage, *, forced: bool) -> list[Reason]:
        """Outputs are looked at last, and not at all when there is a reason without them."""
        look = self._ports.look
        first = self._decisive(stage, first_reasons(stage, look.inputs_seen(stage)))
        return first if first or forced else self._decisive(stage, self._all_reasons(stage))

    def _can_be_pulled(self, stage: Stage, reasons: list[Reason], *, forced: bool) -> bool:
        """Whether the stage is as recorded but for data that is missing."""
        if not self._options.pull or self._options.dry or forced:
            return False
        return bool(reasons) and not self._decisive(stage, self._all_reasons(stage), pull=True)

    def _all_reasons(self, stage: Stage) -> list[Reason]:
        return find_reasons(stage, self._ports.look.seen(stage))

    def _decisive(self, stage: Stage, found: list[Reason], *, pull: bool = False) -> list[Reason]:
        return decisive(
            stage,
            found,
            allow_missing=self._options.allow_missing or pull,
            produced=lambda path: self._producer(stage, path),
        )

    def _producer(self, stage: Stage, path: str) -> Out | None:
        """The output at exactly this path, as recorded now, of a stage this one depends on."""
        if self._lazy_work is not None and path in self._lazy_work.outs:
            return self._lazy_work.outs[path]
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

    def _wait(self) -> None:
        with self._ports.lock.released():
            spare = self._ports.recorder.spare
            ended = self._children.wait(self._tick, until=self._work.due, meanwhile=spare)
        if not ended:
            self._work.flush()
            return
        self._ports.look.forget()
        for result in ended:
            try:
                self._work.complete(result, self._progress.position(result.stage))
                self._end(result.stage, RAN)
            except LinealError as exc:
                self._fail(result.stage, exc)

    def _tick(self) -> None:
        self._work.follow_logs()
        self._ports.reporter.tick()

    def _end(self, stage: Stage, how: str) -> None:
        self._release(stage)
        ran = how != SKIPPED
        if self._options.force_downstream and (ran or self._progress.is_forced(stage)):
            self._progress.force(self._plan.downstream.get(stage.key, ()))
        for position in self._progress.end(stage, how):
            heapq.heappush(self._ready, position)

    def _fail(self, stage: Stage, error: LinealError) -> None:
        self._release(stage)
        if self._lazy_work is None:
            self._ports.reporter.failed(stage, error, None)
            self._ports.recorder.failed(stage, error, Ended())
        else:
            self._lazy_work.fail(stage, error)
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
