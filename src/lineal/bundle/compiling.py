"""From a fitted model to the bytes of its graph: raw columns in, a score out. Pure.

Features, preprocessing and model are one graph, so that nothing is computed twice in two ways.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.base.errors import BundleError
from lineal.bundle.format import SCORE, Input, Signature
from lineal.bundle.graph.blocks import prepare
from lineal.bundle.graph.builder import Builder
from lineal.bundle.graph.families import FAMILIES
from lineal.features.expression import NUMBER, TEXT, TRUTH
from lineal.features.recipe import BOOLEAN
from lineal.features.recipe import TEXT as TEXT_COLUMN

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from lineal.bundle.graph.families import Family
    from lineal.features.recipe import RawColumn, Recipe
    from lineal.learning.fitted import Model


def compile_model(model: Model) -> bytes:
    """The same model always gives the same bytes."""
    family = _family(model)
    builder = Builder()
    columns = _columns(builder, model.recipe)
    _check_has(columns, [one.column for one in model.fitted.plan], "column")
    blocks = prepare(builder, model.fitted.plan, columns)
    builder.output(SCORE, family.score(builder, blocks, model))
    graph: bytes = builder.model(model.fitted.family).SerializeToString(deterministic=True)
    return graph


def _family(model: Model) -> Family:
    name = model.fitted.family
    family = FAMILIES.get(name)
    if family is None:
        raise BundleError(
            f"a model of the family '{name}' cannot be compiled",
            hint=f"known are {', '.join(FAMILIES)}",
        )
    _check_has(model.arrays, family.arrays, "array")
    return family


def _check_has(there: Collection[str], needed: Iterable[str], what: str) -> None:
    missing = sorted(set(needed).difference(there))
    if missing:
        raise BundleError(
            f"the model has no {what} {', '.join(map(repr, missing))}, which it needs",
            hint="fit it again with 'lineal step train'",
        )


def signature_of(recipe: Recipe) -> Signature:
    inputs = tuple(
        Input(name=one.name, kind=one.kind, nullable=one.nullable) for one in recipe.inputs
    )
    return Signature(inputs=inputs, target=recipe.target)


def _columns(builder: Builder, recipe: Recipe) -> dict[str, str]:
    """Tensors by name: the inputs, and each feature made of what is before it."""
    types = {one.name: _type(one) for one in recipe.inputs}
    columns = {
        one.name: builder.input(one.name, text=one.kind == TEXT_COLUMN) for one in recipe.inputs
    }
    if not recipe.features:
        return columns
    # deferred: a parser of SQL is slow to import, and not every model has features
    from lineal.bundle.graph.expressions import compile_expression
    from lineal.features.parse import parse

    for feature in recipe.features:
        columns[feature.name] = compile_expression(builder, parse(feature.sql, types), columns)
        types[feature.name] = feature.type
    return columns


def _type(column: RawColumn) -> str:
    if column.kind == TEXT_COLUMN:
        return TEXT
    return TRUTH if column.kind == BOOLEAN else NUMBER
