"""Why a stage would run. Pure: it compares what was recorded with what was seen.

One type of reason serves ``status``, ``repro`` and ``why``; nothing decides twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from lineal.pipeline.external.identity import UrlSeen
    from lineal.pipeline.model import Dep, Out, ParamsDep, Stage
    from lineal.storage.observe import Observation

#: What kind of thing changed …
COMMAND, CHECKSUM, ALWAYS, DEP, PARAM, OUT = "command", "checksum", "always", "dep", "param", "out"
#: … and how.
MODIFIED, DELETED, NEW, NOT_IN_CACHE = "modified", "deleted", "new", "not in cache"
UPDATE = "update available"


class Reason(NamedTuple):
    """One cause.

    ``key`` is the parameter, None when the whole file is meant; ``position`` finds the
    dependency or output in the stage.
    """

    what: str
    path: str = ""
    how: str = ""
    key: str | None = None
    position: int = -1


class Seen(NamedTuple):
    """What the workspace holds for each item of a stage, in the stage's own order.

    ``cached`` says of an output whether its recorded object, members included, is in the cache.
    ``outs`` does not count where the cache lacks the object.
    ``params`` holds the values found, or None when the file is not there.
    """

    deps: tuple[Observation | UrlSeen | None, ...]
    params: tuple[Mapping[str, Any] | None, ...]
    outs: tuple[Observation | UrlSeen | None, ...]
    cached: tuple[bool, ...]
    checksum: str | None = None


def find_reasons(stage: Stage, seen: Seen) -> list[Reason]:
    """Every reason, in the order DVC reports them: dependencies, outputs, always, command."""
    return [*_dep_reasons(stage, seen), *_out_reasons(stage, seen), *_own_reasons(stage, seen)]


def first_reasons(stage: Stage, seen: Seen) -> list[Reason]:
    """The reasons that can be told without looking at outputs.

    If there is one of these, the outputs will be made anew, whatever state they are in.
    """
    return [*_dep_reasons(stage, seen), *_own_reasons(stage, seen)]


def _own_reasons(stage: Stage, seen: Seen) -> list[Reason]:
    found: list[Reason] = []
    if stage.is_callback or stage.always_changed:
        found.append(Reason(ALWAYS))
    if stage.name is None:
        if stage.data.get("md5") != seen.checksum:
            found.append(Reason(CHECKSUM))
    elif stage.cmd_changed:
        found.append(Reason(COMMAND))
    return found


def decisive(
    stage: Stage,
    reasons: list[Reason],
    *,
    allow_missing: bool = False,
    produced: Callable[[str], Out | None] = lambda _path: None,
) -> list[Reason]:
    """The reasons for which ``repro`` runs the stage.

    A frozen stage is only checked for its outputs. With ``allow_missing`` absent data is no
    reason, unless the stage that makes it has made something else since.
    """
    kept = [r for r in reasons if not (stage.frozen and r.what == ALWAYS)]
    if not allow_missing:
        return kept
    return [r for r in kept if not _forgivable(stage, r, produced)]


def _forgivable(stage: Stage, reason: Reason, produced: Callable[[str], Out | None]) -> bool:
    if reason.what == OUT:
        return reason.how in (NOT_IN_CACHE, DELETED)
    if reason.what == PARAM and reason.key is None:
        return reason.how == DELETED
    if reason.what != DEP or reason.how != DELETED:
        return False
    dep = stage.deps[reason.position]
    out = produced(dep.path)
    return out is None or out.recorded[:2] == dep.recorded[:2]


def _dep_reasons(stage: Stage, seen: Seen) -> Iterator[Reason]:
    if stage.frozen:
        return
    for position, (dep, found) in enumerate(zip(stage.deps, seen.deps, strict=True)):
        if dep.is_pinned:
            continue
        if found is None:
            yield Reason(DEP, dep.path, DELETED, position=position)
        elif _has_newer_version(dep, found):
            yield Reason(DEP, dep.path, UPDATE, position=position)
        elif found.oid != dep.recorded.oid:
            yield Reason(DEP, dep.path, MODIFIED, position=position)
    for position, (params, values) in enumerate(zip(stage.params, seen.params, strict=True)):
        yield from _param_reasons(params, values, position)


def _has_newer_version(dep: Dep, found: Observation | UrlSeen) -> bool:
    """Clouds that keep every version give the same bytes, written again, another one."""
    recorded = dep.recorded.raw.get("version_id") if dep.external else None
    return recorded is not None and recorded != getattr(found, "version_id", recorded)


def _param_reasons(
    params: ParamsDep, values: Mapping[str, Any] | None, position: int
) -> Iterator[Reason]:
    if values is None:
        yield Reason(PARAM, params.path, DELETED, position=position)
        return
    if params.recorded is None:
        yield Reason(PARAM, params.path, NEW, position=position)
        return
    for key in params.keys or dict.fromkeys([*values, *params.recorded]):
        if key not in values:
            yield Reason(PARAM, params.path, DELETED, key, position)
        elif key not in params.recorded:
            yield Reason(PARAM, params.path, NEW, key, position)
        elif values[key] != params.recorded[key]:
            yield Reason(PARAM, params.path, MODIFIED, key, position)


def is_lacking(out: Out, *, cached: bool) -> bool:
    """Whether the cache lacks what it ought to have: then the workspace does not matter."""
    return out.cache and bool(out.recorded.oid) and not cached


def _out_reasons(stage: Stage, seen: Seen) -> Iterator[Reason]:
    for position, (out, found) in enumerate(zip(stage.outs, seen.outs, strict=True)):
        if is_lacking(out, cached=seen.cached[position]):
            yield Reason(OUT, out.path, NOT_IN_CACHE, position=position)
        elif found is None:
            yield Reason(OUT, out.path, DELETED, position=position)
        elif found.oid != out.recorded.oid:
            yield Reason(OUT, out.path, MODIFIED, position=position)


def status_of(reasons: list[Reason], show: Callable[[str], str]) -> list[str | dict[str, Any]]:
    """The shape of ``status --json`` for one stage."""
    deps: dict[str, Any] = {}
    outs: dict[str, Any] = {}
    tail: list[str | dict[str, Any]] = []
    for reason in reasons:
        if reason.what == PARAM and reason.key is not None:
            keys = deps.get(show(reason.path))
            if not isinstance(keys, dict):
                # The same file may be a plain dependency as well; DVC then shows the keys.
                keys = deps[show(reason.path)] = {}
            keys[reason.key] = reason.how
        elif reason.what in (DEP, PARAM):
            deps[show(reason.path)] = reason.how
        elif reason.what == OUT:
            outs[show(reason.path)] = reason.how
        else:
            tail.append("always changed" if reason.what == ALWAYS else f"changed {reason.what}")
    groups = [{"changed deps": deps}] if deps else []
    groups += [{"changed outs": outs}] if outs else []
    return [*groups, *tail]
