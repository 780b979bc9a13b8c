"""``lineal step split``: rows for training, rows for the test, and on record which is which."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

import msgspec
import polars as pl
from msgspec import Meta

from lineal.base.errors import ConfigError, TableError
from lineal.base.suggest import did_you_mean
from lineal.features.recipe import Recipe
from lineal.learning.splitting import by_key, by_seed
from lineal.steps.step import DOCUMENT, ROW, TABLE, Computed, Port, Result, Step

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

TRAIN, TEST = "train", "test"


class Params(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    test: Annotated[float, Meta(gt=0, lt=1, description="the share of rows for the test")] = 0.2
    by: Annotated[
        Literal["seed", "key"],
        Meta(description="seed: exact shares; key: rows of one key stay together, for good"),
    ] = "seed"
    key: Annotated[
        str | tuple[str, ...] | None,
        Meta(description="columns whose values decide; rows that share them stay together"),
    ] = None
    seed: Annotated[int, Meta(ge=0, lt=2**31, description="another one is another split")] = 42
    stratify: Annotated[
        bool | None,
        Meta(description="the same share of each value of the target; by seed, unless false"),
    ] = None


def decide(params: Params, inputs: Mapping[str, Any]) -> Result:
    table: pl.DataFrame = inputs["table"]
    target = msgspec.convert(inputs["recipe"], Recipe).target
    keys = _keys(params)
    _check_columns(table, [ROW, target, *keys])
    _check_classes(table[target], target)
    mask = _by_key(table, keys, params) if keys else _by_seed(table, target, params)
    parts = {TRAIN: table.filter(~mask), TEST: table.filter(mask)}
    for name, part in parts.items():
        _check_part(name, part[target], table[target])
    membership = table.select(
        ROW, pl.when(mask).then(pl.lit(TEST)).otherwise(pl.lit(TRAIN)).alias("part")
    )
    return Result(
        {**parts, "membership": membership},
        _lines(parts, target),
        tuple(_edges(table, keys)),
    )


def _keys(params: Params) -> tuple[str, ...]:
    """The columns to split by, or none; whatever contradicts itself is refused."""
    keys = (params.key,) if isinstance(params.key, str) else params.key or ()
    if params.by == "key" and not keys:
        raise ConfigError("split.by is key, and there is no key", hint="name a column in split.key")
    if params.by == "seed" and keys:
        raise ConfigError("split.key is for a split by key", hint="write split.by: key")
    if params.by == "key" and params.stratify:
        raise ConfigError(
            "a split by key cannot be stratified: where a row goes depends on its key alone",
            hint="remove split.stratify, or write split.by: seed",
        )
    return keys


def _check_columns(table: pl.DataFrame, names: Sequence[str]) -> None:
    for name in names:
        if name not in table.columns:
            raise TableError(
                f"--table has no column '{name}'{did_you_mean(name, table.columns)}",
                hint=f"columns: {', '.join(table.columns)}",
            )
        missing = table[name].null_count()
        if missing:
            raise TableError(
                f"column '{name}' is NULL in {missing:,} of {table.height:,} rows",
                hint=f"drop these rows in validate: {{column: {name}, nulls: false}}",
            )


def _check_classes(labels: pl.Series, target: str) -> None:
    counts = labels.value_counts()
    if counts.height < 2:  # noqa: PLR2004  one value on either side of a decision
        values = "1 value" if counts.height else "no value"
        raise TableError(
            f"target '{target}' has {values} in {labels.len():,} rows: there is nothing to learn",
            hint="check the source, and the rules of validate",
        )
    rare = counts.filter(pl.col("count") < 2)  # noqa: PLR2004  one row for each part
    if rare.height:
        values = ", ".join(map(repr, rare[target].sort()[:5]))
        raise TableError(
            f"target '{target}' has values that only one row has: {values}",
            hint="a value needs a row in train and one in test",
        )


def _by_seed(table: pl.DataFrame, target: str, params: Params) -> pl.Series:
    classes = None
    if params.stratify is not False:
        classes = table[target].rank("dense").cast(pl.Int64).to_numpy()
    return pl.Series(by_seed(table[ROW].to_numpy(), params.test, params.seed, classes))


def _by_key(table: pl.DataFrame, keys: Sequence[str], params: Params) -> pl.Series:
    return pl.Series(by_key(table.select(keys).iter_rows(), params.test, params.seed))


def _check_part(name: str, labels: pl.Series, all_labels: pl.Series) -> None:
    lacking = sorted(set(all_labels.unique()) - set(labels.unique()))
    if lacking:
        raise TableError(
            f"{name} would have no row with target {lacking[0]!r}",
            hint="take another share in split.test, another seed, or more rows",
        )


def _edges(table: pl.DataFrame, keys: Sequence[str]) -> list[Computed]:
    unchanged = [
        Computed(("table", name), (part, name), "rows chosen")
        for part in (TRAIN, TEST)
        for name in table.columns
        if name != ROW
    ]
    return unchanged + [
        Computed(("table", name), ("membership", "part"), "SHA-256 of the key") for name in keys
    ]


def _lines(parts: Mapping[str, pl.DataFrame], target: str) -> tuple[str, ...]:
    lines = []
    for name, part in parts.items():
        counts = part[target].value_counts().sort(target).rows()
        shares = ", ".join(f"{value}: {count:,}" for value, count in counts[:5])
        lines.append(f"{name:<5} {part.height:>9,} rows   {target} {shares}")
    return tuple(lines)


STEP = Step(
    help="Part the rows into train and test, by seed or by key.",
    inputs=(
        Port("table", TABLE, "rows with features"),
        Port("recipe", DOCUMENT, "names the target"),
    ),
    outputs=(
        Port("train", TABLE, "rows to learn from"),
        Port("test", TABLE, "rows to judge by"),
        Port("membership", TABLE, "for each row of the source, its part"),
    ),
    params=Params,
    decide=decide,
)
