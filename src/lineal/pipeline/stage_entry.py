"""A stage as ``dvc.yaml`` spells it when a tool writes it. Pure.

DVC sorts what it writes; a stage that is edited by one tool and by the other must not differ.
"""

from __future__ import annotations

import os.path
from typing import TYPE_CHECKING, Any

from lineal.pipeline.records import DEFAULT_PARAMS_FILE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lineal.pipeline.model import Out, ParamsDep, Stage

_ANNOTATIONS = ("desc", "type", "labels", "meta")
_PLOT_PROPERTIES = frozenset("template x y x_label y_label title header".split())


def stage_entry(stage: Stage, *, frozen: bool) -> dict[str, Any]:
    """In the order in which DVC writes the keys; what says nothing is left out."""
    wdir = os.path.relpath(stage.wdir, os.path.dirname(stage.file))
    outs = sorted(stage.outs, key=lambda out: out.spelled)
    entry: dict[str, Any] = {
        "desc": stage.desc,
        "cmd": stage.cmd,
        "wdir": None if wdir == "." else wdir,
        "deps": sorted(dep.spelled for dep in stage.deps),
        "params": _params(stage.params),
        **{
            kind: [_out(out) for out in outs if out.kind == kind]
            for kind in ("outs", "metrics", "plots")
        },
        "frozen": frozen,
        "always_changed": stage.always_changed,
        "meta": stage.data.get("meta"),
    }
    return {key: value for key, value in entry.items() if value}


def _params(params: Iterable[ParamsDep]) -> list[str | dict[str, list[str] | None]]:
    """Keys of the default file come first, then the other files by name."""
    items: list[str | dict[str, list[str] | None]] = []
    for item in sorted(params, key=lambda one: one.spelled):
        keys = sorted(item.keys)
        if item.spelled == DEFAULT_PARAMS_FILE and keys:
            items[:0] = keys
        else:
            items.append({item.spelled: keys or None})
    return items


def _out(out: Out) -> str | dict[str, Any]:
    flags: dict[str, Any] = {key: out.flags[key] for key in _ANNOTATIONS if out.flags.get(key)}
    if not out.cache:
        flags["cache"] = False
    if out.persist:
        flags["persist"] = True
    flags.update((key, value) for key, value in out.flags.items() if key in _PLOT_PROPERTIES)
    if out.remote:
        flags["remote"] = out.remote
    if not out.push:
        flags["push"] = False
    return {out.spelled: flags} if flags else out.spelled
