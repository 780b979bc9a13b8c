"""Operations whose value is a number or a text, as nodes. Each does what `polars_operations` does.

ONNX Runtime has a float64 kernel for all that is used here.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from lineal.features.expression import Literal

if TYPE_CHECKING:
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


def _power(compiler: Compiler, call: Call) -> str:
    """The hardware gives 1 for NaN to the power of 0, and infinity for 0 to one below 0."""
    base, exponent = map(compiler.value, call.arguments)
    found = compiler.node("Pow", base, exponent)
    if (_number(call.arguments[1]) or 0.0) > 0.0:
        return found
    node, constant = compiler.node, compiler.builder.constant
    null = node("Or", node("IsNaN", base), node("IsNaN", exponent))
    zero = node("Equal", base, constant(0.0))
    valueless = node("Or", null, node("And", zero, node("Less", exponent, constant(0.0))))
    return node("Where", valueless, constant(math.nan), found)


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


def _logarithm(compiler: Compiler, call: Call) -> str:
    node, constant = compiler.node, compiler.builder.constant
    number = compiler.value(call.arguments[0])
    above = node("Greater", number, constant(0.0))
    return node("Where", above, node("Log", number), constant(math.nan))


def _logarithm10(compiler: Compiler, call: Call) -> str:
    node, constant = compiler.node, compiler.builder.constant
    found = node("Div", _logarithm(compiler, call), constant(math.log(10)))
    whole = node("Round", found)
    exact = node("Equal", node("Pow", constant(10.0), whole), compiler.value(call.arguments[0]))
    return node("Where", exact, whole, found)


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
    "exponential": _plain("Exp"),
    "logarithm": _logarithm,
    "logarithm10": _logarithm10,
    "greatest": _plain("Max"),
    "least": _plain("Min"),
    "concatenate": _concatenate,
    "to_number": _to_number,
}
