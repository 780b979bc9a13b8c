"""Operations that choose one of their arguments: a value, or where the chosen truth holds."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from lineal.features.expression import TEXT, TRUTH, Call

if TYPE_CHECKING:
    from collections.abc import Callable

    from lineal.bundle.graph.expression.compiler import Compile, Compiler
    from lineal.features.expression import Expression

    Of = Callable[[Expression], str]


def _chosen(compiler: Compiler, call: Call) -> str:
    """From the last branch back to the first; unknown chooses nothing."""
    parts = call.arguments
    found = compiler.value(parts[-1])
    for place in range(len(parts) - 3, -1, -2):
        condition = compiler.true(parts[place])
        found = compiler.node("Where", condition, compiler.value(parts[place + 1]), found)
    return found


def _chosen_truth(compiler: Compiler, call: Call, of: Of) -> str:
    node, parts = compiler.node, call.arguments
    found = of(parts[-1])
    for place in range(len(parts) - 3, -1, -2):
        condition = compiler.true(parts[place])
        this = node("And", condition, of(parts[place + 1]))
        found = node("Or", this, node("And", node("Not", condition), found))
    return found


def _matched(compiler: Compiler, call: Call) -> str:
    return _chosen(compiler, _as_choice(call))


def _matched_truth(compiler: Compiler, call: Call, of: Of) -> str:
    return _chosen_truth(compiler, _as_choice(call), of)


def _as_choice(call: Call) -> Call:
    subject, parts = call.arguments[0], call.arguments[1:]
    flat: list[Expression] = []
    for place in range(0, len(parts) - 1, 2):
        flat += [Call("equal", (subject, parts[place]), TRUTH), parts[place + 1]]
    return Call("choose", (*flat, parts[-1]), call.type)


def _first(compiler: Compiler, call: Call) -> str:
    found = compiler.value(call.arguments[-1])
    for one in call.arguments[-2::-1]:
        found = compiler.node("Where", compiler.null(one), found, compiler.value(one))
    return found


def _first_truth(compiler: Compiler, call: Call, of: Of) -> str:
    """Where it is true itself; and where it is not false, so unknown, and the next one is."""
    node = compiler.node
    found = of(call.arguments[-1])
    for one in call.arguments[-2::-1]:
        known = node("Or", compiler.true(one), compiler.false(one))
        found = node("Or", of(one), node("And", node("Not", known), found))
    return found


def _null_if(compiler: Compiler, call: Call) -> str:
    null = compiler.builder.constant("" if call.type == TEXT else math.nan)
    same = compiler.true(Call("equal", call.arguments, TRUTH))
    return compiler.node("Where", same, null, compiler.value(call.arguments[0]))


def _null_if_truth(compiler: Compiler, call: Call, of: Of) -> str:
    same = compiler.true(Call("equal", call.arguments, TRUTH))
    return compiler.node("And", of(call.arguments[0]), compiler.node("Not", same))


def _true(choice: Callable[[Compiler, Call, Of], str]) -> Compile:
    return lambda compiler, call: choice(compiler, call, compiler.true)


def _false(choice: Callable[[Compiler, Call, Of], str]) -> Compile:
    return lambda compiler, call: choice(compiler, call, compiler.false)


CHOICES: dict[str, Compile] = {
    "choose": _chosen,
    "match": _matched,
    "coalesce": _first,
    "null_if": _null_if,
}

_TRUTHS = {
    "choose": _chosen_truth,
    "match": _matched_truth,
    "coalesce": _first_truth,
    "null_if": _null_if_truth,
}

CHOICES_TRUE: dict[str, Compile] = {name: _true(one) for name, one in _TRUTHS.items()}
CHOICES_FALSE: dict[str, Compile] = {name: _false(one) for name, one in _TRUTHS.items()}
