"""Which row of a part has an id: sorted numbers of its last digits and the row. Pure.

Eight bytes a row. The last digits of an id are random, and they are what people paste.
"""

from __future__ import annotations

import struct
from bisect import bisect_left
from typing import TYPE_CHECKING, Final

from lineal.base.ids import tail

if TYPE_CHECKING:
    from collections.abc import Iterable

_NUMBER: Final = struct.Struct("<Q")
_ROW_BITS: Final = 32
_ROW_MASK: Final = (1 << _ROW_BITS) - 1


def encode(ids: Iterable[bytes]) -> bytes:
    """Of the ids of a part, in the order of its rows."""
    numbers = sorted(tail(id_) << _ROW_BITS | row for row, id_ in enumerate(ids))
    return struct.pack(f"<{len(numbers)}Q", *numbers)


def rows_with(data: bytes, wanted: int) -> list[int]:
    """The rows whose id ends with this tail."""
    places = range(len(data) // _NUMBER.size)
    first = bisect_left(places, wanted << _ROW_BITS, key=lambda at: _number(data, at))
    found = []
    for at in places[first:]:
        number = _number(data, at)
        if number >> _ROW_BITS != wanted:
            break
        found.append(number & _ROW_MASK)
    return found


def _number(data: bytes, at: int) -> int:
    found: int = _NUMBER.unpack_from(data, at * _NUMBER.size)[0]
    return found
