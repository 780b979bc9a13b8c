"""Replacing the expressions inside a piece of ``dvc.yaml`` by what they refer to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.base.errors import TemplateError
from lineal.pipeline.templating.expression import (
    ESCAPED,
    MARKER,
    find_expressions,
    parse_expression,
    sole_expression,
)
from lineal.pipeline.templating.values import ParsingOptions, is_scalar, scalar_or_same, text_of

if TYPE_CHECKING:
    from lineal.pipeline.templating.context import Context
    from lineal.pipeline.templating.values import Value


def interpolate(
    value: Value, context: Context, key: str | None = None, options: ParsingOptions | None = None
) -> Value:
    """A copy of `value` with expressions replaced, mapping keys included.

    `key` is the key of the stage the value stands under: there, only plain values may be
    inserted, and dicts into ``cmd``. Without one (foreach, top-level sections) anything may.
    """
    if isinstance(value, str):
        return _text(value, context, key, options)
    if isinstance(value, dict):
        return {
            _mapping_key(name, context, key, options): interpolate(item, context, key, options)
            for name, item in value.items()
        }
    if isinstance(value, (list, set)):
        return type(value)(interpolate(item, context, key, options) for item in value)
    return value


def has_expressions(value: object) -> bool:
    """Whether there may be anything to do at all."""
    # repr() walks the whole structure in C; no part of it but the texts can hold the marker.
    return MARKER in repr(value)


def _text(text: str, context: Context, key: str | None, options: ParsingOptions | None) -> Value:
    if MARKER not in text:
        return text
    sole = sole_expression(text)
    if sole is not None:
        return scalar_or_same(_value(sole, context, key))
    end, parts = 0, []
    for match in find_expressions(text):
        parts += [text[end : match.start()], text_of(_value(match[1], context, key), options)]
        end = match.end()
    return ("".join(parts) + text[end:]).replace(ESCAPED, MARKER)


def _value(inner: str, context: Context, key: str | None) -> Value:
    value = context.select(parse_expression(inner))
    if is_scalar(value) or (isinstance(value, (dict, list)) and _takes(value, key)):
        return value
    raise TemplateError(
        f"cannot insert '${{{inner}}}', which is a {type(value).__name__}",
        hint="only plain values can be inserted; 'cmd' also takes a dictionary, as arguments",
    )


def _takes(value: object, key: str | None) -> bool:
    return key is None or (key == "cmd" and isinstance(value, dict))


def _mapping_key(
    name: Value, context: Context, key: str | None, options: ParsingOptions | None
) -> Value:
    resolved = interpolate(name, context, key, options)
    if isinstance(resolved, (dict, list)):
        raise TemplateError(
            f"'{name}' is used as a key, but refers to a {type(resolved).__name__}",
            hint="a key has to be a plain value",
        )
    return resolved
