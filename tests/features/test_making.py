"""Recipes are made of what is asked for, and keep what the model needs."""

from __future__ import annotations

import pytest

from lineal.base.errors import TableError
from lineal.features.making import Wanted, make_recipe
from lineal.features.recipe import RawColumn

RAW = (
    RawColumn(name="minutes", kind="number", nullable=True),
    RawColumn(name="days", kind="integer"),
    RawColumn(name="country", kind="text"),
    RawColumn(name="bought", kind="integer"),
)
RATE = {"rate": "minutes / GREATEST(days, 1)", "high": "rate > 5"}


def test_the_model_sees_all_but_the_target_if_nothing_is_said() -> None:
    """Raw columns first, then features, in their order."""
    made = make_recipe(RAW, Wanted("bought", RATE))
    assert made.recipe.columns == ("minutes", "days", "country", "rate", "high")


def test_inputs_are_only_those_the_model_needs_by_way_of_features() -> None:
    """What serving must be given is no more than that."""
    expressions = {**RATE, "unused": "country = 'IN'"}
    recipe = make_recipe(RAW, Wanted("bought", expressions, ["high"])).recipe
    found = [column.name for column in recipe.inputs], [one.name for one in recipe.features]
    assert found == (["minutes", "days"], ["rate", "high"])


def test_what_is_dropped_may_still_be_in_a_feature() -> None:
    """The model does not see it, and it is needed."""
    recipe = make_recipe(RAW, Wanted("bought", RATE, drop=["minutes", "country"])).recipe
    found = recipe.columns, tuple(column.name for column in recipe.inputs)
    assert found == (("days", "rate", "high"), ("minutes", "days"))


def test_a_feature_comes_of_raw_columns_also_by_way_of_others() -> None:
    """So the lineage of a column ends in the source."""
    assert make_recipe(RAW, Wanted("bought", RATE)).sources["high"] == ("minutes", "days")


@pytest.mark.parametrize(
    ("expressions", "message"),
    [
        ({"x": "bought + 1"}, "expressions.x: it uses the target 'bought'"),
        ({"days": "minutes"}, "expressions.days: a column of the table has this name"),
        ({"x": "y + days", "y": "days + 1"}, "'y', which is not defined before it"),
        ({"x": "y + days", "y": "x + days"}, "it uses 'y', which uses it: a circle"),
        ({"x": "x + days"}, "it uses itself"),
        ({"x": "_row + days"}, "it uses '_row': rows move"),
        ({"_x": "days"}, "begins with '_'"),
        ({'"x"': "days"}, "it cannot be called so: a served model takes no name"),
        ({"x": "minuts"}, "expressions.x: no column 'minuts'; did you mean 'minutes'"),
    ],
)
def test_an_expression_that_cannot_be_is_refused_by_its_name(
    expressions: dict[str, str], message: str
) -> None:
    """A leak of the target, a clash of names, a circle."""
    with pytest.raises(TableError, match=message):
        make_recipe(RAW, Wanted("bought", expressions, reserved={"_row": "rows move"}))


def test_all_that_is_wrong_is_told_at_once() -> None:
    """Each in a line of its own, with what to do."""
    with pytest.raises(TableError, match=r"x: .*target") as caught:
        make_recipe(RAW, Wanted("bought", {"x": "bought", "y": "SUM(days)", "z": "days"}))
    assert [line.split(":")[0] for line in caught.value.message.splitlines()] == [
        "expressions.x",
        "expressions.y",
    ]


def test_what_uses_a_broken_feature_is_not_called_broken() -> None:
    """It may be right as soon as that one is."""
    with pytest.raises(TableError, match=r"expressions\.x: no column") as caught:
        make_recipe(RAW, Wanted("bought", {"x": "minuts", "y": "x + 1", "z": "y + 1"}))
    assert "\n" not in caught.value.message


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        (Wanted("bougt", {}), "no column 'bougt'; did you mean 'bought'"),
        (Wanted("bought", {}, ["bought"]), "'bought' is the target"),
        (Wanted("bought", {}, ["dayz"]), "columns: no column or feature 'dayz'"),
        (Wanted("bought", {}, None, ["dayz"]), "drop: no column or feature 'dayz'"),
        (Wanted("bought", {}, ["days"], ["minutes"]), "exclude each other"),
        (Wanted("bought", {}, None, ["minutes", "days", "country"]), "no column at all"),
    ],
)
def test_what_the_model_cannot_see_is_refused(wanted: Wanted, message: str) -> None:
    """With the nearest name that is there."""
    with pytest.raises(TableError, match=message):
        make_recipe(RAW, wanted)
