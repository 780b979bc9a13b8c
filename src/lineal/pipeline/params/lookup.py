"""Finding the keys a stage lists under ``params:`` in the content of a parameter file.

A key is a path of segments joined by ``.``. As in DVC a segment may be a glob (``*``, ``?``,
``[…]``, and ``**`` for any number of levels), as long as it leads to exactly one value.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from lineal.base.errors import DocumentError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


#: Whatever a parameter file can hold.
Value: TypeAlias = Any


class Missing:
    """The type of `MISSING`, which is no possible value of a parameter."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "MISSING"


MISSING: Final = Missing()

_ANY_DEPTH = "**"
_GLOB = re.compile(r"[*?\[]")


def lookup(data: object, key: str) -> Value:
    """The value at `key`, or `MISSING`. The empty key and ``/`` mean everything."""
    if key in ("", "/"):
        return data
    segments = key.lstrip(".").split(".")
    if segments.count(_ANY_DEPTH) > 1:
        raise DocumentError(
            f"the parameter '{key}' holds more than one '{_ANY_DEPTH}'",
            hint="list the values one by one under 'params:'",
        )
    # A path has at least one segment, so the whole is not among what '**' matches.
    starts = _children(data, "*") if segments == [_ANY_DEPTH] else (data,)
    found = []
    for value in (match for start in starts for match in _matches(start, segments)):
        found.append(value)
        if len(found) > 1:
            raise DocumentError(
                f"the parameter '{key}' matches more than one value",
                hint="list the values one by one under 'params:'",
            )
    return found[0] if found else MISSING


def select(data: object, keys: Iterable[str]) -> dict[str, Value]:
    """The listed keys that are there, with their values."""
    values = ((key, lookup(data, key)) for key in keys)
    return {key: value for key, value in values if value is not MISSING}


def _matches(data: object, segments: list[str]) -> Iterator[Value]:
    """Every value the segments lead to; the same value never twice."""
    if not segments:
        yield data
        return
    first, rest = segments[0], segments[1:]
    if first == _ANY_DEPTH:
        yield from _at_any_depth(data, rest)
        return
    for child in _children(data, first):
        yield from _matches(child, rest)


def _at_any_depth(data: object, rest: list[str]) -> Iterator[Value]:
    yield from _matches(data, rest)
    for child in _children(data, "*"):
        yield from _at_any_depth(child, rest)


def _children(data: object, segment: str) -> Iterable[Value]:
    if isinstance(data, dict):
        if not _GLOB.search(segment) and _index(segment) is None and segment not in _BOOLS:
            return (data[segment],) if segment in data else ()
        return [value for key, value in data.items() if is_named(key, segment)]
    if isinstance(data, (list, tuple, set)):
        items = list(data)
        return [item for position, item in enumerate(items) if is_at(position, items, segment)]
    return ()


_BOOLS = frozenset({"True", "False"})


def _index(segment: str) -> int | None:
    try:
        return int(segment)
    except ValueError:
        return None


def is_named(key: object, segment: str) -> bool:
    """Whole numbers are compared as such; keys of other types than text cannot be named."""
    if isinstance(key, int):
        index = _index(segment)
        return key == index if index is not None else _fits(str(key), segment)
    return isinstance(key, str) and _fits(key, segment)


def is_at(position: int, items: list[Value], segment: str) -> bool:
    index = _index(segment)
    if index is None:
        return _fits(str(position), segment)
    return index in (position, position - len(items))


def _fits(name: str, segment: str) -> bool:
    if not _GLOB.search(segment):
        return name == segment
    from fnmatch import fnmatchcase  # deferred: globs in parameter keys are rare

    return fnmatchcase(name, segment)
