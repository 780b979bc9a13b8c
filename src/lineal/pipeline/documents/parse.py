"""YAML 1.2 text to plain values: libyaml's events, our own construction.

libyaml is ten times faster than ruamel.yaml but reads YAML 1.1, so only the grammar is left to
it and only where the two dialects agree. Whatever might be read differently raises Doubt inside
and is parsed by ruamel, whose value or error is then the answer.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml
from yaml._yaml import CParser

from lineal.pipeline.documents.scalars import Doubt, plain_value

if TYPE_CHECKING:
    from collections.abc import Callable

# Aliases make a small text stand for a large document; beyond this it is an attack or a mistake.
EXPANSION_LIMIT = 1_000_000
# Everything downstream walks documents recursively.
DEPTH_LIMIT = 200

_DIALECT = re.compile(
    # Characters on which YAML 1.1 and 1.2, or the two scanners, disagree
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]"
    # directives, document ends, explicit keys
    r"|^%|^\.\.\.|^[ -]*\?(?:\s|$)"
    # a block scalar with a comment glued to its head, or that begins with a line of spaces
    r"|[|>][-+0-9]*(?:#|[ ]*(?:[ ]#.*)?\n+[ ]+$)",
    re.MULTILINE,
)
_AFTER_NAME = ("", " ", "\n", ",", "]", "}")


def parse_yaml(text: str, path: str) -> object:
    """Parse one document; raise DocumentError with the place of what is wrong."""
    try:
        return _parse_quickly(text)
    except Doubt:
        return _parse_by_reference(text, path)


def mapping_in(value: object, path: str) -> dict[str, Any]:
    """Give the top-level mapping; an empty document is an empty one."""
    if isinstance(value, dict):
        return value
    if not value:
        return {}
    from lineal.pipeline.documents.faults import whole_fault  # deferred: errors only

    raise whole_fault(path, f"expected a mapping at the top, found {type(value).__name__}")


def _parse_quickly(text: str) -> object:
    if _DIALECT.search(text):
        raise Doubt(text)
    try:
        parser = CParser(text)
    except UnicodeEncodeError as exc:
        raise Doubt(text) from exc
    try:
        return _Builder(text, parser.get_event).document()
    except yaml.YAMLError as exc:
        raise Doubt(text) from exc
    finally:
        parser.dispose()


def _parse_by_reference(text: str, path: str) -> object:
    from ruamel.yaml.error import YAMLError  # deferred: ruamel costs 50 ms to import

    from lineal.pipeline.documents.faults import (  # deferred: same
        conversion_fault,
        syntax_fault,
        whole_fault,
    )
    from lineal.pipeline.documents.roundtrip import load_safe  # deferred: same

    try:
        value = load_safe(text)
    except YAMLError as exc:
        raise syntax_fault(exc, text, path) from exc
    except RecursionError as exc:
        raise whole_fault(path, f"nested more than {DEPTH_LIMIT} levels deep") from exc
    # What ruamel lets through from a scalar that only looks like a number or a date,
    # and from a tag that does not suit its value.
    except (ValueError, TypeError, AssertionError, LookupError, AttributeError) as exc:
        raise conversion_fault(exc, path) from exc
    problem = _excess(value)
    if problem:
        raise whole_fault(path, problem)
    return value


def _excess(value: object) -> str | None:
    """Say what is too much: depth or the expansion of aliases. A cycle is endless depth."""
    pending = [(value, 1)]
    count = 0
    while pending:
        item, depth = pending.pop()
        count += 1
        if depth > DEPTH_LIMIT:
            return f"nested more than {DEPTH_LIMIT} levels deep, or refers to itself"
        if count > EXPANSION_LIMIT:
            return f"aliases expand to more than {EXPANSION_LIMIT:,} values"
        if isinstance(item, dict):
            pending.extend((child, depth + 1) for child in item.values())
        elif isinstance(item, list | tuple):
            pending.extend((child, depth + 1) for child in item)
    return None


# The binding's events have their fields per kind, which a checker cannot follow.
Event = Any


class _Anchored(NamedTuple):
    """A value that aliases may repeat, and how many values it stands for."""

    value: object
    size: int


class _Builder:
    """One pass over the events of one document."""

    __slots__ = ("_anchors", "_depth", "_expanded", "_next", "_size", "_text")

    def __init__(self, text: str, next_event: Callable[[], Event]) -> None:
        self._text = text
        self._next = next_event
        self._anchors: dict[str, _Anchored] = {}
        self._depth = 0
        self._size = 0  # values so far, those behind aliases included
        self._expanded = 0  # the share of the aliases

    def document(self) -> object:
        self._next()  # stream start
        if type(self._next()) is yaml.StreamEndEvent:
            return None
        root = self._next()
        if type(root) is yaml.ScalarEvent:
            raise Doubt  # the dialects disagree on text at column 0
        value = self._node(root)
        self._next()  # document end
        if type(self._next()) is not yaml.StreamEndEvent:
            raise Doubt  # a second document
        return value

    def _node(self, event: Event) -> object:
        self._size += 1
        if type(event) is yaml.AliasEvent:
            return self._alias(event)
        if event.tag is not None:
            raise Doubt(event.tag)
        if event.anchor is not None:
            return self._anchor(event)
        return self._content(event)

    def _content(self, event: Event) -> object:
        if type(event) is yaml.ScalarEvent:
            return plain_value(event.value) if event.implicit[0] else event.value
        self._depth += 1
        if self._depth > DEPTH_LIMIT:
            raise Doubt
        value = self._mapping() if type(event) is yaml.MappingStartEvent else self._sequence()
        self._depth -= 1
        return value

    def _sequence(self) -> list[object]:
        items = []
        while type(event := self._next()) is not yaml.SequenceEndEvent:
            items.append(self._node(event))
        return items

    def _mapping(self) -> dict[object, object]:
        merged: dict[object, object] | None = None
        own: dict[object, object] = {}
        while type(event := self._next()) is not yaml.MappingEndEvent:
            if _is_merge(event):
                if merged is not None:
                    raise Doubt
                merged = self._merge(self._node(self._next()))
                continue
            key = self._node(event)
            if isinstance(key, dict | list) or key in own:
                raise Doubt(key)
            own[key] = self._node(self._next())
        return {**merged, **own} if merged else own

    def _merge(self, source: object) -> dict[object, object]:
        """Give what `<<` brings in; of several mappings the first has the last word."""
        merged: dict[object, object] = {}
        for mapping in reversed(source) if isinstance(source, list) else (source,):
            if not isinstance(mapping, dict):
                raise Doubt(mapping)
            merged.update(mapping)
        return merged

    def _anchor(self, event: Event) -> object:
        if event.anchor in self._anchors or not self._ends_here(event):
            raise Doubt(event.anchor)
        before = self._size
        value = self._content(event)
        # Known only now: an alias inside its own anchor is left to ruamel.
        self._anchors[event.anchor] = _Anchored(value, self._size - before + 1)
        return value

    def _alias(self, event: Event) -> object:
        anchored = self._anchors.get(event.anchor)
        if anchored is None or not self._ends_here(event):
            raise Doubt(event.anchor)
        self._size += anchored.size
        self._expanded += anchored.size
        if self._expanded > EXPANSION_LIMIT:
            raise Doubt(event.anchor)
        return anchored.value

    def _ends_here(self, event: Event) -> bool:
        """Tell whether a name ends where libyaml says; YAML 1.2 allows more characters in it."""
        start = event.start_mark.index + 1
        end = start + len(event.anchor)
        return self._text[start:end] == event.anchor and self._text[end : end + 1] in _AFTER_NAME


def _is_merge(event: Event) -> bool:
    return type(event) is yaml.ScalarEvent and event.value == "<<" and event.implicit[0]
