"""Operations whose value is a number or a text, as nodes. Each does what `polars_operations` does.

ONNX Runtime has a float64 kernel for all that is used here.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from lineal.bundle.graph.expression.arithmetic import Nodes
from lineal.features import elementary
from lineal.features.expression import Literal

if TYPE_CHECKING:
    from collections.abc import Callable

    from lineal.bundle.graph.expression.compiler import Compile, Compiler
    from lineal.features.expression import Call, Expression

#: From here on every float64 is whole.
_WHOLE = 2.0**52


def _plain(op: str) -> Compile:
    def compile_(compiler: Compiler, call: Call) -> str:
        return compiler.node(op, *map(compiler.value, call.arguments))

    return compile_


def _quotient(compiler: Compiler, call: Call) -> str:
    above, below = call.arguments
    return _divided(compiler, compiler.value(above), below)


def _divided(compiler: Compiler, above: str, below: Expression) -> str:
    divisor = compiler.value(below)
    if _number(below) in {None, 0.0}:
        constant = compiler.builder.constant
        zero = compiler.node("Equal", divisor, constant(0.0))
        divisor = compiler.node("Where", zero, constant(math.nan), divisor)
    return compiler.node("Div", above, divisor)


def _modulo(compiler: Compiler, call: Call) -> str:
    whole = _cut(compiler, _quotient(compiler, call))
    above, below = map(compiler.value, call.arguments)
    return compiler.node("Sub", above, compiler.node("Mul", below, whole))


def _elementary(algorithm: Callable[..., str]) -> Compile:
    """One algorithm for tables and graphs, as nodes."""

    def compile_(compiler: Compiler, call: Call) -> str:
        return algorithm(Nodes(compiler.builder), *map(compiler.value, call.arguments))

    return compile_


def _power(compiler: Compiler, call: Call) -> str:
    exponent = _number(call.arguments[1])
    if exponent is None or not elementary.is_short(exponent):
        return _elementary(elementary.power)(compiler, call)
    base = compiler.value(call.arguments[0])
    return elementary.whole_power(Nodes(compiler.builder), base, int(exponent))


def _truncate(compiler: Compiler, call: Call) -> str:
    return _cut(compiler, compiler.value(call.arguments[0]))


def _cut(compiler: Compiler, number: str) -> str:
    node = compiler.node
    below = node("Less", number, compiler.builder.constant(0.0))
    return node("Where", below, node("Ceil", number), node("Floor", number))


def _sign(compiler: Compiler, call: Call) -> str:
    return _signed(compiler, compiler.value(call.arguments[0]))


def _signed(compiler: Compiler, number: str) -> str:
    """Nothing is left for the difference but 0 and NaN: it gives 0 and NaN."""
    node, constant = compiler.node, compiler.builder.constant
    zero = constant(0.0)
    rest = node("Sub", number, number)
    rest = node("Where", node("Less", number, zero), constant(-1.0), rest)
    return node("Where", node("Greater", number, zero), constant(1.0), rest)


def _round(compiler: Compiler, call: Call) -> str:
    node, constant = compiler.node, compiler.builder.constant
    number, places = compiler.value(call.arguments[0]), int(_number(call.arguments[1]) or 0.0)
    if places == 0:
        return _half_up(compiler, number)
    factor = constant(10.0 ** abs(places))
    if places < 0:
        return node("Mul", _half_up(compiler, node("Div", number, factor)), factor)
    moved = node("Mul", number, factor)
    large = node("GreaterOrEqual", node("Abs", moved), constant(_WHOLE))
    return node("Where", large, number, node("Div", _half_up(compiler, moved), factor))


def _half_up(compiler: Compiler, number: str) -> str:
    node, constant = compiler.node, compiler.builder.constant
    whole = _cut(compiler, number)
    rest = node("Abs", node("Sub", number, whole))
    away = node("GreaterOrEqual", rest, constant(0.5))
    step = node("Where", away, _signed(compiler, number), constant(0.0))
    large = node("GreaterOrEqual", node("Abs", number), constant(_WHOLE))
    return node("Where", large, number, node("Add", whole, step))


def _concatenate(compiler: Compiler, call: Call) -> str:
    first, second = call.arguments
    found = compiler.node("StringConcat", compiler.value(first), compiler.value(second))
    null = compiler.node("Or", compiler.null(first), compiler.null(second))
    return compiler.node("Where", null, compiler.builder.constant(""), found)


def _to_number(compiler: Compiler, call: Call) -> str:
    return compiler.value(call.arguments[0])


def _number(expression: Expression) -> float | None:
    if isinstance(expression, Literal) and isinstance(expression.value, float):
        return expression.value
    return None


NUMBERS: dict[str, Compile] = {
    "add": _plain("Add"),
    "subtract": _plain("Sub"),
    "multiply": _plain("Mul"),
    "divide": _quotient,
    "modulo": _modulo,
    "negate": _plain("Neg"),
    "power": _power,
    "absolute": _plain("Abs"),
    "sign": _sign,
    "floor": _plain("Floor"),
    "ceiling": _plain("Ceil"),
    "truncate": _truncate,
    "round": _round,
    "square_root": _plain("Sqrt"),
    "exponential": _elementary(elementary.exponential),
    "logarithm": _elementary(elementary.logarithm),
    "logarithm10": _elementary(elementary.logarithm10),
    "greatest": _plain("Max"),
    "least": _plain("Min"),
    "concatenate": _concatenate,
    "to_number": _to_number,
}
