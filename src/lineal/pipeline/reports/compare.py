"""What changed between two revisions' values, in the shape of DVC's ``diff --json``. Pure."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from lineal.pipeline.reports.flatten import flattened, without_lists

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lineal.pipeline.reports.values import FileValues, Value

#: By file, by dotted name: ``old``, ``new``, and for numbers their ``diff``.
Changes = dict[str, dict[Any, dict[str, Any]]]

_NOT_A_MAPPING: Final = "unable to parse"


def changes_between(
    old: Mapping[str, FileValues], new: Mapping[str, FileValues], *, unchanged: bool = False
) -> Changes:
    """``unchanged`` keeps the values that are the same as well."""
    found: Changes = {}
    for path in dict.fromkeys((*old, *new)):
        changes = _file_changes(_data(old, path), _data(new, path), unchanged=unchanged)
        if changes:
            found[path] = changes
    return found


def _data(files: Mapping[str, FileValues], path: str) -> Value:
    values = files.get(path)
    return {} if values is None or values.error is not None else without_lists(values.data)


def _file_changes(old: Value, new: Value, *, unchanged: bool) -> dict[Any, dict[str, Any]]:
    old, new = _parsed(old), _parsed(new)
    if not isinstance(old, dict) and not isinstance(new, dict):
        change = _change(old, new, unchanged=unchanged)
        return {"": change} if change else {}
    before, after = _names(old), _names(new)
    found = {}
    for name in dict.fromkeys((*before, *after)):
        change = _change(
            before.get(name, _otherwise(old)),
            after.get(name, _otherwise(new)),
            unchanged=unchanged,
        )
        if change:
            found[name] = change
    return found


def _parsed(data: Value) -> Value:
    """A file that is one text may be a value of another kind, written as text."""
    if not isinstance(data, str):
        return data
    try:
        return json.loads(data)
    except ValueError:
        return data


def _names(data: Value) -> dict[Any, Value]:
    return flattened(data) if isinstance(data, dict) else {}


def _otherwise(data: Value) -> Value:
    return _NOT_A_MAPPING if data and not isinstance(data, dict) else None


def _change(old: Value, new: Value, *, unchanged: bool) -> dict[str, Any]:
    if isinstance(old, list) and isinstance(new, list) and len(old) == len(new) == 1:
        return _change(old[0], new[0], unchanged=unchanged)
    if old == new and not unchanged:
        return {}
    change = {"old": old, "new": new}
    if isinstance(old, (int, float)) and isinstance(new, (int, float)):
        change["diff"] = new - old
    return change
