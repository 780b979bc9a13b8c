"""The one writer of ``dvc.lock``.

Entries go in as stages finish, in an order that does not depend on timing.
"""

from __future__ import annotations

from bisect import bisect
from typing import TYPE_CHECKING, Any

from lineal.base.errors import DocumentError
from lineal.pipeline.documents.lockfile import LockText
from lineal.pipeline.run.latest import stamp
from lineal.storage.atomic import write_atomic

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lineal.pipeline.documents.memo import ParseMemo


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

    def record(self, name: str, position: int, entry: Mapping[str, Any]) -> bool:
        """Writes the entry of one stage; True when the file was made by this call.

        The project lock must be held: between our own writes another process may have written.
        """
        if stamp(self.path) != self._stamp:
            self._text = self._read()
            self._appended.clear()
        created = self._stamp is None
        before = None
        if name not in self._text:
            at = bisect(self._appended, (position, name))
            before = self._appended[at][1] if at < len(self._appended) else None
            self._appended.insert(at, (position, name))
        self._text = self._text.with_stage(name, entry, before=before)
        write_atomic(self.path, self._text.text.encode())
        self._stamp = stamp(self.path)
        return created

    def close(self) -> None:
        """Saves the next command from parsing what this one wrote."""
        if self._stamp is not None and stamp(self.path) == self._stamp:
            self._memo.put(self._text.text, self._text.data())

    def _read(self) -> LockText:
        self._stamp = stamp(self.path)
        try:
            with open(self.path, encoding="utf-8", newline="") as file:
                return LockText.parse(file.read())
        except FileNotFoundError:
            return LockText.parse("")
        except UnicodeDecodeError as exc:
            raise DocumentError(
                f"'{self.path}' is not UTF-8 text",
                hint=f"restore it with: git checkout -- {self.path}",
            ) from exc
