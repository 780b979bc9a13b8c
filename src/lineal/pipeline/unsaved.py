"""Data in the workspace that no project file records yet: what a switch of branches would lose."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lineal.pipeline.discover import discover
from lineal.pipeline.look import Looker
from lineal.pipeline.reasons import MODIFIED, OUT, find_reasons

if TYPE_CHECKING:
    from lineal.pipeline.model import Stage
    from lineal.pipeline.workspace import Workspace


class Unsaved(NamedTuple):
    """Outputs that are not as recorded; ``sources`` were added, ``results`` a stage makes."""

    sources: tuple[Stage, ...]
    results: tuple[Stage, ...]
    paths: tuple[str, ...]


def unsaved_data(ws: Workspace) -> Unsaved:
    look = Looker(ws)
    stages = discover(ws)
    look.warm(stages)
    sources: list[Stage] = []
    results: list[Stage] = []
    paths: list[str] = []
    for stage in stages:
        changed = [
            reason.path
            for reason in find_reasons(stage, look.seen(stage))
            if reason.what == OUT and reason.how == MODIFIED and _is_cached(stage, reason.position)
        ]
        if changed:
            (sources if stage.is_data_source else results).append(stage)
            paths += changed
    return Unsaved(tuple(sources), tuple(results), tuple(paths))


def _is_cached(stage: Stage, position: int) -> bool:
    """What is not cached is in Git, which looks after it."""
    return stage.outs[position].cache
