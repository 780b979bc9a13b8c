"""How to find out which of many keys a remote has: ask for each, or read its lists. Pure.

A list brings a thousand names with one request but costs the remote more than a question, and
what is not wanted comes along. How much lies on a remote is estimated from one of the 256
directories that objects are spread over evenly, as DVC does.
"""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Final, NamedTuple

from lineal.storage.objects import FILES, object_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lineal.storage.objects import ObjectId

#: So few questions are asked without estimating anything.
FEW: Final = 32
#: What a page of a list costs, in questions.
PAGE_COST: Final = 5
_PAGE: Final = 1000
_DIRECTORIES: Final = 256
#: Up to this many objects one list after the other is as quick as many side by side.
_ONE_LIST: Final = 10 * _PAGE
SAMPLE: Final = f"{FILES}/00/"


class Asking(NamedTuple):
    """Which prefixes to list, and which keys to ask for."""

    prefixes: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()


def needs_sample(wanted: int) -> bool:
    return wanted > FEW


def how_to_ask(wanted: Iterable[ObjectId], sampled: int) -> Asking:
    """``sampled`` is the number of objects that `SAMPLE` listed."""
    keys = [object_key(item) for item in wanted]
    modern = [key for key in keys if key.startswith(f"{FILES}/")]
    legacy = [key for key in keys if not key.startswith(f"{FILES}/")]
    listed, asked = _ask(modern, sampled * _DIRECTORIES, f"{FILES}/")
    # The directories of DVC 2.x lie in the root beside everything else; never list that.
    legacy_listed, legacy_asked = _ask(legacy, sampled * _DIRECTORIES, None)
    return Asking((*listed, *legacy_listed), (*asked, *legacy_asked))


def _ask(keys: list[str], total: int, root: str | None) -> tuple[list[str], list[str]]:
    prefixes = sorted({key[: key.rindex("/") + 1] for key in keys})
    one_list = root is not None and total <= _ONE_LIST
    if one_list:
        pages = max(1, ceil(total / _PAGE))
    else:
        pages = len(prefixes) * max(1, ceil(total / _DIRECTORIES / _PAGE))
    if len(keys) <= max(FEW, pages * PAGE_COST):
        return [], keys
    return ([root] if one_list and root is not None else prefixes), []
