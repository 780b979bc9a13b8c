"""The day a prediction belongs to: of its id, in UTC. Pure."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Final

from lineal.base.ids import micros_of

_DAY_MICROS: Final = 86_400_000_000
_EPOCH: Final = date(1970, 1, 1).toordinal()
_LAST: Final = date.max.toordinal() - _EPOCH


def day_of(id_: bytes) -> str:
    """As in ``2026-01-31``. An id that promises more years than there are belongs to the last."""
    return _spelled(min(micros_of(id_) // _DAY_MICROS, _LAST))


@lru_cache(maxsize=64)
def _spelled(days: int) -> str:
    return date.fromordinal(_EPOCH + days).isoformat()
