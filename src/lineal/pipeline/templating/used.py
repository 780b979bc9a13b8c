"""Which variables of files a piece of ``dvc.yaml`` refers to, with their values. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.base.errors import TemplateError
from lineal.pipeline.templating.expression import MARKER, find_expressions, parse_expression

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lineal.pipeline.templating.context import Context
    from lineal.pipeline.templating.values import Value

#: By file, by dotted name.
Used = dict[str, dict[str, "Value"]]


def variables_in(data: Value, context: Context) -> Used:
    found: Used = {}
    for text in _texts(data):
        for match in find_expressions(text):
            trail = parse_expression(match[1])
            if trail[0] in context.locals:
                continue
            for leaf, value in _leaves(trail, context.select(trail)):
                path = _file_of(context, leaf)
                if path is not None:
                    found.setdefault(path, {})[".".join(leaf)] = value
    return found


def _texts(data: Value) -> Iterator[str]:
    if isinstance(data, str):
        if MARKER in data:
            yield data
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from _texts(key)
            yield from _texts(value)
    elif isinstance(data, (list, set)):
        for item in data:
            yield from _texts(item)


def _leaves(trail: tuple[str, ...], value: Value) -> Iterator[tuple[tuple[str, ...], Value]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _leaves((*trail, key), item)
    else:
        yield trail, value


def _file_of(context: Context, trail: tuple[str, ...]) -> str | None:
    """Mappings of several files are merged, so each leaf is looked up by itself."""
    for length in range(len(trail), 0, -1):
        try:
            return context.origin(trail[:length]).path
        except StopIteration:
            # An item of a list: the list is what was defined.
            continue
    raise TemplateError(f"could not find '{'.'.join(trail)}'", hint="define it under 'vars:'")
