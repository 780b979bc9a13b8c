"""How named values differ. Pure; nothing here says that more is better."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

#: A value that is not there, where None may be one.
ABSENT: Any = ...


class Change(NamedTuple):
    """One name, before and after; `ABSENT` on the side that lacks it."""

    key: str
    before: Any
    after: Any

    @property
    def delta(self) -> float | None:
        """Between two numbers."""
        if is_number(self.before) and is_number(self.after):
            return float(self.after) - float(self.before)
        return None

    def as_json(self) -> dict[str, Any]:
        """Without the side that is not there."""
        sides = {"before": self.before, "after": self.after}
        told = {name: value for name, value in sides.items() if value is not ABSENT}
        return told if self.delta is None else {**told, "delta": self.delta}


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Change, ...]:
    """In the order of names; 1 and 1.0 are the same number, 1 and true are not the same."""
    found = (
        Change(key, before.get(key, ABSENT), after.get(key, ABSENT))
        for key in sorted({*before, *after})
    )
    return tuple(one for one in found if not same(one.before, one.after))


def same(one: object, other: object) -> bool:
    return one == other and isinstance(one, bool) == isinstance(other, bool)


def is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
