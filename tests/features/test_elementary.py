"""EXP, LN, LOG10 and POWER out of exact operations are as good as a library's."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest

from lineal.features import elementary
from lineal.features.arrays import Arrays

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

OPS = Arrays()
RANDOM = np.random.default_rng(5)
EXPONENTS = np.concatenate([RANDOM.uniform(-745, 709, 5000), RANDOM.normal(0, 1e-6, 1000)])
POSITIVE = np.concatenate([np.exp(EXPONENTS), RANDOM.uniform(0.5, 2, 5000), [5e-324, 1.7e308]])


@pytest.fixture(autouse=True)
def _silence() -> Iterator[None]:
    """NaN and infinity are values here."""
    with np.errstate(all="ignore"):
        yield


def _roundings(found: NDArray[np.float64], expected: NDArray[np.float64]) -> float:
    return float(np.max(np.abs(found - expected) / np.spacing(np.abs(expected))))


def test_exp_is_off_by_one_rounding_at_most() -> None:
    """From zero to the largest number."""
    assert _roundings(elementary.exponential(OPS, EXPONENTS), np.exp(EXPONENTS)) <= 1


def test_ln_is_off_by_one_rounding_at_most() -> None:
    """Also of the smallest number, and around one."""
    assert _roundings(elementary.logarithm(OPS, POSITIVE), np.log(POSITIVE)) <= 1


def test_log10_of_powers_of_ten_is_whole() -> None:
    """Who counts digits counts on it."""
    powers = np.array([float(f"1e{place}") for place in range(-300, 309)])
    assert elementary.logarithm10(OPS, powers).tolist() == list(range(-300, 309))


def test_power_is_near_and_exact_for_whole_exponents() -> None:
    """A large exponent magnifies the rounding of the logarithm."""
    exponents = RANDOM.uniform(-2, 2, POSITIVE.size)
    expected = np.power(POSITIVE, exponents)
    normal = (expected > 1e-300) & (expected < 1e300)
    found = elementary.power(OPS, POSITIVE, exponents)
    assert found[normal] == pytest.approx(expected[normal], rel=2e-13)


@pytest.mark.parametrize(
    ("base", "exponent", "expected"),
    [
        (10.0, 3.0, 1000.0),
        (-2.0, 3.0, -8.0),
        (-2.0, -1.0, -0.5),
        (2.0, 63.0, 2.0**63),
        (9.0, 0.5, 3.0),
        (0.0, 0.0, 1.0),
        (0.0, 2.0, 0.0),
        (0.0, -1.0, math.nan),
        (-2.0, 0.5, math.nan),
        (math.nan, 0.0, math.nan),
        (1.0, math.nan, math.nan),
    ],
)
def test_power_where_it_is_special(base: float, exponent: float, expected: float) -> None:
    """NaN is NULL: also to the power of zero, and one to the power of it."""
    found = elementary.power(OPS, OPS.number(base), OPS.number(exponent)).item()
    assert repr(found) == repr(expected)


@pytest.mark.parametrize("exponent", [-63, -3, -1, 0, 1, 2, 3, 10, 63])
def test_the_short_way_gives_the_same_bits(exponent: int) -> None:
    """The graph takes it for literals, the table never does."""
    bases = np.concatenate([RANDOM.normal(0, 3, 500), [0.0, math.nan, 1e200]])
    short = elementary.whole_power(OPS, bases, exponent)
    long = elementary.power(OPS, bases, np.full(bases.shape, float(exponent)))
    assert short.tolist() == pytest.approx(long.tolist(), rel=0, abs=0, nan_ok=True)
