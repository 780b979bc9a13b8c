"""What the commands of an execution said of themselves, as values.

They say it in lines of JSON, in files of one directory. Lines come from code that is not ours,
or were cut off when it was killed: what is not understood is counted and left out.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

_NONE: Mapping[str, Any] = MappingProxyType({})


class Touch(NamedTuple):
    """A file that was opened; ``at`` is ``train.py:12``, the user's line that did it.

    ``path`` is from the project's root, or absolute when it is outside. ``is_code`` says it was
    imported or run as Python.
    """

    path: str
    at: str = ""
    is_code: bool = False


class Draw(NamedTuple):
    """Random numbers of a generator that nobody gave a seed."""

    what: str
    at: str = ""


class Started(NamedTuple):
    """A program that the user's code started, and that cannot be watched."""

    program: str
    at: str = ""


class Series(NamedTuple):
    """A metric over steps. ``thinned`` when only every so manyth value is here."""

    steps: tuple[float, ...]
    values: tuple[float, ...]
    thinned: bool = False


class Evidence(NamedTuple):
    """Everything said. ``processes`` is 0 when the command was not watched.

    ``reads`` are of files that were there before, ``writes`` of all that was written. ``metrics``
    are the last values by file and dotted name, ``params`` by name. ``faults`` counts what was
    not understood, ``cut`` says that there was more than is kept.
    """

    processes: int = 0
    pythons: tuple[str, ...] = ()
    reads: tuple[Touch, ...] = ()
    writes: tuple[Touch, ...] = ()
    random: tuple[Draw, ...] = ()
    started: tuple[Started, ...] = ()
    metrics: Mapping[str, Mapping[str, Any]] = _NONE
    series: Mapping[str, Series] = _NONE
    params: Mapping[str, Any] = _NONE
    figures: tuple[dict[str, Any], ...] = ()
    columns: tuple[dict[str, Any], ...] = ()
    logged: tuple[str, ...] = ()
    faults: int = 0
    cut: bool = False


NOTHING = Evidence()
