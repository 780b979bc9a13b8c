"""What differs inside two versions of a file, as lines: rows and columns of tables, else text."""

from __future__ import annotations

from lineal.base.errors import DataError
from lineal.cli.data_diff_text import show_dataset
from lineal.cli.output import Console
from lineal.tables.data_diff import Dataset
from lineal.tables.kinds import Part, Source, kind_of
from lineal.tables.options import CompareOptions
from lineal.tables.text_diff import compare_files

_ROWS = 3


def describe(path: str, then: str, now: str) -> list[str]:
    """Of the recorded version and the one made now; they lie under other names."""
    lines = _Lines()
    show_dataset(lines, _dataset(path, then, now))
    # The first one is the path, which is said already.
    return lines.said[1:]


def _dataset(path: str, then: str, now: str) -> Dataset:
    kind = kind_of(path)
    if kind is not None:
        try:
            from lineal.tables.compare import compare_tables  # deferred: polars

            old, new = (Source(kind, (Part(place),), path) for place in (then, now))
            table = compare_tables(old, new, CompareOptions((), (), _ROWS, 0.0))
            return Dataset(path, "modified", table=table)
        except (DataError, ImportError):
            # Not a table after all, or nothing here that reads tables: its lines say something.
            pass
    return Dataset(path, "modified", text=compare_files(then, now))


class _Lines(Console):
    """What would be printed, without colours."""

    __slots__ = ("said",)

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []

    def say(self, text: str = "", *, end: str = "\n") -> None:
        del end
        self.said.append(text)

    def paint(self, text: str, colour: str) -> str:
        del colour
        return text
