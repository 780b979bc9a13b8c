"""What logging goes through: one session of a process, made when the first thing is logged.

Safe for threads, which take turns, and for forks: a child says what it has to say in a file
of its own, and both are collected when the execution is over.
"""

from __future__ import annotations

import atexit
import hashlib
import json
import os
import sys
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from lineal.api.logged_files import METRICS, LoggedFiles
from lineal.base.errors import ProjectError
from lineal.ledger.observing.prepare import EVIDENCE
from lineal.ledger.observing.reporting import Report
from lineal.storage.project import find_project

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lineal.api.logged_run import LoggedRun

#: Where files go; inherited by processes that are started.
DIRECTORY = "LINEAL_LOG_DIR"
_USUAL = "logged"

Column = tuple[str, str]


class Session:
    """One execution that is logged to. Paths are said from the root of the project."""

    __slots__ = ("_counts", "_files", "_first", "_report", "_roots", "_spelled", "run")

    def __init__(self, root: str, evidence: str, run: LoggedRun | None) -> None:
        self._roots = tuple(dict.fromkeys((f"{root}/", f"{os.path.realpath(root)}/")))
        #: What is the same in all lines of a metric.
        self._spelled: dict[str, str] = {}
        self._report = Report(evidence)
        self._files = self._files_in(os.path.abspath(os.environ.get(DIRECTORY) or _USUAL))
        #: Values said without a step, so far.
        self._counts: dict[str, int] = {}
        self._first: dict[str, float] = {}
        self.run = run

    def metrics(self, values: Sequence[tuple[str, float]], step: float | None) -> None:
        moment = time.time_ns() // 1000
        lines = []
        for name, value in values:
            at = self._step(name, value, step)
            if at == 1 and step is None:
                lines.append(self._line(moment, name, self._first[name], 0))
            lines.append(self._line(moment, name, value, at))
        self._report.say_spelled(lines)
        self._files.metrics(dict(values))

    def params(self, values: Sequence[tuple[str, Any]]) -> None:
        self._report.say({"kind": "param", "name": name, "value": value} for name, value in values)
        self._files.params(dict(values))

    def figure(self, name: str, file: str, data: bytes) -> str:
        path = self._files.figure(file, data)
        oid = hashlib.md5(data, usedforsecurity=False).hexdigest()
        line = {"kind": "figure", "name": name, "oid": oid, "size": len(data)}
        self._report.say([{**line, "path": self._relative(path)}])
        return path

    def columns(self, edges: Sequence[tuple[Column, Column]], how: str) -> None:
        self._report.say(
            {"kind": "column", "from": self._end(source), "to": self._end(made), "how": how}
            for source, made in edges
        )

    def move(self, directory: str) -> None:
        if directory != self._files.directory:
            self._files.close()
            self._files = self._files_in(directory)
            self._spelled.clear()

    def close(self) -> None:
        self._files.close()
        self._report.close()

    def flush(self) -> None:
        self._files.flush()

    def _step(self, name: str, value: float, step: float | None) -> float | None:
        """None for the first value without a step: most metrics have no other."""
        if step is None:
            count = self._counts.get(name, 0)
            self._counts[name] = count + 1
            if count == 0:
                self._first[name] = value
                return None
            if count == 1:
                self._files.point(name, 0, self._first[name])
            step = count
        self._files.point(name, step, value)
        return step

    def _line(self, moment: int, name: str, value: float, step: float | None) -> str:
        same = self._spelled.get(name)
        if same is None:
            file = self._relative(f"{self._files.directory}/{METRICS}")
            line = {"kind": "metric", "name": name.replace("/", "."), "file": file}
            same = self._spelled[name] = json.dumps(line)[:-1]
        at = "" if step is None else f',"step":{json.dumps(step)}'
        return f'{same},"t":{moment},"value":{json.dumps(value)}{at}}}\n'

    def _files_in(self, directory: str) -> LoggedFiles:
        files = LoggedFiles(directory)
        named = hashlib.sha256(os.fsencode(directory)).hexdigest()[:16]
        if self._report.is_first(named):
            files.clear()
            self._report.say([{"kind": "logged", "path": self._relative(directory)}])
        return files

    def _end(self, column: Column) -> dict[str, str]:
        path, name = column
        return {"path": path if "://" in path else self._relative(path), "column": name}

    def _relative(self, path: str) -> str:
        full = os.path.abspath(path)
        for root in self._roots:
            if full.startswith(root):
                return full[len(root) :]
        return full


class _Now:
    """The session of this process, and of which execution it is."""

    __slots__ = ("evidence", "is_fork", "is_told", "lock", "session")

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.session: Session | None = None
        self.evidence: str | None = None
        self.is_told = False
        self.is_fork = False


_now = _Now()


@contextmanager
def current() -> Iterator[Session]:
    """One at a time."""
    with _now.lock:
        yield _session()


def move(directory: str) -> None:
    with _now.lock:
        os.environ[DIRECTORY] = directory
        if _now.session is not None:
            _now.session.move(directory)


def end(error: str | None = None) -> None:
    with _now.lock:
        session, _now.session, _now.evidence = _now.session, None, None
        if session is not None:
            session.close()
            if session.run is not None:
                os.environ.pop(EVIDENCE, None)
                session.run.end(error)


def _session() -> Session:
    """A process that runs one step after the other has one session after the other."""
    evidence = os.environ.get(EVIDENCE)
    if _now.session is None or evidence != _now.evidence:
        if _now.session is not None:
            end()
        _now.session, _now.evidence = _begun(evidence)
        if not _now.is_told:
            _now.is_told = True
            atexit.register(_finish)
            os.register_at_fork(after_in_child=_forked)
    if _now.is_fork:
        _at_the_end_of_a_fork(_now.session)
    return _now.session


def _begun(evidence: str | None) -> tuple[Session, str]:
    if evidence:
        return Session(_root_of(evidence), evidence, None), evidence
    # deferred: only outside stages
    from lineal.api.logged_run import LoggedRun

    run = LoggedRun(find_project(os.getcwd()))
    # Processes that are started from here log to the same run.
    os.environ[EVIDENCE] = run.evidence
    return Session(run.root, run.evidence, run), run.evidence


def _root_of(evidence: str) -> str:
    """The stage may work anywhere; its evidence is in the project it belongs to."""
    try:
        return find_project(os.path.dirname(evidence)).root
    except ProjectError:
        return find_project(os.getcwd()).root


def _finish() -> None:
    """At the end of the program: whether something went wrong is known to the interpreter."""
    failure = getattr(sys, "last_value", None)
    is_failed = failure is not None and not hasattr(sys, "ps1")
    end(f"{type(failure).__name__}: {failure}" if is_failed else None)


def _forked() -> None:
    """The run belongs to the parent, and a lock may be held by a thread that is not here."""
    _now.lock = threading.RLock()
    if _now.session is not None:
        _now.session.run = None
        _now.is_fork = True


def _at_the_end_of_a_fork(session: Session) -> None:
    """Workers of a pool end without what programs do at their end; this they do."""
    _now.is_fork = False
    ending = sys.modules.get("multiprocessing.util")
    if ending is not None:
        ending.Finalize(None, session.flush, exitpriority=10)
