"""A rule as the parameters have it: about one column, or an expression over several."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta


class Rule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Only ``nulls`` judges rows without a value; for all others such a row is in order."""

    column: Annotated[str | None, Meta(description="the column the rule is about")] = None
    name: Annotated[
        str | None, Meta(description="what the report calls the rule; usually its own words")
    ] = None
    nulls: Annotated[
        bool, Meta(description="false: each row has to have a value in the column")
    ] = True
    min: Annotated[float | None, Meta(description="the smallest number that is allowed")] = None
    max: Annotated[float | None, Meta(description="the largest number that is allowed")] = None
    values: Annotated[
        tuple[str | float | bool, ...] | None, Meta(description="the only values that are allowed")
    ] = None
    unique: Annotated[
        bool, Meta(description="true: no value twice; of equal ones the first is in order")
    ] = False
    matches: Annotated[
        str | None, Meta(description="a regular expression that the whole text matches")
    ] = None
    expression: Annotated[
        str | None, Meta(description="an SQL expression that is not false for any row")
    ] = None
