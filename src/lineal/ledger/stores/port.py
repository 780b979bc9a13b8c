"""The seam to a database. Statements are named, and written once, in ``sql/``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
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

    def each(self, statement: str, values: Sequence[Sequence[object]]) -> list[Row | None]:
        """For each of these values the first row, or None; a round trip for all of them."""

    def run(self, statement: str, *values: object) -> None: ...

    def many(self, statement: str, rows: Iterable[Sequence[object]]) -> None: ...

    def load(self, batches: Mapping[str, Sequence[Sequence[object]]]) -> None:
        """`many` for several statements in their order; a round trip for all of them."""

    def add(self, statement: str, *values: object) -> int:
        """Insert one row; its number."""

    def writing(self) -> AbstractContextManager[None]:
        """One transaction, with no other writer beside it; all of it or nothing."""

    def erase(self) -> None:
        """Give up the space of what was removed, so that its bytes are in no file any more."""

    def close(self) -> None: ...
