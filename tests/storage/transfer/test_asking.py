"""`lineal.storage.transfer.asking`."""

from __future__ import annotations

import hashlib

import pytest

from lineal.storage.algorithm import LEGACY_MD5, MD5, Algorithm
from lineal.storage.objects import ObjectId
from lineal.storage.transfer.asking import FEW, how_to_ask, needs_sample


def objects(count: int, algorithm: Algorithm = MD5) -> list[ObjectId]:
    names = (hashlib.md5(str(n).encode(), usedforsecurity=False).hexdigest() for n in range(count))
    return [ObjectId(name, algorithm) for name in names]


@pytest.mark.parametrize(
    ("wanted", "sampled", "prefixes", "keys"),
    [
        (FEW, 0, 0, FEW),  # few: asked for one by one
        (20_000, 0, 1, 0),  # an empty remote: one list says it all
        (20_000, 30, 1, 0),  # 7,680 objects: eight pages
        (20_000, 4_000, 256, 0),  # a million objects: a list of each directory
        (500, 4_000, 0, 500),  # some of a million: far more pages than questions
    ],
)
def test_lists_are_read_when_they_cost_less_than_questions(
    wanted: int, sampled: int, prefixes: int, keys: int
) -> None:
    """By what one of the 256 directories holds."""
    asking = how_to_ask(objects(wanted), sampled)

    assert (prefixes, keys) == (len(asking.prefixes), len(asking.keys))


def test_the_root_of_a_remote_is_never_listed() -> None:
    """Objects of DVC 2 lie there beside everything else."""
    asking = how_to_ask(objects(2_000, LEGACY_MD5), 0)

    assert {3} == {len(prefix) for prefix in asking.prefixes}


def test_a_few_questions_need_no_estimate() -> None:
    """Which would itself be a request."""
    assert (False, True) == (needs_sample(FEW), needs_sample(FEW + 1))
