"""A run outside any stage: it begins with the first thing logged, and ends with the program.

It goes through a journal like every run, so that one that is killed is noticed by whoever
opens the ledger next. No database is opened here.
"""

from __future__ import annotations

import os
import shlex
import socket
import sys
import time
from functools import cache
from typing import TYPE_CHECKING

from lineal.base.errors import LedgerError
from lineal.base.ids import RANDOM_BYTES, make_id
from lineal.ledger.fact import NewFact
from lineal.ledger.journal import BEGIN, END, FACT, RUN, Begun, JournalWriter
from lineal.ledger.kinds import execution, run
from lineal.ledger.observing.collect import collect, discard
from lineal.ledger.observing.logged import logged
from lineal.ledger.observing.prepare import evidence_path
from lineal.ledger.place import ledger_dir
from lineal.ledger.rows import DEP
from lineal.ledger.secrets import masked_words
from lineal.ledger.writer import user_name
from lineal.storage.digest import digest_bytes
from lineal.storage.gitconfig import read_git_user
from lineal.storage.githead import head_commit
from lineal.storage.gitrules import resolve_common_dir, resolve_git_dir
from lineal.storage.lineal_dir import ensure_lineal_dir

if TYPE_CHECKING:
    from lineal.ledger.kinds.execution import Edge, ExecutionPayload
    from lineal.ledger.kinds.run import Author
    from lineal.storage.project import Project

_MICROS = 1_000_000


class LoggedRun:
    """A run with one execution: the program itself."""

    __slots__ = (
        "_directory",
        "_git_root",
        "_id",
        "_journal",
        "_payload",
        "_started",
        "evidence",
        "root",
    )

    def __init__(self, project: Project) -> None:
        ensure_lineal_dir(project.root)
        self.root = project.root
        self._git_root = project.git_root
        self._started = _now()
        self._directory = ledger_dir(project.lineal_dir)
        run_id, self._id = _new_id(self._started), _new_id(self._started)
        self.evidence = evidence_path(self._directory, self._id)
        commit = head_commit(project.git_root)
        self._payload = _begun(project.root, run_id, self._started, commit)
        try:
            self._journal = JournalWriter(self._directory, run_id)
            said = {"started": self._started, "command": _command(), "commit": commit}
            self._journal.say(RUN, said)
            self._journal.say(BEGIN, Begun(self._id, self._payload, None).line())
        except OSError as exc:
            raise LedgerError(
                f"a run cannot be recorded in {self._directory}: {exc.strerror}",
                hint="check that the project can be written to, and the disk is not full",
            ) from exc

    def end(self, error: str | None) -> None:
        """What was logged becomes a fact of the journal; the next question takes it in."""
        seconds = (_now() - self._started) / _MICROS
        evidence = collect(self.evidence)
        status = execution.RAN if error is None else execution.FAILED
        payload: ExecutionPayload = {**self._payload, "status": status, "seconds": seconds}
        payload.update(logged(evidence))
        if error is not None:
            payload["error"] = error
        fact = NewFact(self._id, execution.KIND, _now(), payload)
        self._journal.say(FACT, [fact.id.hex(), fact.kind, fact.time, fact.payload])
        names = [payload["stage"]]
        ended: dict[str, object] = {
            "seconds": seconds,
            "status": run.DONE if error is None else run.FAILED,
            "author": _author(self._git_root),
            "ran" if error is None else "failed": names,
        }
        self._journal.say(END, ended)
        self._journal.close()
        discard(self.evidence)


def _begun(root: str, run_id: bytes, started: int, commit: str | None) -> ExecutionPayload:
    script = _script(root)
    payload: ExecutionPayload = {
        "run": run_id.hex(),
        "stage": script or "python",
        "cmd": _command(),
        "wdir": os.path.relpath(os.getcwd(), root),
        "started": started,
        "commit": commit,
    }
    if script is not None:
        payload["uses"] = [_used(root, script)]
    return payload


def _command() -> str:
    """As it was typed, but for what nobody else is to know."""
    return shlex.join(masked_words(sys.orig_argv))


@cache
def _author(git_root: str | None) -> Author:
    """Files are read once for all runs of a program."""
    author: Author = {"user": user_name(), "host": socket.gethostname()}
    if git_root is not None:
        name, email = read_git_user(resolve_common_dir(resolve_git_dir(git_root)))
        if name:
            author["name"] = name
        if email:
            author["email"] = email
    return author


def _script(root: str) -> str | None:
    """The program, from the root; None for one that is not a file of the project."""
    main = getattr(sys.modules.get("__main__"), "__file__", None)
    if main is None:
        return None
    full = os.path.realpath(main)
    here = os.path.realpath(root)
    return full[len(here) + 1 :] if full.startswith(f"{here}/") else None


def _used(root: str, script: str) -> Edge:
    with open(os.path.join(root, script), "rb") as stream:
        data = stream.read()
    return {"path": script, "oid": digest_bytes(data), "size": len(data), "role": DEP}


def _now() -> int:
    return time.time_ns() // 1000


def _new_id(micros: int) -> bytes:
    return make_id(micros, os.urandom(RANDOM_BYTES))
