"""Nested values as one level of dotted names, the way tables and diffs show them. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lineal.pipeline.reports.values import Value


def flattened(data: Mapping[Any, Value]) -> dict[Any, Value]:
    """``{"a": {"b": 1}}`` as ``{"a.b": 1}``; mappings without content disappear."""
    return dict(_leaves(data, None))


def without_lists(data: Value) -> Value:
    """Lists become their text: a row of a table compares and shows them whole."""
    if isinstance(data, dict):
        return {key: without_lists(value) for key, value in data.items()}
    return str(data) if isinstance(data, list) else data


def _leaves(data: Mapping[Any, Value], prefix: object) -> Iterator[tuple[object, Value]]:
    for key, value in data.items():
        # A number at the top stays one; below, every part is text anyway.
        name = key if prefix is None else f"{prefix}.{key}"
        if isinstance(value, dict):
            yield from _leaves(value, name)
        else:
            yield name, value
