"""From what a file says to what is reported of it: numbers of metrics, listed parameters. Pure."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from lineal.pipeline.params.lookup import MISSING, is_at, is_named

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lineal.pipeline.reports.values import Value

_ANY_DEPTH = "**"


def metrics_in(data: Value) -> Value:
    """Numbers and texts, in their mappings; whatever else a report holds is no metric."""
    return _metric(data) or {}


def _metric(data: Value) -> Value:
    if isinstance(data, (int, float, str)):
        return data
    if not isinstance(data, dict):
        return None
    found = {key: _metric(value) for key, value in data.items()}
    return {key: value for key, value in found.items() if value is not None and value != {}}


def params_in(data: Value, keys: Iterable[str]) -> Value:
    """Only the listed keys, nested as in the file; without keys everything."""
    keys = list(dict.fromkeys(keys))
    if not keys:
        return data
    found: Value = {}
    for key in keys:
        found = _merged(found, _pruned(data, key.lstrip(".").split(".")))
    return found


def _pruned(data: Value, segments: list[str]) -> Value:
    """The structure with nothing in it but what the segments lead to."""
    if not segments:
        return data
    first, rest = segments[0], segments[1:]
    if first == _ANY_DEPTH:
        below = _children(data, "*", segments)
        return _merged(_pruned(data, rest) if rest else MISSING, _assembled(data, below))
    return _assembled(data, _children(data, first, rest))


def _children(data: Value, segment: str, rest: list[str]) -> Iterator[tuple[Value, Value]]:
    """Keys or positions that fit, with what is left of their values."""
    if isinstance(data, dict):
        pairs = ((key, value) for key, value in data.items() if is_named(key, segment))
    elif isinstance(data, (list, tuple)):
        items = list(data)
        pairs = ((at, item) for at, item in enumerate(items) if is_at(at, items, segment))
    else:
        return
    for key, value in pairs:
        left = _pruned(value, rest)
        if left is not MISSING:
            yield key, left


def _assembled(data: Value, children: Iterable[tuple[Value, Value]]) -> Value:
    found = dict(children)
    if not found:
        return MISSING
    if isinstance(data, dict):
        return found
    # A position keeps its place: what was not asked for before it is empty.
    return [found.get(at) for at in range(max(found) + 1)]


def _merged(one: Value, other: Value) -> Value:
    if other is MISSING:
        return one
    if isinstance(one, dict) and isinstance(other, dict):
        return {**one, **{key: _merged(one.get(key, MISSING), other[key]) for key in other}}
    if isinstance(one, list) and isinstance(other, list):
        return [
            _merged(left, MISSING if right is None else right)
            for left, right in zip_longest(one, other)
        ]
    return other
