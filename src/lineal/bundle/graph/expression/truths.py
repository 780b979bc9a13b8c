"""Operations whose value is a truth: nodes for where it is true, and for where it is false."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lineal.bundle.graph.builder import ML
from lineal.features.expression import TEXT, Literal
from lineal.features.patterns import regex_of

if TYPE_CHECKING:
    from lineal.bundle.graph.expression.compiler import Compile, Compiler
    from lineal.features.expression import Call, Expression

#: Up to so many values of a list are compared one by one: a table costs more than they do.
_FEW = 3


def _compared(op: str) -> Compile:
    """A comparison with NaN is neither true nor, by its opposite, false."""

    def compile_(compiler: Compiler, call: Call) -> str:
        return compiler.node(op, *map(compiler.value, call.arguments))

    return compile_


def _equal(compiler: Compiler, call: Call) -> str:
    same = compiler.node("Equal", *map(compiler.value, call.arguments))
    first, second = call.arguments
    if first.type != TEXT or isinstance(first, Literal) or isinstance(second, Literal):
        return same
    return _both(compiler, same, _not(compiler, compiler.null(first)))


def _unequal(compiler: Compiler, call: Call) -> str:
    first, second = map(compiler.value, call.arguments)
    if call.arguments[0].type != TEXT:
        below, above = compiler.node("Less", first, second), compiler.node("Less", second, first)
        return compiler.node("Or", below, above)
    found = _not(compiler, compiler.node("Equal", first, second))
    for side in call.arguments:
        if not isinstance(side, Literal):
            found = _both(compiler, found, _not(compiler, compiler.null(side)))
    return found


def _between(compiler: Compiler, call: Call) -> str:
    number, low, high = map(compiler.value, call.arguments)
    node = compiler.node
    return node("And", node("LessOrEqual", low, number), node("LessOrEqual", number, high))


def _outside(compiler: Compiler, call: Call) -> str:
    number, low, high = map(compiler.value, call.arguments)
    node = compiler.node
    return node("Or", node("Greater", low, number), node("Greater", number, high))


def _in_list(compiler: Compiler, call: Call) -> str:
    """A literal is never NULL here, so NULL is in no list."""
    subject, values = call.arguments[0], call.arguments[1:]
    tensor = compiler.value(subject)
    if len(values) > _FEW:
        return _in_table(compiler, tensor, values)
    found = [compiler.node("Equal", tensor, compiler.value(value)) for value in values]
    return _folded(compiler, "Or", found)


def _in_table(compiler: Compiler, tensor: str, values: tuple[Expression, ...]) -> str:
    builder = compiler.builder
    literals = [value.value for value in values if isinstance(value, Literal)]
    if values[0].type == TEXT:
        place = builder.node(
            "LabelEncoder",
            tensor,
            domain=ML,
            keys_strings=literals,
            values_int64s=[1] * len(literals),
            default_int64=0,
        )
        return builder.node("Equal", place, builder.constant(np.int64(1)))
    same = builder.node("Equal", tensor, builder.constant(np.array([literals], np.float64)))
    return builder.node("ReduceMax", same, builder.constant(np.array([1])), keepdims=1)


def _like(compiler: Compiler, call: Call) -> str:
    subject, pattern = call.arguments
    regex = regex_of(str(pattern.value)) if isinstance(pattern, Literal) else ""
    found = compiler.builder.node("RegexFullMatch", compiler.value(subject), pattern=regex)
    return _both(compiler, found, _not(compiler, compiler.null(subject)))


def _known_and_not(compiler: Compiler, call: Call) -> str:
    """False where it is not true and its subject is known."""
    known = _not(compiler, compiler.null(call.arguments[0]))
    return _both(compiler, known, _not(compiler, compiler.true(call)))


def _is_null(compiler: Compiler, call: Call) -> str:
    return compiler.null(call.arguments[0])


def _is_true(compiler: Compiler, call: Call) -> str:
    return compiler.true(call.arguments[0])


def _otherwise(compiler: Compiler, call: Call) -> str:
    """Of what is never unknown."""
    return _not(compiler, compiler.true(call))


def _all_true(compiler: Compiler, call: Call) -> str:
    return _folded(compiler, "And", list(map(compiler.true, call.arguments)))


def _one_true(compiler: Compiler, call: Call) -> str:
    return _folded(compiler, "Or", list(map(compiler.true, call.arguments)))


def _all_false(compiler: Compiler, call: Call) -> str:
    return _folded(compiler, "And", list(map(compiler.false, call.arguments)))


def _one_false(compiler: Compiler, call: Call) -> str:
    return _folded(compiler, "Or", list(map(compiler.false, call.arguments)))


def _is_false(compiler: Compiler, call: Call) -> str:
    return compiler.false(call.arguments[0])


def _nonzero(compiler: Compiler, call: Call) -> str:
    number, zero = compiler.value(call.arguments[0]), compiler.builder.constant(0.0)
    node = compiler.node
    return node("Or", node("Less", number, zero), node("Less", zero, number))


def _zero(compiler: Compiler, call: Call) -> str:
    number = compiler.value(call.arguments[0])
    return compiler.node("Equal", number, compiler.builder.constant(0.0))


def _not(compiler: Compiler, tensor: str) -> str:
    return compiler.node("Not", tensor)


def _both(compiler: Compiler, first: str, second: str) -> str:
    return compiler.node("And", first, second)


def _folded(compiler: Compiler, op: str, tensors: list[str]) -> str:
    found = tensors[0]
    for one in tensors[1:]:
        found = compiler.node(op, found, one)
    return found


TRUE: dict[str, Compile] = {
    "equal": _equal,
    "less": _compared("Less"),
    "at_most": _compared("LessOrEqual"),
    "between": _between,
    "in_list": _in_list,
    "like": _like,
    "is_null": _is_null,
    "is_true": _is_true,
    "and": _all_true,
    "or": _one_true,
    "not": _is_false,
    "to_truth": _nonzero,
}

FALSE: dict[str, Compile] = {
    "equal": _unequal,
    "less": _compared("GreaterOrEqual"),
    "at_most": _compared("Greater"),
    "between": _outside,
    "in_list": _known_and_not,
    "like": _known_and_not,
    "is_null": _otherwise,
    "is_true": _otherwise,
    "and": _one_false,
    "or": _all_false,
    "not": _is_true,
    "to_truth": _zero,
}
