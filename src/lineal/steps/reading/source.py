"""What was read of a source, before anybody judged its values."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lineal.base.errors import TableError
from lineal.base.suggest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    import polars as pl


class Fault(NamedTuple):
    """Why a row is set aside."""

    row: int
    reason: str


class Source(NamedTuple):
    """``frame`` has `ROW` and the declared columns, of rows that could be taken apart.

    ``total`` counts all rows; ``raw`` gives what rows, by number, looked like in the source.
    """

    frame: pl.DataFrame
    total: int
    faults: tuple[Fault, ...]
    undeclared: tuple[str, ...]
    raw: Callable[[Sequence[int]], list[str]]


def check_columns(path: str, header: Sequence[str], declared: Iterable[str]) -> None:
    """All that is missing at once; a name that is there twice means nothing."""
    wanted = list(declared)
    twice = sorted({name for name in header if header.count(name) > 1})
    if twice:
        raise TableError(
            f"{path}: more than one column is named {', '.join(map(repr, twice))}",
            hint="rename one of them in the first line",
        )
    missing = [name for name in wanted if name not in header]
    if missing:
        free = [name for name in header if name not in wanted]
        lines = [
            f"{path}: there is no column {name!r}{did_you_mean(name, free)}" for name in missing
        ]
        raise TableError(
            "\n".join(lines), hint=f"it has {', '.join(header)}; correct 'columns' in params.yaml"
        )
