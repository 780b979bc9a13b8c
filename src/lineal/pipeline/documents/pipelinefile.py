"""Edits to `dvc.yaml` that keep its comments and layout."""

from __future__ import annotations

from typing import Any

from lineal.pipeline.documents.diff import apply_diff
from lineal.pipeline.documents.emit import emit_yaml
from lineal.pipeline.documents.newlines import universal


def set_stage(text: str | None, name: str, entry: dict[str, Any]) -> str:
    """Add a stage at the end, or bring the one of that name to the new entry."""
    if not text:
        return emit_yaml({"stages": {name: entry}})
    from lineal.pipeline.documents.roundtrip import (  # deferred: ruamel costs 50 ms to import
        dump,
        load_for_update,
    )

    data = load_for_update(universal(text))
    stages = data.get("stages")
    if stages is None:
        stages = {}
    data["stages"] = stages
    if name in stages:
        apply_diff(entry, stages[name])
    else:
        stages[name] = entry
    return dump(data)


def set_frozen(text: str, name: str, *, frozen: bool) -> str:
    """Freeze or unfreeze a stage and touch nothing else."""
    from lineal.pipeline.documents.roundtrip import (  # deferred: ruamel costs 50 ms to import
        dump,
        load_for_update,
    )

    data = load_for_update(universal(text))
    stage = data["stages"][name]
    if frozen:
        if stage.get("frozen") is not True:
            stage["frozen"] = True
    elif "frozen" in stage:
        del stage["frozen"]
    return dump(data)
