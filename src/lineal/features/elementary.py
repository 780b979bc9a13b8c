"""EXP, LN, LOG10 and POWER out of what the hardware computes exactly alike everywhere. Pure.

Libraries differ in the last bit, and the same library for one row and for many. A tree that was
trained on such a number has thresholds between two of them, and a bit decides. So there is one
algorithm (that of fdlibm), written once over an arithmetic: of arrays, and of nodes of a graph.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

V = TypeVar("V")
C = TypeVar("C")


class Arithmetic(Protocol[V, C]):
    """Values and conditions; what it does is rounded once, as IEEE 754 says."""

    def number(self, value: float) -> V: ...
    def add(self, a: V, b: V) -> V: ...
    def subtract(self, a: V, b: V) -> V: ...
    def multiply(self, a: V, b: V) -> V: ...
    def divide(self, a: V, b: V) -> V: ...
    def floor(self, a: V) -> V: ...
    def less(self, a: V, b: V) -> C: ...
    def equal(self, a: V, b: V) -> C: ...
    def where(self, condition: C, a: V, b: V) -> V: ...
    def roughly_ln(self, a: V) -> V:
        """Within a hundredth; what is made of it does not depend on how near it is."""
        ...

    def take(self, table: Sequence[float], place: V) -> V:
        """``place`` is a whole number that is in the table."""
        ...


_PER_LN2 = 1.44269504088896338700e00
_LN2_HIGH = 6.93147180369123816490e-01
_LN2_LOW = 1.90821492927058770002e-10
_LN10 = math.log(10)
_EXP = (
    1.66666666666666019037e-01,
    -2.77777777770155933842e-03,
    6.61375632143793436117e-05,
    -1.65339022054652515390e-06,
    4.13813679705723846039e-08,
)
_LN_ODD = (
    6.666666666666735130e-01,
    2.857142874366239149e-01,
    1.818357216161805012e-01,
    1.479819860511658591e-01,
)
_LN_EVEN = (3.999999999940941908e-01, 2.222219843214978396e-01, 1.531383769920937332e-01)
_ROOT_HALF = math.sqrt(0.5)

#: Beyond, the result is infinite or zero.
_FAR = 800.0
_MOST = 600
_TWOS = tuple(math.ldexp(1.0, place) for place in range(-_MOST, _MOST + 1))
_TENTH = 330
_TENS = tuple(float(f"1e{place}") for place in range(-_TENTH, 309))
#: Whole exponents below are multiplied out: then 10 to the power of 3 is 1000.
_BITS = 6


def exponential(ops: Arithmetic[V, C], x: V) -> V:
    number, add, subtract, multiply = ops.number, ops.add, ops.subtract, ops.multiply
    x = ops.where(ops.less(x, number(-_FAR)), number(-_FAR), x)
    x = ops.where(ops.less(number(_FAR), x), number(_FAR), x)
    twos = ops.floor(add(multiply(x, number(_PER_LN2)), number(0.5)))
    high = subtract(x, multiply(twos, number(_LN2_HIGH)))
    low = multiply(twos, number(_LN2_LOW))
    rest = subtract(high, low)
    square = multiply(rest, rest)
    curve = subtract(rest, multiply(square, _horner(ops, square, _EXP)))
    bent = ops.divide(multiply(rest, curve), subtract(number(2.0), curve))
    found = subtract(number(1.0), subtract(subtract(low, bent), high))
    return _scaled(ops, found, twos)


def logarithm(ops: Arithmetic[V, C], x: V) -> V:
    """NaN at and below zero."""
    number, add, subtract, multiply = ops.number, ops.add, ops.subtract, ops.multiply
    guess = ops.floor(add(multiply(ops.roughly_ln(x), number(_PER_LN2)), number(0.5)))
    twos, part = _parted(ops, x, guess)
    f = subtract(part, number(1.0))
    s = ops.divide(f, add(number(2.0), f))
    z = multiply(s, s)
    w = multiply(z, z)
    even = multiply(w, _horner(ops, w, _LN_EVEN))
    odd = multiply(z, _horner(ops, w, _LN_ODD))
    half = multiply(number(0.5), multiply(f, f))
    series = multiply(s, add(half, add(odd, even)))
    small = subtract(half, add(series, multiply(twos, number(_LN2_LOW))))
    found = subtract(multiply(twos, number(_LN2_HIGH)), subtract(small, f))
    return ops.where(ops.less(number(0.0), x), found, number(math.nan))


def logarithm10(ops: Arithmetic[V, C], x: V) -> V:
    """Exact for powers of ten."""
    found = ops.divide(logarithm(ops, x), ops.number(_LN10))
    whole = ops.floor(ops.add(found, ops.number(0.5)))
    power = ops.take(_TENS, ops.add(_within(ops, whole, 309.0), ops.number(_TENTH)))
    return ops.where(ops.equal(power, x), whole, found)


def power(ops: Arithmetic[V, C], a: V, b: V) -> V:
    """NaN where it has no value: 0 to a power below 0, what is below 0 to a broken one."""
    number, multiply, where, less = ops.number, ops.multiply, ops.where, ops.less
    zero, nan = number(0.0), number(math.nan)
    size = where(less(a, zero), ops.subtract(zero, a), a)
    found = exponential(ops, multiply(b, logarithm(ops, size)))
    is_whole = ops.equal(ops.floor(b), b)
    high = where(less(b, zero), ops.subtract(zero, b), b)
    multiplied = _whole(ops, size, high)
    whole = where(less(b, zero), ops.divide(number(1.0), multiplied), multiplied)
    small = where(is_whole, where(less(high, number(2.0**_BITS)), whole, found), found)
    half = multiply(b, number(0.5))
    odd = where(ops.equal(ops.floor(half), half), number(1.0), number(-1.0))
    signed = where(less(a, zero), where(is_whole, multiply(odd, small), nan), small)
    at_zero = where(less(zero, b), zero, where(ops.equal(b, zero), number(1.0), nan))
    valued = where(ops.equal(a, zero), at_zero, signed)
    return where(ops.equal(a, a), where(ops.equal(b, b), valued, nan), nan)


def whole_power(ops: Arithmetic[V, C], a: V, exponent: int) -> V:
    """`power` in short, for an exponent that is known and small."""
    number = ops.number
    base, found, left = a, number(1.0), abs(exponent)
    while left:
        if left % 2:
            found = ops.multiply(found, base)
        left //= 2
        base = ops.multiply(base, base) if left else base
    if exponent < 0:
        inverse = ops.divide(number(1.0), found)
        return ops.where(ops.equal(a, number(0.0)), number(math.nan), inverse)
    return ops.where(ops.equal(a, a), found, a) if exponent == 0 else found


def is_short(exponent: float) -> bool:
    return exponent.is_integer() and abs(exponent) < 2**_BITS


def _whole(ops: Arithmetic[V, C], base: V, exponent: V) -> V:
    """Bit by bit of the exponent, which is whole, and small: of others it is not used."""
    found = ops.number(1.0)
    for _bit in range(_BITS):
        half = ops.multiply(exponent, ops.number(0.5))
        exponent = ops.floor(half)
        found = ops.where(ops.equal(exponent, half), found, ops.multiply(found, base))
        base = ops.multiply(base, base)
    return found


def _horner(ops: Arithmetic[V, C], x: V, coefficients: Sequence[float]) -> V:
    found = ops.number(coefficients[-1])
    for coefficient in reversed(coefficients[:-1]):
        found = ops.add(ops.number(coefficient), ops.multiply(x, found))
    return found


def _scaled(ops: Arithmetic[V, C], x: V, twos: V) -> V:
    """Times a power of two, in two halves: one could be too large on its own."""
    twos = _within(ops, twos, 2.0 * _MOST)
    first = ops.floor(ops.multiply(twos, ops.number(0.5)))
    second = ops.subtract(twos, first)
    middle = ops.number(float(_MOST))
    x = ops.multiply(x, ops.take(_TWOS, ops.add(first, middle)))
    return ops.multiply(x, ops.take(_TWOS, ops.add(second, middle)))


def _within(ops: Arithmetic[V, C], whole: V, most: float) -> V:
    """Zero for what is beyond, and for NaN: a place in a table has to be in it."""
    zero = ops.number(0.0)
    below = ops.where(ops.less(whole, ops.number(most)), whole, zero)
    return ops.where(ops.less(ops.number(-most), below), below, zero)


def _parted(ops: Arithmetic[V, C], x: V, guess: V) -> tuple[V, V]:
    """The one pair with x = part * 2 ** twos and part from root(1/2) up to root(2)."""
    number = ops.number
    guess = _within(ops, guess, 2.0 * _MOST)
    part = _scaled(ops, x, ops.subtract(number(0.0), guess))
    low, high = ops.less(part, number(_ROOT_HALF)), ops.less(part, number(2 * _ROOT_HALF))
    fitting = ops.where(high, part, ops.multiply(part, number(0.5)))
    twos = ops.where(high, guess, ops.add(guess, number(1.0)))
    part = ops.where(low, ops.multiply(part, number(2.0)), fitting)
    return ops.where(low, ops.subtract(guess, number(1.0)), twos), part
