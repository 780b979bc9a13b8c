"""From the parser's tree to our values: names are found, types checked, the rest refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlglot import exp

from lineal.base.suggest import did_you_mean
from lineal.features import refusals
from lineal.features.expression import NUMBER, TEXT, TRUTH, Call, Column, Literal
from lineal.features.operations import ANY, OPERATIONS, SAME
from lineal.features.problem import problem, start_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from lineal.features.expression import Expression

#: The type of a bare NULL, until its neighbours say which it is.
NULL = "null"

_DEEPEST = 100
_MOST_DIGITS = 15
_MOST_SHOWN = 20


class Scope(NamedTuple):
    """The text, for messages; the types of the columns it may use; how deep we are in it."""

    sql: str
    types: Mapping[str, str]
    depth: int = 0


def translate(scope: Scope, node: exp.Expr | None) -> Expression:
    if node is None:  # the parser lets a few of them pass
        raise problem(scope.sql, None, "SQL cannot be read: a value is missing")
    if scope.depth > _DEEPEST:
        raise problem(scope.sql, start_of(node), "it is nested too deeply", "split it into several")
    inner = scope._replace(depth=scope.depth + 1)
    special = _SPECIAL.get(type(node))
    if special is not None:
        return special(inner, node)
    plain = _PLAIN.get(type(node))
    if plain is None:
        raise refusals.refused(scope.sql, node)
    name, keys = plain
    refusals.only(scope.sql, node, keys)
    return call(inner, node, name, [translate(inner, node.args.get(key)) for key in keys])


def retyped(expression: Expression, type_: str) -> Expression:
    """A bare NULL gets the type that its place needs."""
    return Literal(None, type_) if expression.type == NULL else expression


def call(scope: Scope, node: exp.Expr, name: str, arguments: Sequence[Expression]) -> Call:
    """With types checked; NULL gets the type that is expected."""
    operation = OPERATIONS[name]
    wanted = operation.arguments + operation.arguments[-1:] * len(arguments)
    expected = list(zip(arguments, wanted, strict=False))
    same = _common(scope, node, [argument for argument, kind in expected if kind == SAME])
    fitted = tuple(
        _fitting(scope, node, argument, same if kind == SAME else kind)
        for argument, kind in expected
    )
    return Call(name, fitted, same if operation.result == SAME else operation.result)


def _common(scope: Scope, node: exp.Expr, several: Sequence[Expression]) -> str:
    types = dict.fromkeys(one.type for one in several if one.type != NULL)
    if len(types) > 1:
        named = " and ".join(types)
        raise problem(
            scope.sql, start_of(node), f"{_shown(node)} puts {named} together", _cast_hint(types)
        )
    return next(iter(types), NUMBER)


def _fitting(scope: Scope, node: exp.Expr, argument: Expression, kind: str) -> Expression:
    if kind == ANY:
        return retyped(argument, NUMBER)
    if argument.type not in {kind, NULL}:
        raise problem(
            scope.sql,
            start_of(node),
            f"{_shown(node)} needs {kind} and gets {argument.type}",
            _cast_hint({kind: None, argument.type: None}),
        )
    return retyped(argument, kind)


def _cast_hint(types: Mapping[str, None]) -> str:
    if TEXT in types:
        return "text cannot be converted here: declare the column as number where it is read in"
    return "write CAST(truth AS DOUBLE) for 1 and 0, and number <> 0 for a truth"


def _shown(node: exp.Expr) -> str:
    return node.sql(dialect="duckdb")


def _column(scope: Scope, node: exp.Expr) -> Expression:
    refusals.only(scope.sql, node, ("this",))
    name = node.name
    type_ = scope.types.get(name)
    if type_ is None:
        near = did_you_mean(name, scope.types)
        hint = None if near else _column_hint(scope)
        raise problem(scope.sql, start_of(node), f"no column {name!r}{near}", hint)
    return Column(name, type_)


def _column_hint(scope: Scope) -> str:
    shown = ", ".join(list(scope.types)[:_MOST_SHOWN]) or "none"
    return f"columns: {shown}{', ...' if len(scope.types) > _MOST_SHOWN else ''}"


def _literal(scope: Scope, node: exp.Expr) -> Expression:
    if node.is_string:
        return Literal(node.name or None, TEXT)
    number = float(node.name.replace("_", ""))
    if number in {float("inf"), float("-inf")}:
        raise problem(scope.sql, start_of(node), f"{node.name} is too large for a float64")
    return Literal(number, NUMBER)


def _boolean(_scope: Scope, node: exp.Expr) -> Expression:
    return Literal(bool(node.this), TRUTH)


def _null(_scope: Scope, _node: exp.Expr) -> Expression:
    return Literal(None, NULL)


def _paren(scope: Scope, node: exp.Expr) -> Expression:
    return translate(scope._replace(depth=scope.depth - 1), node.this)


def _negated(scope: Scope, node: exp.Expr) -> Expression:
    inside = translate(scope, node.this)
    if isinstance(inside, Literal) and isinstance(inside.value, float):
        return Literal(0.0 - inside.value, NUMBER)
    return call(scope, node, "negate", [inside])


def _compared(scope: Scope, node: exp.Expr) -> Expression:
    name, swapped, negated = _COMPARED[type(node)]
    sides = [translate(scope, node.this), translate(scope, node.args["expression"])]
    for side in sides:
        refusals.not_null(scope.sql, node, side)
    found = call(scope, node, name, sides[::-1] if swapped else sides)
    return Call("not", (found,), TRUTH) if negated else found


def _is(scope: Scope, node: exp.Expr) -> Expression:
    inside, against = translate(scope, node.this), node.args["expression"]
    if isinstance(against, exp.Null):
        return call(scope, node, "is_null", [inside])
    if not isinstance(against, exp.Boolean):
        raise problem(
            scope.sql, start_of(node), "IS is followed by NULL, NOT NULL, TRUE or FALSE", "write ="
        )
    if against.this:
        return call(scope, node, "is_true", [inside])
    return call(scope, node, "is_true", [call(scope, node, "not", [inside])])


def _connected(scope: Scope, node: exp.Expr) -> Expression:
    """A AND B AND C is one call: a long rule is not a deep one."""
    name = "and" if isinstance(node, exp.And) else "or"
    return call(scope, node, name, [translate(scope, one) for one in node.flatten()])


def _in(scope: Scope, node: exp.Expr) -> Expression:
    refusals.only(scope.sql, node, ("this", "expressions"))
    values = [translate(scope, one) for one in node.args.get("expressions") or [None]]
    for value in values:
        if not isinstance(value, Literal):
            raise problem(scope.sql, start_of(node), "IN takes a list of literals", "write a = b")
        refusals.not_null(scope.sql, node, value)
    subject = translate(scope, node.this)
    if TRUTH in {subject.type, *(value.type for value in values)}:
        raise problem(scope.sql, start_of(node), "IN is for numbers and texts", "write a IS TRUE")
    return call(scope, node, "in_list", [subject, *dict.fromkeys(values)])


def _like(scope: Scope, node: exp.Expr) -> Expression:
    pattern = translate(scope, node.args["expression"])
    if not isinstance(pattern, Literal) or pattern.value is None:
        raise problem(scope.sql, start_of(node), "LIKE takes a pattern that is a literal")
    return call(scope, node, "like", [translate(scope, node.this), pattern])


def _case(scope: Scope, node: exp.Expr) -> Expression:
    branches = node.args["ifs"]
    default = node.args.get("default")
    tail = [Literal(None, NULL) if default is None else translate(scope, default)]
    if node.this is None:
        return _chosen(scope, node, [_branch(scope, one) for one in branches], tail[0])
    subject = translate(scope, node.this)
    pairs = [_branch(scope, one) for one in branches]
    for value, _result in pairs:
        refusals.not_null(scope.sql, node, value)
    types = _common(scope, node, [subject, *(value for value, _result in pairs)])
    results = _common(scope, node, [*(result for _value, result in pairs), *tail])
    flat = [part for value, result in pairs for part in (value, retyped(result, results))]
    return Call("match", (retyped(subject, types), *flat, retyped(tail[0], results)), results)


def _branch(scope: Scope, node: exp.Expr) -> tuple[Expression, Expression]:
    return translate(scope, node.this), translate(scope, node.args["true"])


def _if(scope: Scope, node: exp.Expr) -> Expression:
    otherwise = node.args.get("false")
    last = Literal(None, NULL) if otherwise is None else translate(scope, otherwise)
    return _chosen(scope, node, [_branch(scope, node)], last)


def _chosen(
    scope: Scope,
    node: exp.Expr,
    pairs: Sequence[tuple[Expression, Expression]],
    last: Expression,
) -> Expression:
    results = _common(scope, node, [*(result for _condition, result in pairs), last])
    flat: list[Expression] = []
    for condition, result in pairs:
        flat += [_fitting(scope, node, condition, TRUTH), retyped(result, results)]
    return Call("choose", (*flat, retyped(last, results)), results)


def _several(scope: Scope, node: exp.Expr) -> Expression:
    """GREATEST, LEAST and COALESCE of any number; of one, it is that one."""
    name = _SEVERAL[type(node)]
    parts = [translate(scope, one) for one in (node.this, *node.expressions)]
    if len(parts) == 1:
        return parts[0]
    return call(scope, node, name, parts)


def _round(scope: Scope, node: exp.Expr) -> Expression:
    refusals.only(scope.sql, node, ("this", "decimals"))
    decimals = node.args.get("decimals")
    digits = Literal(0.0, NUMBER) if decimals is None else translate(scope, decimals)
    value = digits.value if isinstance(digits, Literal) else None
    if not isinstance(value, float) or value % 1 or abs(value) > _MOST_DIGITS:
        raise problem(
            scope.sql,
            start_of(node),
            f"ROUND takes a whole number of digits, from -{_MOST_DIGITS} to {_MOST_DIGITS}",
        )
    return call(scope, node, "round", [translate(scope, node.this), digits])


def _log(scope: Scope, node: exp.Expr) -> Expression:
    base = node.this
    if node.args.get("expression") is None:
        raise problem(
            scope.sql,
            start_of(node),
            "LOG of one value is to base e in some databases and to base 10 in others",
            "write LN(x) or LOG10(x)",
        )
    inside = translate(scope, node.args["expression"])
    if isinstance(base, exp.Literal) and base.name == "10":
        return call(scope, node, "logarithm10", [inside])
    over = call(scope, node, "logarithm", [inside])
    return call(
        scope, node, "divide", [over, call(scope, node, "logarithm", [translate(scope, base)])]
    )


def _cast(scope: Scope, node: exp.Expr) -> Expression:
    inside, to = translate(scope, node.this), node.args["to"].this
    wanted = NUMBER if to in _NUMBERS else TRUTH if to == exp.DataType.Type.BOOLEAN else None
    if wanted == inside.type:
        return inside
    if wanted == NUMBER and inside.type in {TRUTH, NULL}:
        return call(scope, node, "to_number", [inside])
    if wanted == TRUTH and inside.type in {NUMBER, NULL}:
        return call(scope, node, "to_truth", [inside])
    raise refusals.cast(scope.sql, node, inside.type)


_NUMBERS = {exp.DataType.Type.DOUBLE, exp.DataType.Type.FLOAT}

#: Comparisons: the operation, whether its sides are swapped, whether it is negated.
_COMPARED: dict[type[exp.Expr], tuple[str, bool, bool]] = {
    exp.EQ: ("equal", False, False),
    exp.NEQ: ("equal", False, True),
    exp.LT: ("less", False, False),
    exp.GT: ("less", True, False),
    exp.LTE: ("at_most", False, False),
    exp.GTE: ("at_most", True, False),
}

_SEVERAL: dict[type[exp.Expr], str] = {
    exp.Greatest: "greatest",
    exp.Least: "least",
    exp.Coalesce: "coalesce",
}

_PAIR = ("this", "expression")
#: Nodes that are one operation, with the names the parser gives to its arguments.
_PLAIN: dict[type[exp.Expr], tuple[str, tuple[str, ...]]] = {
    exp.Add: ("add", _PAIR),
    exp.Sub: ("subtract", _PAIR),
    exp.Mul: ("multiply", _PAIR),
    exp.Div: ("divide", _PAIR),
    exp.Mod: ("modulo", _PAIR),
    exp.Pow: ("power", _PAIR),
    exp.Abs: ("absolute", ("this",)),
    exp.Sign: ("sign", ("this",)),
    exp.Floor: ("floor", ("this",)),
    exp.Ceil: ("ceiling", ("this",)),
    exp.Trunc: ("truncate", ("this",)),
    exp.Sqrt: ("square_root", ("this",)),
    exp.Exp: ("exponential", ("this",)),
    exp.Ln: ("logarithm", ("this",)),
    exp.Between: ("between", ("this", "low", "high")),
    exp.Not: ("not", ("this",)),
    exp.Nullif: ("null_if", _PAIR),
    exp.DPipe: ("concatenate", _PAIR),
}

_SPECIAL: dict[type[exp.Expr], Callable[[Scope, exp.Expr], Expression]] = {
    exp.Column: _column,
    exp.Literal: _literal,
    exp.Boolean: _boolean,
    exp.Null: _null,
    exp.Paren: _paren,
    exp.Neg: _negated,
    exp.Is: _is,
    exp.And: _connected,
    exp.Or: _connected,
    exp.In: _in,
    exp.Like: _like,
    exp.Case: _case,
    exp.If: _if,
    exp.Round: _round,
    exp.Log: _log,
    exp.Cast: _cast,
    **dict.fromkeys(_COMPARED, _compared),
    **dict.fromkeys(_SEVERAL, _several),
}
