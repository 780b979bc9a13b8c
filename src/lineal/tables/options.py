"""What a comparison of tables may be asked for. Pure."""

from __future__ import annotations

from typing import NamedTuple


class CompareOptions(NamedTuple):
    """``key`` was asked for, ``declared`` stands in the project; ``limit`` is rows of each sort."""

    key: tuple[str, ...] = ()
    declared: tuple[str, ...] = ()
    limit: int = 3
    tolerance: float = 0.0
