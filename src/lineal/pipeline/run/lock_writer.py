"""The one writer of ``dvc.lock``.

Entries go in as stages finish, in an order that does not depend on timing.
"""

from __future__ import annotations

import time
from bisect import bisect
from enum import Enum
from typing import TYPE_CHECKING, Any

from lineal.pipeline.documents.lockfile import LockText
from lineal.pipeline.documents.memo import keep_text
from lineal.pipeline.documents.read import read_document
from lineal.storage.atomic import write_atomic
from lineal.storage.stamp import Stamp, stamp

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from lineal.pipeline.documents.memo import Memo

#: The time between writes, in times of what a write takes.
_SHARE = 20
#: What writing may take in all before it is paced: enough for hundreds of stages.
_FREE_SECONDS = 0.5


class Written(Enum):
    """What became of the file."""

    CREATED = 1
    UPDATED = 2
    UNCHANGED = 3


class LockWriter:
    """One lock file during one run. The project lock must be held to call it.

    New stages are appended. Those appended by this run stand in plan order among themselves,
    whatever the order they finish in.
    """

    __slots__ = (
        "_base",
        "_is_late",
        "_last",
        "_memo",
        "_new",
        "_pending",
        "_recorded",
        "_stamp",
        "_text",
        "path",
    )

    def __init__(self, path: str, memo: Memo) -> None:
        self.path = path
        self._memo = memo
        self._pending: set[str] = set()
        self._recorded: dict[str, tuple[int, Mapping[str, Any]]] = {}
        self._begin()

    @property
    def is_pending(self) -> bool:
        return bool(self._pending)

    def record(self, name: str, position: int, entry: Mapping[str, Any]) -> Written:
        """Takes the entry of one stage in; `flush` writes it."""
        is_new = self._stamp is None and not self._pending
        self._recorded[name] = position, entry
        if not self._set(name, position, entry) and not is_new:
            return Written.UNCHANGED
        self._pending.add(name)
        return Written.CREATED if is_new else Written.UPDATED

    def flush(self) -> None:
        """Between our writes another process may have written: its stages are kept."""
        if not self._pending:
            return
        if stamp(self.path) != self._stamp:
            self._begin()
            for name in self._pending:
                self._set(name, *self._recorded[name])
        self._write(self._text)
        self._pending.clear()

    def close(self) -> None:
        """Writes what is left, and saves the next command from parsing it."""
        self.flush()
        if self._stamp is None or stamp(self.path) != self._stamp:
            return
        if self._is_late:
            self._settle()
        keep_text(self._memo, self._text.text, self._text.data())

    def _begin(self) -> None:
        self._stamp: Stamp = stamp(self.path)
        document = read_document(self.path, self._memo)
        self._base = (
            LockText.parse("") if document is None else LockText.parse(document.text, document.data)
        )
        self._text = self._base
        #: Positions and names of the stages this run appended, sorted.
        self._new: list[tuple[int, str]] = []
        self._is_late = False
        self._last = -1

    def _set(self, name: str, position: int, entry: Mapping[str, Any]) -> bool:
        before = None
        if name not in self._text:
            at = bisect(self._new, (position, name))
            before = self._new[at][1] if at < len(self._new) else None
            self._new.insert(at, (position, name))
        self._is_late = self._is_late or position < self._last
        self._last = max(self._last, position)
        text = self._text.with_stage(name, entry, before=before)
        changed = text is not self._text
        self._text = text
        return changed

    def _settle(self) -> None:
        """Makes the bytes those of stages that finished one after the other.

        Folded text can lose a space when it is written anew, as every stage is when a later one
        is recorded. Which of them have been must not depend on timing.
        """
        text = self._base
        for name, (_, entry) in sorted(self._recorded.items(), key=lambda item: item[1][0]):
            text = text.with_stage(name, entry)
        if text.text != self._text.text:
            self._write(text)

    def _write(self, text: LockText) -> None:
        self._text = text
        write_atomic(self.path, text.text.encode())
        self._stamp = stamp(self.path)


class LockWriters:
    """All lock files of a run, written often enough, but not more often than is worth it.

    A command may read the lock, and so may another process as soon as we only wait: it is
    written after every stage. But every write is the whole file, and after each of 3,000 stages
    that would be a gigabyte. So from some point on writing may take a twentieth of the time at
    most; what that delays is milliseconds, and a stage that is only in our memory when we are
    killed is found in the run cache.
    """

    __slots__ = ("_due", "_files", "_memo", "_spent", "_wrote")

    def __init__(self, memo: Memo, wrote: Callable[[str], None]) -> None:
        self._memo = memo
        self._wrote = wrote
        self._files: dict[str, LockWriter] = {}
        self._due = 0.0
        self._spent = 0.0

    @property
    def due(self) -> float | None:
        """When the next write should be, on the monotonic clock; None when there is nothing."""
        return self._due if any(file.is_pending for file in self._files.values()) else None

    def record(self, path: str, name: str, position: int, entry: Mapping[str, Any]) -> Written:
        if path not in self._files:
            self._files[path] = LockWriter(path, self._memo)
        written = self._files[path].record(name, position, entry)
        if self._spent < _FREE_SECONDS or time.monotonic() >= self._due:
            self.flush()
        return written

    def flush(self) -> None:
        began = time.monotonic()
        for file in self._files.values():
            if file.is_pending:
                file.flush()
                self._wrote(file.path)
        ended = time.monotonic()
        self._spent += ended - began
        self._due = ended + _SHARE * (ended - began)

    def close(self) -> None:
        self.flush()
        for file in self._files.values():
            file.close()
