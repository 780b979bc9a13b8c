"""The seam to a database. Statements are named, and written once, in ``sql/``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from contextlib import AbstractContextManager

Row = tuple[Any, ...]


class Store(Protocol):
    """One connection, of one thread. Every method raises `LedgerError` for what fails.

    In a statement ``?`` is one value, and ``in (?*)`` a list of them, given as a list.
    """

    @property
    def label(self) -> str:
        """For people: without user or password."""

    def rows(self, statement: str, *values: object) -> list[Row]:
        """All rows of a named statement."""

    def select(self, sql: str, values: Sequence[object]) -> list[Row]:
        """All rows of a statement put together by the caller, from fragments of ours."""

    def run(self, statement: str, *values: object) -> None: ...

    def many(self, statement: str, rows: Iterable[Sequence[object]]) -> None: ...

    def add(self, statement: str, *values: object) -> int:
        """Insert one row; its number."""

    def writing(self) -> AbstractContextManager[None]:
        """One transaction, with no other writer beside it; all of it or nothing."""

    def close(self) -> None: ...
