"""After an execution: what was watched, against what its stage says, with bytes in hand.

The verdict is `completeness`'s; here files are looked at, so that what was read or written
without being declared becomes part of the graph all the same.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple

from lineal.base.errors import DataError
from lineal.ledger.completeness import Declared, Surroundings, assess, present, undeclared
from lineal.ledger.observing.grouping import grouped
from lineal.ledger.rows import UNDECLARED

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from lineal.ledger.completeness import Undeclared
    from lineal.ledger.kinds.execution import Completeness, Edge
    from lineal.ledger.observing.evidence import Evidence, Touch
    from lineal.pipeline.model import Stage
    from lineal.storage.ignore import IgnoreRules
    from lineal.storage.observe import Observation, Observer

#: Files that become edges one by one; of more, their directories do.
_MOST_EDGES = 50
#: What is hashed for them at the end of an execution, so that no run waits long for it.
_MOST_BYTES = 1 << 30
_MOST_FILES = 50_000
#: Members of a declared directory that are named when a stage reads only some of them.
_MOST_MEMBERS = 100


class Judgement(NamedTuple):
    """What is recorded: the score, edges beyond those declared, and the evidence in short."""

    completeness: Completeness
    uses: list[Edge]
    makes: list[Edge]
    evidence: dict[str, Any]


def judge(
    root: str, observer: Observer, stage: Declared, around: Surroundings, evidence: Evidence
) -> Judgement:
    loose = undeclared(stage, evidence)
    there = _there(root, observer.ignore, loose)
    loose = present(loose, there)
    uses = _edges(root, observer, (*loose.reads, *loose.code))
    return Judgement(
        assess(stage, around._replace(present=there), evidence, loose),
        uses,
        _edges(root, observer, loose.writes),
        in_short(stage, evidence, [edge["path"] for edge in uses]),
    )


def declared(root: str, stage: Stage, address: str) -> Declared:
    """What a stage says, by paths from the root. ``address`` is from the root as well."""
    return Declared(
        stage=stage.name or address,
        file=_from_root(root, stage.file),
        wdir=_from_root(root, stage.wdir),
        deps=tuple(_from_root(root, dep.path) for dep in stage.deps),
        params=tuple(_from_root(root, one.path) for one in stage.params),
        outs=tuple(_from_root(root, out.path) for out in stage.outs),
    )


def in_short(
    stage: Declared, evidence: Evidence, undeclared_uses: Iterable[str] = ()
) -> dict[str, Any]:
    """As JSON for the fact: what was read, and how much of a directory that is declared."""
    if not evidence.processes:
        return {"observed": False}
    short: dict[str, Any] = {"observed": True, "processes": evidence.processes}
    read = {**_members(stage.deps, evidence.reads), **dict.fromkeys(undeclared_uses, True)}
    if read:
        short["read"] = read
    for key, drawn in (("random", evidence.random), ("started", evidence.started)):
        if drawn:
            short[key] = [one._asdict() for one in drawn[:_MOST_MEMBERS]]
    if evidence.faults:
        short["faults"] = evidence.faults
    if evidence.cut:
        short["cut"] = True
    return short


def with_oids(
    columns: Iterable[Mapping[str, Any]], uses: Sequence[Edge], makes: Sequence[Edge]
) -> list[dict[str, Any]]:
    """Column edges whose ends are known bytes; a table nobody used or made is left out."""
    used = {edge["path"]: edge["oid"] for edge in uses}
    made = {edge["path"]: edge["oid"] for edge in makes}
    filled = []
    for column in columns:
        source, target = column["from"], column["to"]
        before = used.get(source["path"]) or made.get(source["path"])
        after = made.get(target["path"])
        if before and after:
            ends = {"from": {**source, "oid": before}, "to": {**target, "oid": after}}
            filled.append({**column, **ends})
    return filled


def _members(deps: Iterable[str], reads: Sequence[Touch]) -> dict[str, Any]:
    """By dependency: True for a file, the members for a directory, their number if many."""
    found: dict[str, Any] = {}
    by_dep: dict[str, list[str]] = {dep: [] for dep in deps}
    for read in reads:
        path = read.path
        while path and path not in by_dep:
            path = path.rpartition("/")[0]
        if path:
            by_dep[path].append(read.path[len(path) + 1 :])
    for dep, members in by_dep.items():
        if members == [""]:
            found[dep] = True
        elif members:
            found[dep] = sorted(members) if len(members) <= _MOST_MEMBERS else len(members)
    return found


def _there(root: str, ignore: IgnoreRules | None, loose: Undeclared) -> frozenset[str]:
    """Files that are there now; what .dvcignore names is nobody's input or output."""
    paths = {one.path: os.path.join(root, one.path) for each in loose for one in each}
    return frozenset(
        path
        for path, full in paths.items()
        if _is_file(full) and not (ignore is not None and ignore.is_ignored(full, is_dir=False))
    )


def _is_file(path: str) -> bool:
    try:
        return stat.S_ISREG(os.stat(path).st_mode)
    except OSError:
        return False


def _edges(root: str, observer: Observer, touches: Sequence[Touch]) -> list[Edge]:
    paths = [one.path for one in touches]
    if len(paths) > _MOST_EDGES:
        paths = [one.path for one in grouped(touches)][:_MOST_EDGES]
    found = observer.survey(_affordable(root, paths))
    return [
        _edge(path, seen)
        for path in paths
        if (seen := found.get(os.path.join(root, path))) and not isinstance(seen, DataError)
    ]


def _affordable(root: str, paths: Iterable[str]) -> list[str]:
    """Those that can be hashed without holding up the run."""
    left, chosen = _MOST_BYTES, []
    for path in paths:
        full = os.path.join(root, path)
        size = _size(full, left)
        if size is not None:
            left -= size
            chosen.append(full)
    return chosen


def _size(path: str, most: int) -> int | None:
    """Of a file, or all files of a directory; None when that is too much, or it is gone."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    if not stat.S_ISDIR(found.st_mode):
        return found.st_size if found.st_size <= most else None
    total = count = 0
    for base, _, names in os.walk(path):
        count += len(names)
        for name in names:
            with suppress(OSError):
                total += os.stat(f"{base}/{name}").st_size
            if total > most:
                return None
        if count > _MOST_FILES:
            return None
    return total


def _edge(path: str, seen: Observation) -> Edge:
    edge: Edge = {"path": path, "oid": seen.oid, "size": seen.size, "role": UNDECLARED}
    if seen.nfiles is not None:
        edge["nfiles"] = seen.nfiles
    return edge


def _from_root(root: str, path: str) -> str:
    if "://" in path:
        return path
    if path == root:
        return ""
    return path[len(root) + 1 :] if path.startswith(f"{root}/") else path
