"""What the judge does: ruamel.yaml called the way DVC calls it, without our code in between."""

from __future__ import annotations

import io
import math
from typing import Any

from ruamel.yaml import YAML


def loaded(text: str) -> Any:
    return YAML(typ="safe", pure=True).load(text) or {}


def dumped(data: object) -> str:
    yaml = YAML()
    yaml.default_flow_style = False
    stream = io.StringIO()
    yaml.dump(data, stream)
    return stream.getvalue()


def lock_after(text: str | None, name: str, entry: dict[str, Any]) -> str:
    data = (YAML().load(text) if text else None) or {}
    if not data:
        data["schema"] = "2.0"
    data["stages"] = data.get("stages", {})
    data["stages"].update({name: entry})
    return dumped(data)


def same(one: object, other: object) -> bool:
    """Equal in value, in type and in order, all the way down; NaN equals NaN."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict) and isinstance(other, dict):
        return len(one) == len(other) and all(
            same(key, twin) and same(one[key], other[twin])
            for key, twin in zip(one, other, strict=True)
        )
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, float) and isinstance(other, float) and math.isnan(one):
        return math.isnan(other)
    return repr(one) == repr(other)
