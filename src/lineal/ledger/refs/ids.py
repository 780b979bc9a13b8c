"""Runs, executions and artifacts, by the start of their ids."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.base.ids import parse, short, tail_range
from lineal.ledger.oids import pack_oid, prefix_ranges, unpack_oid
from lineal.ledger.refs.nodes import (
    ArtifactNode,
    Candidate,
    ExecutionNode,
    ItemNode,
    RunNode,
)
from lineal.ledger.refs.parse import is_hex

if TYPE_CHECKING:
    from lineal.ledger.opened import Ledger
    from lineal.ledger.stores.port import Row, Store
    from lineal.pipeline.workspace import Workspace

_SHORT, _FULL = 8, 32
_DIRECTORY = ".dir"


def executions(_ws: Workspace, ledger: Ledger, value: str) -> list[Candidate]:
    return [
        Candidate(ExecutionNode(id_), f"exec:{short(id_)}", f"an execution of {stage} ({status})")
        for id_, stage, status, _ in _by_id(ledger.store, "executions", value)
    ]


def runs(_ws: Workspace, ledger: Ledger, value: str) -> list[Candidate]:
    return [
        Candidate(RunNode(id_), f"run:{short(id_)}", f"the run '{command}' ({status})")
        for id_, command, status, _ in _by_id(ledger.store, "runs", value)
    ]


def artifacts(_ws: Workspace, ledger: Ledger, value: str) -> list[Candidate]:
    return [artifact(ledger.store, num, oid) for num, oid in find_oids(ledger.store, value)]


def artifact(store: Store, num: int, oid: str) -> Candidate:
    paths = _paths(store, num)
    node = ItemNode(paths[0], oid) if len(paths) == 1 else ArtifactNode(oid, tuple(paths))
    what = f"the bytes of {', '.join(paths[:3])}" if paths else "bytes in a directory"
    return Candidate(node, f"md5:{oid}", f"{what}{', …' if len(paths) > 3 else ''}")  # noqa: PLR2004


def _paths(store: Store, num: int) -> list[str]:
    """Where executions used or made it, by itself or within a directory."""
    own = [path for (path,) in store.rows("paths_of_artifact", num)]
    within = [
        f"{path}/{name}"
        for directory, name in store.rows("walk_holders", num, num)
        for (path,) in store.rows("paths_of_artifact", directory)
    ]
    return list(dict.fromkeys([*own, *sorted(within)]))


def find_oids(store: Store, value: str) -> list[tuple[int, str]]:
    """Numbers and object ids of what starts so, or is spelled so when it is no MD5."""
    digits = value.removesuffix(_DIRECTORY)
    if not is_hex(digits, most=_FULL):
        rows = store.rows("artifact_by_oid", pack_oid(value))
    else:
        ranges = prefix_ranges(digits)
        rows = [row for span in ranges for row in store.rows("artifacts_by_range", *span)]
    found = [(num, unpack_oid(bytes(oid))) for num, oid in rows]
    if digits != value or len(digits) == _FULL:
        exact = [one for one in found if one[1] == value]
        return exact or found
    return found


def _by_id(store: Store, table: str, value: str) -> list[Row]:
    """The last eight digits or the first of those; or all of an id."""
    digits = value.replace("-", "").lower()
    if len(digits) == _FULL and is_hex(digits):
        rows = store.rows(f"{table}_by_ids", parse(digits))
    elif is_hex(digits, most=_SHORT):
        rows = store.rows(f"{table}_by_tails", *tail_range(digits))
    else:
        return []
    return [(bytes(row[0]), *row[1:]) for row in rows]
