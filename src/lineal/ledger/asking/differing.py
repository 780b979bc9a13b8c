"""Two states: what changed from one to the other, by section. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.ledger.asking.changes import Change
from lineal.ledger.asking.comparing import SECONDS, compare_states
from lineal.ledger.asking.state import edges

if TYPE_CHECKING:
    from lineal.ledger.asking.state import State

Differences = dict[str, tuple[Change, ...]]


def difference(before: State, after: State) -> Differences:
    """How long things took is no difference of what they are."""
    sections = compare_states((before, after))
    return {
        section: tuple(Change(row.key, *row.values) for row in rows)
        for section, rows in sections.items()
        if section != SECONDS
    }


def used_paths(*states: State) -> list[str]:
    """Everything the stages of these depend on, below the project's root."""
    paths = {edge["path"] for state in states for edge in edges(state, "uses")}
    return sorted(path for path in paths if "://" not in path)
