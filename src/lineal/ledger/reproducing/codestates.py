"""At which states of the code an execution may be run again, the likeliest first.

That is where it was recorded, with what was not committed then. New files of then, which Git did
not know, are not in that; but most people commit what they ran together with its record. So the
first commit that has the record is the next that is tried, and the only one for what DVC ran.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lineal.base.errors import LinealError
from lineal.ledger.backfill.executions import digest_of
from lineal.ledger.backfill.files import LOCK, PIPELINE
from lineal.ledger.backfill.formats import read_record
from lineal.storage.git.files import RevisionFiles
from lineal.storage.git.process import run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lineal.ledger.reproducing.record import Record
    from lineal.ledger.stores.port import Store
    from lineal.pipeline.workspace import Workspace

# Each is a question to Git; a result is committed soon after it was made, or never.
_MOST_COMMITS = 200


class CodeState(NamedTuple):
    """``dirty`` is the digest of kept changes against the commit."""

    commit: str
    dirty: str | None = None


def code_states(ws: Workspace, store: Store, record: Record) -> Iterator[CodeState]:
    """Each commit once."""
    own = record.payload.get("commit")
    if own:
        yield CodeState(own, record.payload.get("dirty"))
    entry = record.payload.get("entry")
    if not entry:
        return
    found = _told(store, entry) or _searched(ws, record, own, entry)
    if found is not None and (found != own or record.payload.get("dirty")):
        yield CodeState(found)


def _told(store: Store, entry: str) -> str | None:
    """By facts of commits."""
    rows = store.rows("reproduce_commit_of_entry", bytes.fromhex(entry))
    return str(rows[0][0]) if rows else None


def _searched(ws: Workspace, record: Record, since: str | None, entry: str) -> str | None:
    """By the records of later commits themselves."""
    path = _record_file(ws, record.stage)
    words = ["rev-list", "--reverse", "--topo-order", "--branches", "--remotes", "--tags"]
    known = since is not None and ws.history.objects.is_commit(since)
    answer = run([*words, *([f"^{since}"] if known else []), "--", path], ws.history.git_dir)
    for commit in answer.out.decode().split()[:_MOST_COMMITS]:
        files = RevisionFiles(ws.history.objects, commit, ws.history.git_root)
        raw = files.read(f"{ws.history.git_root}/{path}")
        try:
            entries = [] if raw is None else read_record(_from_project(ws, path), raw)
        except LinealError:
            continue
        if any(each.address == record.stage and digest_of(each) == entry for each in entries):
            return commit
    return None


def _record_file(ws: Workspace, stage: str) -> str:
    """From the root of the repository."""
    file, _, name = stage.rpartition(":")
    lock = f"{file.removesuffix(PIPELINE)}{LOCK}" if name and file else LOCK
    prefix = ws.root.removeprefix(ws.history.git_root).lstrip("/")
    return f"{prefix}/{lock}" if prefix else lock


def _from_project(ws: Workspace, path: str) -> str:
    prefix = ws.root.removeprefix(ws.history.git_root).lstrip("/")
    return path.removeprefix(f"{prefix}/") if prefix else path
