"""The seam of steps: what a step reads, writes and is told, and the pure function in between.

A step's module offers ``STEP``. Everything with files is done by `lineal.steps.shell`, the same
for all: it parses params, reads inputs, calls ``decide``, writes all outputs or none, and reports.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import msgspec

#: A table is a polars DataFrame in a Parquet file; a document is JSON; files are a directory, as
#: paths below it with their bytes; data is a file of bytes; a source is a path, read by the step
#: itself, in whichever format it has.
TABLE, DOCUMENT, FILES, DATA, SOURCE = "table", "document", "files", "data", "source"

#: Where a row of the source is known by its number, from 1, in every table made of it.
ROW = "_row"


class Port(NamedTuple):
    """An option ``--NAME PATH`` of the step's command. ``many`` takes several paths."""

    name: str
    kind: str
    help: str
    many: bool = False
    optional: bool = False


class Computed(NamedTuple):
    """A column of an output came of a column of an input; both are (port, column)."""

    source: tuple[str, str]
    target: tuple[str, str]
    how: str


class Result(NamedTuple):
    """``outputs`` has a value for each port; ``lines`` are told to a person, shortly.

    ``columns`` and ``metrics`` go into the ledger with the execution; not what a file of metrics
    says already. ``after`` is done when all outputs are in place, for a step whose work is to say
    something to the ledger.
    """

    outputs: Mapping[str, Any]
    lines: tuple[str, ...] = ()
    columns: tuple[Computed, ...] = ()
    metrics: Mapping[str, float] = {}
    after: Callable[[Mapping[str, str]], tuple[str, ...]] | None = None


class Step(NamedTuple):
    """``params`` is a frozen msgspec struct, filled from a section of a parameter file.

    ``decide`` gets it, and the values of the inputs by port; an optional one may be missing. It
    reads no clock and draws no random number but from a seed in the params.
    """

    help: str
    inputs: tuple[Port, ...]
    outputs: tuple[Port, ...]
    params: type[msgspec.Struct]
    decide: Callable[[Any, Mapping[str, Any]], Result]
