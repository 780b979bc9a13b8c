"""Which row of a part has an id: sorted numbers of its last digits and the row. Pure.

Eight bytes a row. The last digits of an id are random, and they are what people paste.
"""

from __future__ import annotations

import sys
from array import array
from bisect import bisect_left
from typing import TYPE_CHECKING, Final

from lineal.base.ids import tail

if TYPE_CHECKING:
    from collections.abc import Iterable

_ROW_BITS: Final = 32
_ROW_MASK: Final = (1 << _ROW_BITS) - 1


def encode(ids: Iterable[bytes]) -> bytes:
    """Of the ids of a part, in the order of its rows."""
    numbers = array("Q", sorted(tail(id_) << _ROW_BITS | row for row, id_ in enumerate(ids)))
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers.tobytes()


def rows_with(data: bytes, wanted: int) -> list[int]:
    """The rows whose id ends with this tail."""
    if sys.byteorder == "big":
        numbers = array("Q", data)
        numbers.byteswap()
        view = memoryview(numbers)
    else:
        view = memoryview(data).cast("Q")
    found = []
    at = bisect_left(view, wanted << _ROW_BITS)
    while at < len(view) and view[at] >> _ROW_BITS == wanted:
        found.append(view[at] & _ROW_MASK)
        at += 1
    return found
