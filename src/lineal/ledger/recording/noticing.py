"""Whether there is anything to tell: asked before every question, so it imports next to nothing.

Telling it is `records` and `directories`.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from lineal.ledger.place import memory_keys
from lineal.pipeline.project_walk import walk_project
from lineal.storage.stamp import stamp

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lineal.ledger.opened import Ledger
    from lineal.pipeline.workspace import Workspace

_LOCK_FILE = "dvc.lock"
_ENDINGS = (_LOCK_FILE, ".dvc")

Stamps = dict[str, list[int]]


class Records(NamedTuple):
    """Locks and ``.dvc`` files from the root, by what notices another's write: then, and now."""

    before: Stamps
    now: Stamps


class Span(NamedTuple):
    """Numbers of artifacts: the first was looked at last time, the last is the newest."""

    upto: int
    newest: int


def changed_records(ws: Workspace, ledger: Ledger) -> Records | None:
    found = ledger.store.rows("memory", records_key(ledger))
    before: Stamps = json.loads(found[0][0]) if found else {}
    now = {path: list(stamp(f"{ws.root}/{path}") or ()) for path in _record_files(ws)}
    return None if now == before else Records(before, now)


def new_artifacts(ledger: Ledger) -> Span | None:
    store = ledger.store
    known = store.rows("memory", directories_key(ledger))
    upto = int(known[0][0]) if known else 0
    newest = store.rows("newest_artifact")[0][0] or 0
    return Span(upto, newest) if newest > upto else None


def records_key(ledger: Ledger) -> str:
    """By this copy of the project: others look at theirs."""
    return memory_keys(ledger.writer.id)[0]


def directories_key(ledger: Ledger) -> str:
    return memory_keys(ledger.writer.id)[1]


def _record_files(ws: Workspace) -> Iterator[str]:
    """Those of the project, as it finds them, from its root."""
    for path in walk_project(ws, _ENDINGS, _is_record):
        yield path[len(ws.root) + 1 :]


def _is_record(name: str) -> bool:
    return name == _LOCK_FILE or (name.endswith(".dvc") and name != ".dvc")
