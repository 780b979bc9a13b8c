"""Bringing a remembered YAML container to new values while keeping what it remembers.

Only what differs is assigned, so comments, order and layout of everything else survive.
"""

from __future__ import annotations

from typing import Any


def apply_diff(wanted: dict[Any, Any], present: Any) -> None:  # noqa: ANN401  what YAML holds
    """Make `present`, a mapping loaded for update, equal to `wanted` in place."""
    for key, value in wanted.items():
        if key in present and _alike(value, present[key]):
            _descend(value, present[key])
        elif key not in present or value != present[key]:
            present[key] = value
    for key in [key for key in present if key not in wanted]:
        del present[key]


def _descend(wanted: Any, present: Any) -> None:  # noqa: ANN401  what YAML holds
    if isinstance(wanted, dict):
        apply_diff(wanted, present)
    elif len(wanted) != len(present):
        present[:] = wanted
    else:
        for index, value in enumerate(wanted):
            if _alike(value, present[index]):
                _descend(value, present[index])
            elif value != present[index]:
                present[index] = value


def _alike(one: Any, other: Any) -> bool:  # noqa: ANN401  what YAML holds
    """Tell whether both are mappings or both are sequences, so that one can become the other."""
    return any(isinstance(one, kind) and isinstance(other, kind) for kind in (dict, (list, tuple)))
