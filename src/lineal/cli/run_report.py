"""How a run is told: DVC's lines on stdout, a live view on a terminal.

A stage that runs alone writes to the terminal itself, as with DVC. Stages side by side are
captured: on a terminal their lines appear with the stage's name in front, below them a line
that says how the run stands; elsewhere each output is printed whole when its stage ends.
"""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING

from lineal.cli.output import BOLD, DIM, GREEN
from lineal.cli.status_line import StatusLine
from lineal.pipeline.address import address, describe

if TYPE_CHECKING:
    from lineal.base.errors import LinealError
    from lineal.cli.output import Console
    from lineal.pipeline.model import Stage
    from lineal.pipeline.reasons import Reason
    from lineal.pipeline.run.options import RunOptions
    from lineal.pipeline.workspace import Workspace


def make_reporter(console: Console, ws: Workspace, options: RunOptions) -> RunReporter:
    live = sys.stderr.isatty() and not console.quiet and os.environ.get("TERM") != "dumb"
    return RunReporter(console, ws, options, StatusLine() if live else None)


class RunReporter:
    """The reporter of ``lineal run``. Implements `lineal.pipeline.run.report.Reporter`."""

    def __init__(
        self, console: Console, ws: Workspace, options: RunOptions, line: StatusLine | None
    ) -> None:
        self._console = console
        self._ws = ws
        self._options = options
        self._line = line
        self._total = 0
        self._jobs = 1
        self._done = 0
        self._running: dict[str, float] = {}
        self._partial: dict[str, bytes] = {}
        self._began = time.monotonic()
        self._updated_locks: set[str] = set()

    def begin(self, total: int, jobs: int) -> None:
        self._total, self._jobs = total, jobs
        self._ws.observer.progress = self._hashing if self._line else None

    def skipped(self, stage: Stage) -> None:
        self._done += 1
        kind = "" if stage.cmd is None else "Stage "
        self._say(f"{kind}'{self._name(stage)}' didn't change, skipping")

    def frozen(self, stage: Stage) -> None:
        self._clear()
        shown = describe(stage, self._ws.cwd)
        self._console.warn(f"{shown} is frozen. Its dependencies are not going to be reproduced.")

    def verifying(self, stage: Stage) -> None:
        self._done += 1
        what = "outputs in frozen" if stage.frozen else "data sources in"
        self._say(f"Verifying {what} {describe(stage, self._ws.cwd)}")

    def importing(self, stage: Stage, line: str) -> None:
        del stage
        self._done += 1
        self._say(line)

    def restored(self, stage: Stage) -> None:
        if not self._options.dry:
            self._done += 1
        self._say(f"Stage '{self._name(stage)}' is cached - skipping run, checking out outputs")

    def pulling(self, stage: Stage) -> None:
        self._say(f"Pulling data for {describe(stage, self._ws.cwd)}")

    def not_pulled(self, stage: Stage) -> None:
        self._say(f"Unable to pull data for {describe(stage, self._ws.cwd)}")

    def running(self, stage: Stage, reasons: list[Reason]) -> None:
        self._running[self._name(stage)] = time.monotonic()
        self._say(f"Running stage '{self._name(stage)}':")
        for text in dict.fromkeys(self._reason(reason) for reason in reasons):
            self._console.detail(f"  because {text}")

    def command(self, stage: Stage, command: str) -> None:
        prefix = f"[{self._name(stage)}] " if self._jobs > 1 else ""
        self._say(f"{prefix}> {command}")
        self._clear()
        # What the command writes must not overtake what we have said about it.
        sys.stdout.flush()

    def output(self, stage: Stage, data: bytes) -> None:
        """Only what can be shown as it comes: to a terminal, in whole lines."""
        if self._line is None or self._console.quiet:
            return
        name = self._name(stage)
        *lines, rest = (self._partial.pop(name, b"") + data).split(b"\n")
        if rest:
            self._partial[name] = rest
        self._clear()
        head = self._console.paint(f"[{name}]", DIM)
        for line in lines:
            sys.stdout.write(f"{head} {line.decode(errors='replace')}\n")
        sys.stdout.flush()

    def finished(self, stage: Stage, seconds: float, log: str | None) -> None:
        self._done += 1
        name = self._name(stage)
        self._running.pop(name, None)
        if log is None:
            return
        if self._line is not None:
            self.output(stage, b"\n" if self._partial.get(name) else b"")
        else:
            self._print_log(name, log)
        self._say(self._console.paint(f"[{name}] done in {seconds:.1f} s", GREEN))

    def failed(self, stage: Stage, error: LinealError, log: str | None) -> None:
        self._done += 1
        name = self._name(stage)
        self._running.pop(name, None)
        self._partial.pop(name, None)
        self._clear()
        if log is not None:
            self._say(self._console.paint(f"[{name}] failed; its whole output:", BOLD))
            self._print_log(name, log)
        ignored = " (ignored)" if self._options.on_error == "ignore" else ""
        self._console.failure(f"stage '{name}': {error}{ignored}", hint=error.hint)

    def blocked(self, stage: Stage, names: list[str]) -> None:  # noqa: ARG002 (the seam's)
        self._done += len(names)
        self._clear()
        listed = ", ".join(f"'{name}'" for name in names)
        plural = "s" if len(names) > 1 else ""
        self._console.warn(f"Stage{plural} {listed} will be skipped due to this failure")

    def lock_written(self, path: str, *, created: bool) -> None:
        if created:
            self._say(f"Generating lock file '{self._ws.show(path)}'")
        self._say(f"Updating lock file '{self._ws.show(path)}'")

    def tick(self) -> None:
        if self._line is None or (self._jobs == 1 and self._running):
            return  # a stage that runs alone has the terminal to itself
        self._line.show(self._standing())

    def end(self) -> None:
        self._ws.observer.progress = None
        self._clear()

    def _standing(self, doing: str = "") -> str:
        elapsed = time.monotonic() - self._began
        waiting = self._total - self._done - len(self._running)
        running = ", ".join(self._running) or doing
        return f"{self._done} done · {running or 'nothing'} · {waiting} waiting · {elapsed:.0f} s"

    def _hashing(self, path: str, _size: int) -> None:
        if self._line is not None and not (self._jobs == 1 and self._running):
            self._line.show(self._standing(f"hashing {self._ws.show(path)}"))

    def _reason(self, reason: Reason) -> str:
        shown = self._ws.show(reason.path) if reason.path else ""
        return " ".join(filter(None, (reason.what, shown, reason.key, reason.how)))

    def _print_log(self, name: str, log: str) -> None:
        with open(log, "rb") as file:
            for line in file:
                text = line.decode(errors="replace").rstrip("\n")
                self._console.say(f"[{name}] {text}")

    def _name(self, stage: Stage) -> str:
        return address(stage, self._ws.cwd)

    def _say(self, text: str) -> None:
        self._clear()
        self._console.say(text)

    def _clear(self) -> None:
        if self._line is not None:
            self._line.clear()
