"""The journal of a run: what it has to say, line by line, before it is in the store.

No database is open while stages run. Each line is one JSON object with one key that says what
it is; it is written at once and whole. The file is locked for as long as its process lives:
who gets the lock has found the journal of one that is gone. What is done about that is
`recording.ingest`'s.
"""

from __future__ import annotations

import fcntl
import json
import os
from typing import TYPE_CHECKING, Any, NamedTuple

from lineal.ledger.fact import NewFact
from lineal.ledger.place import journal_dir
from lineal.ledger.waiting import SUFFIX, journal_files, run_of
from lineal.storage.atomic import write_all

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# What lines are.
RUN, CODE, BEGIN, FACT, END = "run", "code", "begin", "fact", "end"


_encode = json.JSONEncoder(separators=(",", ":"), allow_nan=False).encode


class Begun(NamedTuple):
    """An execution that has begun: what can be said of it before it ends, and its log so far."""

    id: bytes
    payload: Mapping[str, Any]
    log: str | None

    def line(self) -> list[object]:
        return [self.id.hex(), self.payload, self.log]


class Journal(NamedTuple):
    """``run`` is the payload of the run so far, ``end`` is what its end adds to it.

    ``code`` is found out beside the first stages, and belongs to the run and all executions.
    ``begun`` are those that have not ended.
    """

    path: str
    id: bytes
    run: Mapping[str, Any]
    code: Mapping[str, Any]
    begun: tuple[Begun, ...]
    facts: tuple[NewFact, ...]
    end: Mapping[str, Any] | None


class JournalWriter:
    """The journal of this process. Every method raises OSError for what fails."""

    __slots__ = ("_descriptor", "_size", "path")

    def __init__(self, ledger_dir: str, run: bytes) -> None:
        directory = journal_dir(ledger_dir)
        self.path = f"{directory}/{run.hex()}{SUFFIX}"
        self._descriptor = _new_file(directory, self.path)
        while os.fstat(self._descriptor).st_nlink == 0:
            # Somebody came before the lock, found nothing in it, and removed it.
            os.close(self._descriptor)
            self._descriptor = _new_file(directory, self.path)
        self._size = 0

    def say(self, what: str, value: object) -> None:
        """One line; ValueError for what JSON cannot hold."""
        line = _encode({what: value})
        try:
            write_all(self._descriptor, f"{line}\n".encode("ascii"))
        except OSError:
            # Half a line would spoil the next.
            os.ftruncate(self._descriptor, self._size)
            raise
        self._size += len(line) + 1

    def close(self) -> None:
        """Lets go of the lock: whoever comes now may take the journal in."""
        os.close(self._descriptor)


def _new_file(directory: str, path: str) -> int:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | os.O_CLOEXEC
    try:
        descriptor = os.open(path, flags, 0o666)
    except FileNotFoundError:
        os.makedirs(directory, exist_ok=True)
        descriptor = os.open(path, flags, 0o666)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    return descriptor


def claim(path: str) -> int | None:
    """A descriptor that holds the journal of a process that is gone; None for a live one's.

    To be closed by the caller, after the file was taken in and removed.
    """
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    if os.fstat(descriptor).st_nlink == 0:
        # Somebody else took it in meanwhile.
        os.close(descriptor)
        return None
    return descriptor


def live_runs(ledger_dir: str) -> list[Journal]:
    """What runs that are going on have said so far."""
    found = []
    for path in journal_files(ledger_dir):
        descriptor = claim(path)
        if descriptor is not None:
            os.close(descriptor)
            continue
        journal = read_journal(path)
        if journal is not None:
            found.append(journal)
    return found


def read_journal(path: str) -> Journal | None:
    """All complete lines; None for one that says nothing yet, or is gone."""
    id_ = run_of(os.path.basename(path))
    said = Said()
    try:
        for what, value in _lines(path):
            said.take(what, value)
    except FileNotFoundError:
        return None
    return None if id_ is None else said.journal(path, id_)


class Said:
    """What was said so far, by who reads a journal or writes it."""

    __slots__ = ("begun", "code", "end", "facts", "run")

    def __init__(self) -> None:
        self.run: Mapping[str, Any] | None = None
        self.code: Mapping[str, Any] = {}
        self.begun: dict[bytes, Begun] = {}
        self.facts: dict[bytes, NewFact] = {}
        self.end: Mapping[str, Any] | None = None

    def take(self, what: str, value: Any) -> None:  # noqa: ANN401  whatever JSON holds
        if what == FACT:
            self.take_fact(NewFact(bytes.fromhex(value[0]), *value[1:]))
        elif what == BEGIN:
            id_ = bytes.fromhex(value[0])
            self.begun[id_] = Begun(id_, value[1], value[2])
        elif what == RUN:
            self.run = value
        elif what == CODE:
            self.code = value
        elif what == END:
            self.end = value

    def take_fact(self, fact: NewFact) -> None:
        """Said once more, it is more complete."""
        self.facts[fact.id] = fact
        self.begun.pop(fact.id, None)

    def journal(self, path: str, id_: bytes) -> Journal | None:
        if self.run is None:
            return None
        begun, facts = tuple(self.begun.values()), tuple(self.facts.values())
        return Journal(path, id_, self.run, self.code, begun, facts, self.end)


def _lines(path: str) -> Iterator[tuple[str, Any]]:
    """Up to one that was cut short, or that a machine that went down left as it was."""
    with open(path, "rb") as stream:
        for line in stream:
            if not line.endswith(b"\n"):
                return
            try:
                ((what, value),) = json.loads(line).items()
            except (ValueError, AttributeError):
                return
            yield what, value
