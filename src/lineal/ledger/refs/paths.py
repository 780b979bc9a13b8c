"""Paths, and columns of the tables at them, at the version that is meant."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from lineal.base.errors import RevisionError
from lineal.ledger.members import members_of
from lineal.ledger.oids import pack_oid, unpack_oid
from lineal.ledger.refs.ids import executions, find_oids, runs
from lineal.ledger.refs.nodes import (
    Candidate,
    ColumnNode,
    ExecutionNode,
    ItemNode,
    RunNode,
)
from lineal.ledger.refs.parse import split_column, split_revision

if TYPE_CHECKING:
    from lineal.ledger.opened import Ledger
    from lineal.pipeline.workspace import Workspace

_HERE = "./"


def paths(ws: Workspace, ledger: Ledger, value: str) -> list[Candidate]:
    """As seen from where the person stands; else from the root, as answers spell it."""
    for name, revision in _readings(value):
        for path in _from_root(ws, name):
            node = _at(ws, ledger, path, revision)
            if node is not None:
                return [_candidate(ledger, node, value)]
    return []


def columns(ws: Workspace, ledger: Ledger, value: str) -> list[Candidate]:
    parts = split_column(value)
    if parts is None:
        return []
    return [
        one._replace(
            node=ColumnNode(one.node.path, one.node.oid, parts[1]),
            spelling=f"column:{value}",
            what=f"the column {parts[1]} of {one.node.path}",
        )
        for one in paths(ws, ledger, parts[0])
        if isinstance(one.node, ItemNode)
    ]


def _readings(value: str) -> list[tuple[str, str | None]]:
    """An ``@`` may belong to the name."""
    split = split_revision(value)
    return [(value, None)] if split is None else [(value, None), split]


def _from_root(ws: Workspace, name: str) -> list[str]:
    if "://" in name:
        return [name]
    seen = os.path.relpath(os.path.join(ws.cwd, name), ws.root)
    as_said = os.path.normpath(name)
    return [seen] if seen == as_said or name.startswith(_HERE) else [seen, as_said]


def _at(ws: Workspace, ledger: Ledger, path: str, revision: str | None) -> ItemNode | None:
    if revision is None:
        return _now(ws, ledger, path)
    kind, colon, value = revision.partition(":")
    if colon and kind in ("run", "exec", "md5"):
        return _in_ledger(ws, ledger, path, kind, value)
    from lineal.pipeline.revisions import at_revision  # deferred: only for other revisions

    try:
        there = at_revision(ws, revision)
    except RevisionError:
        return None
    return _recorded(there, ledger, path)


def _now(ws: Workspace, ledger: Ledger, path: str) -> ItemNode | None:
    """Of what is not there any more, the version the ledger saw last."""
    node = _recorded(ws, ledger, path)
    if node is not None:
        return node
    for statement in ("last_made_of_path", "last_used_of_path"):
        rows = ledger.store.rows(statement, path)
        if rows:
            return ItemNode(path, unpack_oid(bytes(rows[0][0])))
    return None


def _recorded(ws: Workspace, ledger: Ledger, path: str) -> ItemNode | None:
    place = path if "://" in path else os.path.normpath(os.path.join(ws.root, path))
    # deferred: what is meant by its hash or id needs no project files
    from lineal.ledger.refs.recorded import version_of

    version = version_of(ws, place, lambda oid: members_of(ledger.store, ws.cache, oid) or {})
    if version is None:
        return None
    if version.differs:
        ws.warn(f"{ws.show(place)} has changed since it was recorded; this is about the recorded")
    return ItemNode(path, version.oid)


def _in_ledger(ws: Workspace, ledger: Ledger, path: str, kind: str, value: str) -> ItemNode | None:
    """The version that a run or an execution made or read, or one by its digest."""
    if kind == "md5":
        for _, oid in find_oids(ledger.store, value):
            if ledger.store.rows("item_known", path, pack_oid(oid)):
                return ItemNode(path, oid)
        return None
    statement, found = (
        ("items_of_run", runs(ws, ledger, value))
        if kind == "run"
        else ("items_of_execution", executions(ws, ledger, value))
    )
    for one in found:
        if isinstance(one.node, RunNode | ExecutionNode):
            for text, oid in ledger.store.rows(statement, one.node.id, one.node.id):
                if text == path:
                    return ItemNode(path, unpack_oid(bytes(oid)))
    return None


def _candidate(ledger: Ledger, node: ItemNode, value: str) -> Candidate:
    known = ledger.store.rows("item_known", node.path, pack_oid(node.oid))
    return Candidate(node, f"path:{value}", f"the path {node.path}", weak=not known)
