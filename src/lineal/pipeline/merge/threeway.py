"""One rule for everything that is merged. Pure.

What only one side changed is taken from there; what both changed alike is one change; the rest
is a clash. Being absent is a state like any other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


class Absent:
    """Stands for what is not there; None is a value in YAML."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "absent"


ABSENT: Final = Absent()


class Settled(NamedTuple):
    """The outcome for one thing: its value, and whether the sides disagree about it."""

    value: Any
    clash: bool = False


def settle(base: object, ours: object, theirs: object) -> Settled:
    """Disagreement keeps ours."""
    if theirs in (ours, base):
        return Settled(ours)
    if ours == base:
        return Settled(theirs)
    return Settled(ours, clash=True)


#: What the common ancestor says, our side and theirs.
Sides = tuple["Mapping[Any, Any]", "Mapping[Any, Any]", "Mapping[Any, Any]"]


def merge_mappings(
    sides: Sides, disagree: Callable[[Any, Any, Any, Any], object]
) -> dict[Any, Any]:
    """Merge key by key, in our order; what is only theirs comes last.

    ``disagree(key, base, ours, theirs)`` decides what both sides changed; ABSENT drops it.
    """
    base, ours, theirs = sides
    merged = {}
    for key in dict.fromkeys((*ours, *theirs)):
        values = base.get(key, ABSENT), ours.get(key, ABSENT), theirs.get(key, ABSENT)
        settled = settle(*values)
        value = disagree(key, *values) if settled.clash else settled.value
        if value is not ABSENT:
            merged[key] = value
    return merged


def merge_fields(
    sides: Sides, clash: Callable[[str, Any, Any], object], prefix: str = ""
) -> dict[str, Any]:
    """As `merge_mappings`, down into mappings within mappings.

    ``clash(key, ours, theirs)`` says what becomes of a key both sides changed.
    """

    def inner(key: str, old: object, mine: object, other: object) -> object:
        if isinstance(mine, dict) and isinstance(other, dict):
            below = old if isinstance(old, dict) else {}
            return merge_fields((below, mine, other), clash, f"{prefix}{key}.")
        return clash(f"{prefix}{key}", mine, other)

    return merge_mappings(sides, inner)
