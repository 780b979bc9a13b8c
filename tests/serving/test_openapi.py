"""The description takes exactly the rows that the server takes."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest

from lineal.bundle.format import Decision
from lineal.serving.checking import checked_row
from lineal.serving.openapi import description_of, row_schema
from tests.serving.rows import GOOD, INPUTS

CHANGES = [
    {},
    {"minutes": None},
    {"minutes": True},
    {"days on platform": 3.5},
    {"days on platform": 3.0},
    {"days on platform": 2**60},
    {"country": ""},
    {"note": ""},
    {"rate": None},
    {"paying": 1},
    {"other": 1},
]


@pytest.mark.parametrize("changes", CHANGES)
def test_the_schema_agrees_with_what_is_taken(changes: dict[str, Any]) -> None:
    """A client that validates before it asks is never surprised."""
    row = {**GOOD, **changes}
    valid = jsonschema.Draft202012Validator(row_schema(INPUTS)).is_valid(row)
    assert valid == (not checked_row(row, INPUTS, None)[1])


def described(*, token: bool = False) -> dict[str, Any]:
    return description_of(
        model="purchase",
        version="purchase@7",
        inputs=INPUTS,
        decision=Decision(threshold=0.25),
        example=None if token else GOOD,
        most_rows=10,
        token=token,
    )


def test_every_reference_leads_somewhere() -> None:
    """Tools that generate clients stop at the first one that does not."""
    made = described()
    wanted = {text.rpartition("/")[2] for text in _references(made)}
    assert wanted == set(made["components"]["schemas"])


def test_a_token_is_described_where_one_is_needed() -> None:
    """On the routes that predict."""
    paths = described(token=True)["paths"]
    guarded = [path for path, one in paths.items() if one.get("post", {}).get("security")]
    assert guarded == ["/predict", "/batch_predict"]


def _references(value: object) -> list[str]:
    if isinstance(value, dict):
        own = [value["$ref"]] if "$ref" in value else []
        return own + [found for one in value.values() for found in _references(one)]
    if isinstance(value, list):
        return [found for one in value for found in _references(one)]
    return []
