"""The text of a `.dvc` file after its data changed, as DVC would write it."""

from __future__ import annotations

from typing import Any

from lineal.pipeline.documents.diff import apply_diff
from lineal.pipeline.documents.emit import emit_yaml
from lineal.pipeline.documents.newlines import universal


def updated_dvc_text(
    old_text: str | None, data: dict[str, Any], old_data: dict[str, Any] | None = None
) -> str:
    """Give the new text; comments and layout of the old one stay.

    `old_data` is what the old text says, where the caller has parsed it already.
    """
    if not old_text:
        return emit_yaml(data)
    old_text = universal(old_text)
    if old_data is not None and _is_plain(old_text, old_data):
        present = _copy(old_data)
        apply_diff(data, present)
        return emit_yaml(present)
    return _updated_by_reference(old_text, data)


def _is_plain(text: str, data: dict[str, Any]) -> bool:
    """Tell whether the text holds nothing but its data, so that ruamel has nothing to remember.

    Floats and empty containers it remembers always: how they were spelt, and their flow style.
    """
    return not _has_memory(data) and emit_yaml(data) == text


def _has_memory(value: object) -> bool:
    if isinstance(value, dict):
        return not value or any(map(_has_memory, value.values()))
    if isinstance(value, list):
        return not value or any(map(_has_memory, value))
    return isinstance(value, float)


def _copy(value: Any) -> Any:  # noqa: ANN401  what YAML holds
    if isinstance(value, dict):
        return {key: _copy(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_copy(item) for item in value]
    return value


def _updated_by_reference(old_text: str, data: dict[str, Any]) -> str:
    from lineal.pipeline.documents.roundtrip import (  # deferred: ruamel costs 50 ms to import
        dump,
        load_for_update,
    )

    present = load_for_update(old_text)
    apply_diff(data, present)
    return dump(present)
