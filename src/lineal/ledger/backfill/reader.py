"""What commits brought: new entries of records, and the executions those must have been.

It reads blobs, each version of a file once, and asks nobody else.
"""

from __future__ import annotations

import os.path
import re
from typing import TYPE_CHECKING, NamedTuple

from lineal.base.errors import DocumentError, LinealError
from lineal.ledger.backfill.executions import Observed, digest_of, execution_payload
from lineal.ledger.backfill.formats import Entry, read_record
from lineal.ledger.backfill.shapes import PLAIN, Shape, read_shapes
from lineal.ledger.metric_values import metric_values
from lineal.pipeline.revisions import at_revision

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lineal.ledger.backfill.states import State, Step
    from lineal.ledger.kinds.execution import ExecutionPayload
    from lineal.pipeline.workspace import Workspace

# Versions of records; more are not worth their memory.
_MOST_REMEMBERED = 100_000
_MOST_SHAPES = 1_000
_TEMPLATE = b"${"
# YAML can spell what is no character, and the end of text, which no database keeps.
_NO_TEXT = re.compile(rb"\\u[dD][89a-fA-F]|\\U0000[dD][89a-fA-F]|\\0|\\x00|\\u0000|\\U00000000")


class Brought(NamedTuple):
    """What one commit has that its first parent has not: entries, by address, and their digests.

    ``gone`` are addresses that it has no more.
    """

    entries: dict[str, str]
    observed: tuple[Observed, ...]
    gone: tuple[str, ...]


class Reader:
    """``broken`` collects versions of records that say nothing we know: problem by path."""

    __slots__ = ("_digests", "_shapes", "_there", "_ws", "broken")

    def __init__(self, ws: Workspace) -> None:
        self._ws = ws
        self._there: Workspace | None = None
        self._digests: dict[tuple[str, str], dict[str, str]] = {}
        self._shapes: dict[tuple[str, str, str], dict[str, Shape]] = {}
        self.broken: dict[tuple[str, str], tuple[str, str]] = {}

    def read(self, step: Step) -> Brought:
        now, before = step.now.records, step.before.records
        entries: dict[str, str] = {}
        observed: list[Observed] = []
        gone: list[str] = []
        for path in sorted({path for path, _ in now.items() ^ before.items()}):
            earlier = self._known(path, before.get(path), step)
            found = self._parsed(path, now.get(path), step)
            fresh = [pair for pair in found if earlier.get(pair[0].address) != pair[1]]
            entries.update((each.address, digest) for each, digest in fresh)
            observed += (
                Observed(each, digest, step.commit.sha, step.commit.committed)
                for each, digest in fresh
            )
            gone += earlier.keys() - {each.address for each, _ in found}
        return Brought(entries, tuple(observed), tuple(sorted(gone)))

    def payload(self, seen: Observed, state: State) -> ExecutionPayload:
        """All that can be known of an execution from the commit it is first seen in."""
        there = self._at(seen.commit)
        payload = execution_payload(seen, self._shape(there, seen.entry, state))
        metrics = metric_values(there, payload)
        if metrics:
            payload["metrics"] = metrics
        return payload

    def _known(self, path: str, blob: str | None, step: Step) -> Mapping[str, str]:
        if blob is not None and (path, blob) not in self._digests:
            self._parsed(path, blob, step)
        return {} if blob is None else self._digests[path, blob]

    def _parsed(self, path: str, blob: str | None, step: Step) -> list[tuple[Entry, str]]:
        found: list[tuple[Entry, str]] = []
        if blob is None:
            return found
        try:
            found = [(each, digest_of(each)) for each in self._entries(path, blob)]
        except LinealError as exc:
            self.broken.setdefault((path, blob), (step.commit.sha, exc.message))
        if len(self._digests) >= _MOST_REMEMBERED:
            self._digests.clear()
        self._digests[path, blob] = {each.address: digest for each, digest in found}
        return found

    def _entries(self, path: str, blob: str) -> list[Entry]:
        raw = self._ws.history.objects.read(blob)
        if _NO_TEXT.search(raw) or not _is_text(path):
            raise DocumentError(f"{path} holds what is no text", hint="see the file in Git")
        return read_record(path, raw)

    def _at(self, commit: str) -> Workspace:
        """Executions come commit by commit."""
        if self._there is None or self._there.revision != commit:
            self._there = at_revision(self._ws, commit)
        return self._there

    def _shape(self, there: Workspace, entry: Entry, state: State) -> Shape:
        blob = None if entry.name is None else state.files.get(entry.file)
        if blob is None:
            return PLAIN
        # What templates are filled in with may change while the file stays.
        seen_at = there.revision or ""
        known = (self._shapes.get((entry.file, blob, when)) for when in ("", seen_at))
        shapes = next((each for each in known if each is not None), None)
        if shapes is None:
            if len(self._shapes) >= _MOST_SHAPES:
                self._shapes.clear()
            raw = self._ws.history.objects.read(blob)
            shapes = read_shapes(there, entry.file, raw) or {}
            self._shapes[entry.file, blob, seen_at if _TEMPLATE in raw else ""] = shapes
        return shapes.get(entry.name or "", PLAIN)


def _is_text(path: str) -> bool:
    try:
        os.fsencode(path).decode()
    except UnicodeDecodeError:
        return False
    return True
