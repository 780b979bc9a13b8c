"""The recipe: from raw columns to what a model sees. Made by the features step, kept with a model.

It is a document, ``recipe.json``, and travels unchanged into the model and the bundle.
"""

from __future__ import annotations

import msgspec

#: Kinds of raw columns, as ingest declares them.
NUMBER, INTEGER, TEXT, BOOLEAN = "number", "integer", "text", "boolean"

#: Up to here float64, which all numbers become, has every whole number.
WHOLE = 2**53


class RawColumn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A column as it comes from outside, and must come when served.

    ``nullable``: whether training saw it missing.
    """

    name: str
    kind: str
    nullable: bool = False


class Feature(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``sql`` may use raw columns and features before it; ``type`` is of `expression`."""

    name: str
    sql: str
    type: str


class Recipe(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``inputs`` are all raw columns that are needed, without the target.

    ``columns`` is what the model sees, in order: names of inputs and features.
    """

    format: int = 1
    target: str
    inputs: tuple[RawColumn, ...]
    features: tuple[Feature, ...]
    columns: tuple[str, ...]
