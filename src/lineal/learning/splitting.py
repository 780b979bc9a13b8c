"""Which rows are for the test: by seed, with shares that are exact; or by key, for good. Pure.

Nothing here depends on a library's idea of shuffling: what a row draws depends on its number and
the seed alone, and is the same everywhere and in all versions.
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
_GAMMA = np.uint64(0x9E3779B97F4A7C15)


def by_seed(
    numbers: NDArray[np.int64], share: float, seed: int, classes: NDArray[np.int64] | None = None
) -> Mask:
    """The test rows: ``share`` of all, and of each class if there are ``classes``.

    ``numbers`` are the rows' own: when one goes or comes, at most one other of its class changes
    sides for each part. A class of two rows or more has one on either side.
    """
    order = np.argsort(_draws(numbers, seed), kind="stable")
    if classes is None:
        classes = np.zeros(len(numbers), np.int64)
    _values, which, sizes = np.unique(classes, return_inverse=True, return_counts=True)
    mask = np.zeros(len(numbers), np.bool_)
    for place, wanted in enumerate(_shares(sizes.tolist(), share)):
        mask[order[which[order] == place][:wanted]] = True
    return mask


def _draws(numbers: NDArray[np.int64], seed: int) -> NDArray[np.uint64]:
    """SplitMix64 of each number: 64 bits in which every bit of number and seed has a say."""
    mixed = numbers.astype(np.uint64) * _GAMMA + _mix(np.array([seed], np.uint64) + _GAMMA)
    return _mix(mixed)


def _mix(bits: NDArray[np.uint64]) -> NDArray[np.uint64]:
    bits = (bits ^ (bits >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    bits = (bits ^ (bits >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return bits ^ (bits >> np.uint64(31))


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
