"""Why a stage runs, with the values of before and now: later nobody could tell them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lineal.base.canonical import plain
from lineal.ledger.edges import leaves
from lineal.pipeline.reasons import COMMAND, DEP, MODIFIED, OUT, PARAM
from lineal.storage.observe import Observation

if TYPE_CHECKING:
    from collections.abc import Callable

    from lineal.ledger.kinds.execution import Edge, Why
    from lineal.pipeline.look import Looker
    from lineal.pipeline.model import Dep, Out, Stage
    from lineal.pipeline.reasons import Reason


def explained(
    stage: Stage, reasons: list[Reason], look: Looker, relative: Callable[[str], str]
) -> list[Why]:
    """To be called before anything is changed: it says what was found."""
    return [_why(stage, reason, look, relative) for reason in reasons]


def found(
    stage: Stage, look: Looker, relative: Callable[[str], str]
) -> tuple[list[Edge], dict[str, dict[str, Any]]]:
    """What it is going to use, with the parameters as they are; also for one that fails then."""
    uses: list[Edge] = []
    if stage.frozen:
        return uses, {}
    for dep in stage.deps:
        seen = look.dep(dep)
        if seen is None or seen.oid is None:
            continue
        edge: Edge = {"path": relative(dep.path), "oid": seen.oid}
        if isinstance(seen, Observation):
            edge["size"] = seen.size
            if seen.nfiles is not None:
                edge["nfiles"] = seen.nfiles
        uses.append(edge)
    params = ((one.path, look.params(one)) for one in stage.params)
    return uses, {
        relative(path): dict(leaves(values)) for path, values in params if values is not None
    }


def directories(stage: Stage, look: Looker) -> list[Observation]:
    """Those it is going to use: what is in them is asked for later."""
    if stage.frozen:
        return []
    seen = [look.dep(dep) for dep in stage.deps]
    return [each for each in seen if isinstance(each, Observation) and each.is_dir]


def _why(stage: Stage, reason: Reason, look: Looker, relative: Callable[[str], str]) -> Why:
    why: Why = {"what": reason.what}
    if reason.path:
        why["path"] = relative(reason.path)
    if reason.how:
        why["how"] = reason.how
    if reason.key is not None:
        why["key"] = reason.key
    before, now = _values(stage, reason, look)
    if before is not None:
        why["before"] = plain(before)
    if now is not None:
        why["now"] = plain(now)
    return why


def _values(stage: Stage, reason: Reason, look: Looker) -> tuple[Any, Any]:
    """None for what is not there."""
    if reason.what == COMMAND:
        return (stage.lock or {}).get("cmd"), stage.cmd
    if reason.what == PARAM and reason.key is not None:
        params = stage.params[reason.position]
        now = look.params(params) or {}
        return (params.recorded or {}).get(reason.key), now.get(reason.key)
    if reason.what in (DEP, OUT):
        items: tuple[Dep | Out, ...] = stage.deps if reason.what == DEP else stage.outs
        item = items[reason.position]
        seen = None
        if reason.how == MODIFIED:
            seen = look.url(item) if item.external else look.file(item)
        return item.recorded.oid, None if seen is None else seen.oid
    return None, None
