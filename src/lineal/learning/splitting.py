"""Which rows are for the test: by seed, with shares that are exact; or by key, for good. Pure.

Nothing here depends on a library's idea of shuffling: the bits of PCG64 and SHA-256 are the same
everywhere and in all versions.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    Mask = NDArray[np.bool_]

_SPAN = 2.0**64


def by_seed(rows: int, share: float, seed: int, classes: NDArray[np.int64] | None = None) -> Mask:
    """The test rows: ``share`` of all, and of each class if there are ``classes``.

    A class of two rows or more has one on either side.
    """
    order = np.argsort(np.random.PCG64(seed).random_raw(rows), kind="stable")
    if classes is None:
        classes = np.zeros(rows, np.int64)
    _values, which, sizes = np.unique(classes, return_inverse=True, return_counts=True)
    mask = np.zeros(rows, np.bool_)
    for place, wanted in enumerate(_shares(sizes.tolist(), share)):
        mask[order[which[order] == place][:wanted]] = True
    return mask


def _shares(sizes: Sequence[int], share: float) -> list[int]:
    """Whole numbers that add up to the share of all: the largest remainders are rounded up."""
    exact = [size * share for size in sizes]
    counts = [int(number) for number in exact]
    missing = round(sum(sizes) * share) - sum(counts)
    by_remainder = sorted(range(len(sizes)), key=lambda place: counts[place] - exact[place])
    for place in by_remainder[:missing]:
        counts[place] += 1
    return [min(max(count, 1), size - 1) for count, size in zip(counts, sizes, strict=True)]


def by_key(keys: Iterable[Sequence[object]], share: float, seed: int) -> Mask:
    """The test rows: a key is always on the same side, whichever other rows there are."""
    known: dict[tuple[object, ...], bool] = {}
    found: list[bool] = []
    for key in keys:
        values = tuple(key)
        if values not in known:
            known[values] = _position(values, seed) < share
        found.append(known[values])
    return np.array(found, np.bool_)


def _position(values: Sequence[object], seed: int) -> float:
    """From 0 to below 1."""
    digest = hashlib.sha256(f"{seed};".encode())
    for value in values:
        written = _written(value).encode()
        digest.update(b"%d:%s" % (len(written), written))
    return int.from_bytes(digest.digest()[:8], "big") / _SPAN


def _written(value: object) -> str:
    """3 and 3.0 are one key: a column may become a number that was an integer."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return repr(value) if isinstance(value, float) else str(value)
