"""A recipe from what is asked for: each expression is checked, and all that is wrong told. Pure.

The recipe keeps what the model needs, and no more: what serving must be given is decided here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lineal.base.errors import TableError
from lineal.base.suggest import did_you_mean
from lineal.features.columns import columns_of
from lineal.features.names import why_not
from lineal.features.parse import names_in, parse
from lineal.features.recipe import Feature, Recipe

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from lineal.features.expression import Expression
    from lineal.features.recipe import RawColumn


class Wanted(NamedTuple):
    """``columns`` is what the model is to see; None is all but the target and what is dropped.

    ``reserved`` are names no expression may use, with the reason.
    """

    target: str
    expressions: Mapping[str, str]
    columns: Sequence[str] | None = None
    drop: Sequence[str] = ()
    reserved: Mapping[str, str] = {}


class Made(NamedTuple):
    """``features`` are all that were asked for; the recipe has those that the model needs.

    ``sources`` are the raw columns each feature comes of, also by way of other features.
    """

    recipe: Recipe
    features: tuple[Feature, ...]
    sources: Mapping[str, tuple[str, ...]]


def make_recipe(raw: Sequence[RawColumn], wanted: Wanted) -> Made:
    _check_target(raw, wanted)
    parsed = _parsed(raw, wanted)
    features = tuple(
        Feature(name=name, sql=wanted.expressions[name], type=expression.type)
        for name, expression in parsed.items()
    )
    seen = _seen(raw, wanted)
    uses = {name: columns_of(expression) for name, expression in parsed.items()}
    needed = _needed(seen, uses)
    recipe = Recipe(
        target=wanted.target,
        inputs=tuple(column for column in raw if column.name in needed),
        features=tuple(feature for feature in features if feature.name in needed),
        columns=seen,
    )
    return Made(recipe, features, _sources(uses))


def _check_target(raw: Sequence[RawColumn], wanted: Wanted) -> None:
    names = [column.name for column in raw]
    if wanted.target not in names:
        near = did_you_mean(wanted.target, names)
        raise TableError(
            f"target: the table has no column '{wanted.target}'{near}",
            hint=f"columns: {', '.join(names)}",
        )


def _parsed(raw: Sequence[RawColumn], wanted: Wanted) -> dict[str, Expression]:
    """Each may use the raw columns and the features before it.

    What uses a feature that cannot be is not told of: it may be right as soon as that one is.
    """
    types = {column.name: column.kind for column in raw if column.name != wanted.target}
    parsed: dict[str, Expression] = {}
    problems: dict[str, TableError | None] = {}
    for name, sql in wanted.expressions.items():
        try:
            _check_name(name, raw)
            _check_uses(name, sql, wanted, {*parsed, *problems})
            if not problems.keys().isdisjoint(names_in(sql)):
                problems[name] = None
                continue
            parsed[name] = parse(sql, types)
            types[name] = parsed[name].type
        except TableError as error:
            problems[name] = _placed(name, error)
    if problems:
        raise _together([problem for problem in problems.values() if problem is not None])
    return parsed


def _check_name(name: str, raw: Sequence[RawColumn]) -> None:
    if name in {column.name for column in raw}:
        raise TableError("a column of the table has this name", hint="give it another name")
    reason = "it begins with '_'" if name.startswith("_") else why_not(name)
    if reason is not None:
        raise TableError(f"it cannot be called so: {reason}", hint="give it another name")


def _check_uses(name: str, sql: str, wanted: Wanted, before: set[str]) -> None:
    for used in names_in(sql):
        if used == wanted.target:
            raise TableError(
                f"it uses the target '{used}', which nobody knows when the model is asked",
                hint="leave it out: the model would be told the answer",
            )
        if used in wanted.reserved:
            raise TableError(f"it uses '{used}': {wanted.reserved[used]}", hint="leave it out")
        if used in wanted.expressions and used not in before:
            raise _not_before(name, used, wanted)


def _not_before(name: str, used: str, wanted: Wanted) -> TableError:
    if used == name:
        return TableError("it uses itself", hint="name the column it is made of")
    if name in _reached(used, wanted.expressions):
        return TableError(f"it uses '{used}', which uses it: a circle", hint="cut the circle")
    return TableError(f"it uses '{used}', which is not defined before it", hint=f"see '{used}'")


def _reached(start: str, expressions: Mapping[str, str]) -> set[str]:
    """All the features it needs; one that cannot be read is told of in its own place."""
    found: set[str] = set()
    open_ = [start]
    while open_:
        for used in _names(expressions[open_.pop()]):
            if used in expressions and used not in found:
                found.add(used)
                open_.append(used)
    return found


def _names(sql: str) -> tuple[str, ...]:
    try:
        return names_in(sql)
    except TableError:
        return ()


def _placed(name: str, error: TableError) -> TableError:
    return TableError(f"expressions.{name}: {error.message}", hint=error.hint)


def _together(problems: list[TableError]) -> TableError:
    if len(problems) == 1:
        return problems[0]
    lines = [f"{one.message}{f' ({one.hint})' if one.hint else ''}" for one in problems]
    return TableError("\n".join(lines), hint="mend the expressions")


def _seen(raw: Sequence[RawColumn], wanted: Wanted) -> tuple[str, ...]:
    """What the model sees, in order."""
    there = [column.name for column in raw if column.name != wanted.target]
    there += wanted.expressions
    if wanted.columns is not None and wanted.drop:
        raise TableError("'columns' and 'drop' exclude each other", hint="keep one of them")
    for key, names in (("columns", wanted.columns or ()), ("drop", wanted.drop)):
        for name in names:
            _check_known(key, name, there, wanted)
    dropped = set(wanted.drop)
    seen = tuple(dict.fromkeys(wanted.columns or [name for name in there if name not in dropped]))
    if not seen:
        raise TableError("the model would see no column at all", hint="drop fewer")
    return seen


def _check_known(key: str, name: str, there: Sequence[str], wanted: Wanted) -> None:
    if name == wanted.target and key == "columns":
        raise TableError(
            f"columns: '{name}' is the target", hint="leave it out: the model is to predict it"
        )
    if name not in there and name != wanted.target:
        raise TableError(
            f"{key}: no column or feature '{name}'{did_you_mean(name, there)}",
            hint=f"there are {', '.join(there)}",
        )


def _needed(seen: Sequence[str], uses: Mapping[str, tuple[str, ...]]) -> set[str]:
    needed: set[str] = set()
    open_ = list(seen)
    while open_:
        name = open_.pop()
        if name not in needed:
            needed.add(name)
            open_ += uses.get(name, ())
    return needed


def _sources(uses: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Features use only what is before them, so one pass finds the raw columns of all."""
    sources: dict[str, tuple[str, ...]] = {}
    for name, used in uses.items():
        sources[name] = tuple(dict.fromkeys(_raw(used, sources)))
    return sources


def _raw(used: Sequence[str], sources: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    for name in used:
        yield from sources.get(name, (name,))
