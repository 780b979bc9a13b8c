"""Where in a text a value stands. Only errors ask, so the document is composed again for it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Pair = tuple[yaml.Node, yaml.Node]


def place_in(text: str, keys: Sequence[object]) -> tuple[int, int] | None:
    """Give line and column, from 1, of the entry that the keys lead to.

    The last key found counts: a key that ought to be there points at the mapping that lacks it.
    """
    node = _composed(text)
    if node is None:
        return None
    found = node
    for key in keys:
        step = _step(node, key)
        if step is None:
            break
        found, node = step
    mark = found.start_mark
    return mark.line + 1, mark.column + 1


def first_of_key(text: str, place: tuple[int, int]) -> tuple[str, int | None]:
    """Give the key at the place, and the line of an earlier equal key of the same mapping."""
    for mapping in _mappings(_composed(text)):
        lines: dict[str, int] = {}
        for key, _ in mapping.value:
            mark = key.start_mark
            if (mark.line + 1, mark.column + 1) == place:
                return str(key.value), lines.get(str(key.value))
            lines.setdefault(str(key.value), mark.line + 1)
    return _word_at(text, place), None


# Many errors of one document ask one after the other.
@lru_cache(maxsize=1)
def _composed(text: str) -> yaml.Node | None:
    try:
        node: yaml.Node | None = yaml.compose(text, Loader=yaml.CBaseLoader)
    except (yaml.YAMLError, UnicodeEncodeError):  # YAML 1.2 that libyaml does not read
        return None
    return node


def _step(node: yaml.Node, key: object) -> Pair | None:
    """Give the node that marks the place of the key, and the node of its value."""
    if isinstance(node, yaml.SequenceNode):
        if isinstance(key, int) and 0 <= key < len(node.value):
            return node.value[key], node.value[key]
        return None
    if not isinstance(node, yaml.MappingNode):
        return None
    for name, value in _entries(node):
        if name.value == str(key):
            return name, value
    return None


def _entries(mapping: yaml.MappingNode) -> Iterator[Pair]:
    """Give own entries first, then those that `<<` brings in."""
    merged: list[yaml.Node] = []
    for name, value in mapping.value:
        if name.value == "<<":
            merged.extend(value.value if isinstance(value, yaml.SequenceNode) else [value])
        else:
            yield name, value
    for source in merged:
        if isinstance(source, yaml.MappingNode):
            yield from _entries(source)


def _mappings(root: yaml.Node | None) -> Iterator[yaml.MappingNode]:
    pending = [root] if root is not None else []
    seen: set[int] = set()
    while pending:
        node = pending.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            yield node
            pending.extend(part for pair in node.value for part in pair)
        elif isinstance(node, yaml.SequenceNode):
            pending.extend(node.value)


def _word_at(text: str, place: tuple[int, int]) -> str:
    line, column = place
    return text.split("\n")[line - 1][column - 1 :].partition(":")[0]
