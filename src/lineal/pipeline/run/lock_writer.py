"""The one writer of ``dvc.lock``.

Entries go in as stages finish, in an order that does not depend on timing.
"""

from __future__ import annotations

from bisect import bisect
from enum import Enum
from typing import TYPE_CHECKING, Any

from lineal.pipeline.documents.lockfile import LockText
from lineal.pipeline.documents.read import read_document
from lineal.pipeline.run.latest import stamp
from lineal.storage.atomic import write_atomic

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lineal.pipeline.documents.memo import ParseMemo


class Written(Enum):
    """What became of the file."""

    CREATED = 1
    UPDATED = 2
    UNCHANGED = 3


class LockWriter:
    """One lock file during one run.

    New stages are appended. Those appended by this run stand in plan order among themselves,
    whatever the order they finish in.
    """

    __slots__ = ("_appended", "_memo", "_stamp", "_text", "path")

    def __init__(self, path: str, memo: ParseMemo) -> None:
        self.path = path
        self._memo = memo
        self._stamp: tuple[int, int, int, int] | None = None
        self._text = self._read()
        #: Positions and names of the stages this run appended, sorted.
        self._appended: list[tuple[int, str]] = []

    def record(self, name: str, position: int, entry: Mapping[str, Any]) -> Written:
        """Writes the entry of one stage.

        The project lock must be held: between our own writes another process may have written.
        """
        if stamp(self.path) != self._stamp:
            self._text = self._read()
            self._appended.clear()
        is_new = self._stamp is None
        before = None
        if name not in self._text:
            at = bisect(self._appended, (position, name))
            before = self._appended[at][1] if at < len(self._appended) else None
            self._appended.insert(at, (position, name))
        text = self._text.with_stage(name, entry, before=before)
        if text is self._text and not is_new:
            return Written.UNCHANGED
        self._text = text
        write_atomic(self.path, text.text.encode())
        self._stamp = stamp(self.path)
        return Written.CREATED if is_new else Written.UPDATED

    def close(self) -> None:
        """Saves the next command from parsing what this one wrote."""
        if self._stamp is not None and stamp(self.path) == self._stamp:
            self._memo.put(self._text.text, self._text.data())

    def _read(self) -> LockText:
        self._stamp = stamp(self.path)
        document = read_document(self.path, self._memo)
        if document is None:
            return LockText.parse("")
        return LockText.parse(document.text, document.data)
