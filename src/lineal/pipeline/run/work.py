"""What a run does about one stage that is not skipped, and how it is recorded.

Loaded with the first such stage: a run that finds nothing to do needs none of it.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from lineal.base.errors import StageError
from lineal.pipeline.dvcfile_writer import write_dvc_file
from lineal.pipeline.load import lock_path
from lineal.pipeline.recorder import Ended, Measures
from lineal.pipeline.run.command import Child
from lineal.pipeline.run.lock_writer import LockWriters, Written
from lineal.pipeline.run.logs import Logs
from lineal.pipeline.run.stage_run import (
    find_restorable,
    finish,
    remove_outs,
    require_deps,
    restore,
    verify_outs_exist,
)
from lineal.pipeline.run.warm import WarmProcess

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lineal.base.errors import LinealError
    from lineal.pipeline.model import Out, Stage, StageKey
    from lineal.pipeline.reasons import Reason
    from lineal.pipeline.run.children import Exit
    from lineal.pipeline.run.latest import Latest
    from lineal.pipeline.run.options import RunOptions
    from lineal.pipeline.run.ports import Ports
    from lineal.pipeline.run.stage_run import Finished


class Work:
    """The stages of one run that are worked on; the project lock is held by the caller."""

    def __init__(self, ports: Ports, options: RunOptions, jobs: int, latest: Latest) -> None:
        self._ports = ports
        self._options = options
        self._jobs = jobs
        self._latest = latest
        self._warm = WarmProcess()
        self._logs = Logs(ports.ws)
        self._locks = LockWriters(ports.ws.memo, latest.wrote)
        self._started: dict[StageKey, float] = {}
        self._ended: dict[StageKey, Ended] = {}
        #: .gitignore files that gained lines: the place in the plan of each path.
        self._ignored: dict[str, dict[str, int]] = {}
        #: Outputs as recorded by this run, for the stages that depend on them.
        self.outs: dict[str, Out] = {}
        #: Project files written, in order.
        self.files: dict[str, None] = {}

    def verify(self, stage: Stage, position: int) -> None:
        """Data sources and frozen stages: what is there now is recorded, nothing is run."""
        self._ports.reporter.verifying(stage)
        if not self._options.dry:
            verify_outs_exist(self._ports.ws, self._ports.look, stage)
            done = self._record(stage, position)
            if stage.cmd is None:
                self._ports.recorder.holds(stage, done.outs)
            else:
                self._ports.recorder.verified(stage, done.entry)

    def bring(self, stage: Stage, position: int) -> None:
        """An import that follows its source, or whose data was left there."""
        # deferred: most runs have no imports that move
        from lineal.pipeline.external.side_by_side import at_ease
        from lineal.pipeline.imports.importing import import_line, sync

        ws = self._ports.ws
        self._ports.reporter.importing(stage, import_line(ws, stage))
        if self._options.dry:
            return
        done = sync(ws, self._ports.look, stage._replace(frozen=False), pace=at_ease())
        self._ports.look.forget()
        self.outs[stage.outs[0].path] = stage.outs[0]._replace(recorded=done.out)
        self._note_ignored([(stage.outs[0].path, file) for file in done.ignored], position)
        if write_dvc_file(done.stage, [done.out], frozen=stage.frozen, as_read=False):
            self.files[stage.file] = None
        self._latest.wrote(stage.file)
        self._ports.recorder.holds(done.stage, [done.out])

    def pretend(self, stage: Stage, reasons: list[Reason], *, forced: bool) -> None:
        if not forced:
            try:
                entry = find_restorable(self._ports.ws, self._ports.look, stage, self._options)
            except StageError:
                entry = None  # a dependency that an earlier stage would have made by now
            if entry is not None:
                self._ports.reporter.restored(stage)
        self._ports.reporter.running(stage, reasons)
        for command in stage.commands:
            self._ports.reporter.command(stage, command)

    def pull(self, stage: Stage) -> bool:
        """Brings the outputs of a stage that only lacks data; False when it must run instead."""
        # deferred: only with --pull
        from lineal.pipeline.run.pulling import pull_outs

        self._ports.reporter.pulling(stage)
        done = pull_outs(self._ports.ws, stage)
        if not done:
            self._ports.reporter.not_pulled(stage)
        self._ports.look.forget()
        return done

    def check(self, stage: Stage) -> None:
        if self._options.pull:
            # deferred: only with --pull
            from lineal.pipeline.run.pulling import pull_missing_deps

            pull_missing_deps(self._ports.ws, stage)
            self._ports.look.forget()
        require_deps(self._ports.ws, self._ports.look, stage)

    def begin(
        self, stage: Stage, reasons: list[Reason], position: int, *, forced: bool
    ) -> Child | None:
        """Starts the commands of a stage; None when an earlier result could be restored."""
        ws, look = self._ports.ws, self._ports.look
        entry = None if forced else find_restorable(ws, look, stage, self._options)
        remove_outs(ws, stage)
        look.forget()
        if entry is not None:
            self._restore(stage, entry, position)
            return None
        self._ports.reporter.running(stage, reasons)
        begun = self._ports.recorder.begins(stage)
        keep = self._logs.beside if self._jobs > 1 else self._logs.alone
        streams = keep(stage, begun.log)
        self._started[stage.key] = time.monotonic()
        start = self._ports.reporter.command
        return Child(ws, stage, streams, self._warm, start, begun.environment)

    def _restore(self, stage: Stage, entry: Mapping[str, object], position: int) -> None:
        restore(self._ports.ws, stage, entry)
        self._ports.reporter.restored(stage)
        done = self._record(stage, position)
        self._ports.recorder.restored(stage, done.entry)

    def complete(self, result: Exit, position: int) -> None:
        """Records a stage whose commands have ended; an error if they failed."""
        stage = result.stage
        wall = time.monotonic() - self._started[stage.key]
        self._ended[stage.key] = Ended(result.code, Measures(wall, *result.usage))
        if result.code != 0:
            raise StageError(
                f"failed to run: {result.command}, {_how_it_ended(result)}",
                hint="mend the command, then run again: finished stages are kept",
            )
        done = self._record(stage, position)
        seconds = time.monotonic() - self._started[stage.key]
        ended = self._end(stage)
        self._ports.reporter.finished(stage, seconds, self._to_show(ended))
        self._ports.recorder.ran(stage, done.entry, ended)

    def fail(self, stage: Stage, error: LinealError) -> None:
        ended = self._end(stage)
        self._ports.reporter.failed(stage, error, self._to_show(ended))
        self._ports.recorder.failed(stage, error, ended)

    def _end(self, stage: Stage) -> Ended:
        """What is known of the commands of a stage, if they were begun; their log is closed."""
        ended = self._ended.pop(stage.key, Ended())
        if self._started.pop(stage.key, None) is None:
            return ended
        return ended._replace(log=self._logs.close(stage, self._ports.reporter.output))

    def _to_show(self, ended: Ended) -> str | None:
        """The output of a stage alone was seen as it came."""
        return ended.log if self._jobs > 1 else None

    def follow_logs(self) -> None:
        self._logs.follow(self._ports.reporter.output)

    @property
    def due(self) -> float | None:
        return self._locks.due

    def flush(self) -> None:
        self._locks.flush()

    def close(self) -> None:
        self._locks.close()
        for file, places in self._ignored.items():
            self._ports.ws.git.reorder(file, sorted(places, key=lambda path: places[path]))
        self._warm.close()

    def _record(self, stage: Stage, position: int) -> Finished:
        ports = self._ports
        done = finish(ports.ws, ports.look, stage, self._options)
        self.outs.update(
            (out.path, out._replace(recorded=recorded))
            for out, recorded in zip(stage.outs, done.outs, strict=True)
        )
        self._note_ignored(done.ignored, position)
        ports.look.forget()
        if stage.name is None:
            if write_dvc_file(stage, done.outs):
                self.files[stage.file] = None
            self._latest.wrote(stage.file)
            return done
        path = lock_path(stage.file)
        written = self._locks.record(path, stage.name, position, done.entry)
        if written is not Written.UNCHANGED:
            ports.reporter.lock_written(path, created=written is Written.CREATED)
            self.files[path] = None
        return done

    def _note_ignored(self, ignored: Sequence[tuple[str, str]], position: int) -> None:
        for path, file in ignored:
            self._ignored.setdefault(file, {})[path] = position
            self.files[file] = None


def _how_it_ended(result: Exit) -> str:
    if result.problem:
        return f"could not be started: {result.problem}"
    code = result.code
    return f"killed by signal {-code}" if code < 0 else f"exited with {code}"
