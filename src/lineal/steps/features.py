"""``lineal step features``: columns as SQL expressions, and the recipe that serving follows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import msgspec
from msgspec import Meta

from lineal.base.errors import TableError
from lineal.features.compute import add_all
from lineal.features.kinds import raw_columns
from lineal.features.making import Wanted, make_recipe
from lineal.features.recipe import INTEGER, WHOLE
from lineal.steps.step import DOCUMENT, ROW, TABLE, Computed, Port, Result, Step

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from lineal.features.making import Made

_UNCHANGED = "unchanged"


class Params(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    target: Annotated[str, Meta(min_length=1, description="the column to be predicted")]
    expressions: Annotated[
        dict[str, str], Meta(description="SQL by name; may use columns and features before it")
    ] = {}
    columns: Annotated[
        tuple[str, ...] | None,
        Meta(description="what the model sees, in order; all but the target if not given"),
    ] = None
    drop: Annotated[tuple[str, ...], Meta(description="what the model is not to see")] = ()


def decide(params: Params, inputs: Mapping[str, Any]) -> Result:
    rows: pl.DataFrame = inputs["rows"]
    raw = raw_columns(rows, {ROW})
    made = make_recipe(
        raw,
        Wanted(
            params.target,
            params.expressions,
            params.columns,
            params.drop,
            {ROW: "it is where a row stood in the source, and a new row stands nowhere"},
        ),
    )
    _check_whole(rows, made)
    table = add_all(rows, made.features, {column.name: column.kind for column in raw})
    return Result(
        {"table": table, "recipe": msgspec.to_builtins(made.recipe)},
        _lines(table, made),
        tuple(_edges(rows, made)),
    )


def _check_whole(rows: pl.DataFrame, made: Made) -> None:
    """Larger ones would fall together, and a server refuses them."""
    for column in made.recipe.inputs:
        if (
            column.kind == INTEGER
            and not rows[column.name].drop_nulls().is_between(-WHOLE, WHOLE).all()
        ):
            raise TableError(
                f"column '{column.name}' has integers beyond 2^53, where a model cannot tell "
                "neighbours apart",
                hint="declare it as text or number in 'ingest:', or name it in 'features.drop'",
            )


def _edges(rows: pl.DataFrame, made: Made) -> list[Computed]:
    unchanged = [
        Computed(("rows", name), ("table", name), _UNCHANGED)
        for name in rows.columns
        if name != ROW
    ]
    computed = [
        Computed(("rows", source), ("table", feature.name), feature.sql)
        for feature in made.features
        for source in made.sources[feature.name]
    ]
    return unchanged + computed


def _lines(table: pl.DataFrame, made: Made) -> tuple[str, ...]:
    """A feature that says nothing, or is often missing, is worth a word."""
    counts = f"{_count(len(made.features), 'feature')}, {_count(table.height, 'row')}"
    lines = [f"{counts}; the model sees {_count(len(made.recipe.columns), 'column')}"]
    for feature in made.features:
        column = table[feature.name]
        missing = column.null_count()
        if missing:
            lines.append(f"{feature.name} is NULL in {_count(missing, 'row')}")
        if table.height > 1 and column.n_unique() == 1:
            lines.append(f"{feature.name} is the same in all rows")
    return tuple(lines)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


STEP = Step(
    help="Compute features as SQL expressions, and write the recipe the model is served with.",
    inputs=(Port("rows", TABLE, "valid rows"),),
    outputs=(
        Port("table", TABLE, "the rows with a column for each feature"),
        Port("recipe", DOCUMENT, "raw columns, expressions, and what the model sees"),
    ),
    params=Params,
    decide=decide,
)
