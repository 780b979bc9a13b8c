"""What is wrong with an expression, and where in its text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.base.errors import TableError

if TYPE_CHECKING:
    from sqlglot import exp

_SHOWN = 160


def problem(sql: str, start: int | None, what: str, hint: str | None = None) -> TableError:
    place = "in" if start is None else f"character {start + 1} of"
    shown = " ".join(sql.split())
    if len(shown) > _SHOWN:
        shown = f"{shown[:_SHOWN]}..."
    return TableError(f"{what} ({place}: {shown})", hint=hint)


def start_of(node: exp.Expr) -> int | None:
    """Where its text begins: only some nodes know, so the leftmost of those below it counts."""
    own = node.meta.get("start")
    if own is not None:
        return int(own)
    known = [start for each in node.walk() if (start := each.meta.get("start")) is not None]
    return min(known) if known else None
