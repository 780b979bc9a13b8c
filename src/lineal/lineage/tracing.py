"""Trace of whatever a reference means, versions and predictions included."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.base.errors import TargetError
from lineal.bundle.shown import short_bundle
from lineal.ledger.refs.nodes import PredictionNode, VersionNode
from lineal.ledger.trace.asking import trace as trace_node
from lineal.ledger.trace.in_git import with_git
from lineal.lineage.line import Line, Registered
from lineal.lineage.refs import version_node
from lineal.lineage.rule import rule_of
from lineal.registry import versions
from lineal.registry.aliases import current

if TYPE_CHECKING:
    from lineal.ledger.opened import Ledger
    from lineal.ledger.refs.nodes import Node
    from lineal.ledger.stores.port import Store
    from lineal.ledger.trace.lineage import Trace
    from lineal.lineage.refs import Finder
    from lineal.pipeline.workspace import Workspace
    from lineal.receipts.receipt import Origin
    from lineal.registry.versions import Version


def trace_line(
    ws: Workspace, ledger: Ledger, finder: Finder, ref: str, depth: int | None = None
) -> Line | Trace:
    """A trace of the graph, or a line that leads to one. `TargetError` when nothing is known."""
    node = finder.node(ws, ledger, ref)
    if isinstance(node, VersionNode):
        found = [one for one in versions.by_bundle(ledger.store, node.bundle) if _is(one, node)]
        line = Line(ref, node.bundle, registered=registered(ledger.store, found[0]))
        return _further(ws, ledger, line, depth)
    if isinstance(node, PredictionNode):
        receipt = finder.receipt(node)
        line = Line(ref, node.bundle, receipt=receipt)
        version = version_served(ledger.store, receipt.origin)
        if version is None:
            return line._replace(unknown=(_not_registered(receipt.origin),))
        known = line._replace(registered=registered(ledger.store, version))
        return _further(ws, ledger, known, depth)
    return _graph(ws, ledger, node, ref, depth)


def version_served(store: Store, origin: Origin) -> Version | None:
    """The one that the receipt names, as far as it is of that bundle; else the first of it."""
    found = versions.by_bundle(store, origin.bundle)
    return next((one for one in found if one.name == origin.version), found[0] if found else None)


def registered(store: Store, version: Version) -> Registered:
    pointed = current(store, version.model)
    aliases = tuple(sorted(name for name, to in pointed.items() if to.bundle == version.bundle))
    return Registered(version, versions.payload_of(store, version), aliases)


def _further(ws: Workspace, ledger: Ledger, line: Line, depth: int | None) -> Line:
    """From the version on: its rule, and who made its bundle."""
    assert line.registered is not None  # noqa: S101  what the callers see to
    version = line.registered.version
    line = line._replace(rule=rule_of(ws, ledger, version))
    if not version.oid or not version.path:
        said = (
            f"{version.name} was registered from outside of the project: nobody knows who made it"
        )
        return line._replace(unknown=(said,))
    return line._replace(trace=_graph(ws, ledger, version_node(version), line.ref, depth))


def _graph(ws: Workspace, ledger: Ledger, node: Node, ref: str, depth: int | None) -> Trace:
    return with_git(ws, trace_node(ledger.store, ws.cache, node, ref, depth))


def _is(one: Version, node: VersionNode) -> bool:
    return (one.model, one.number) == (node.model, node.number)


def _not_registered(origin: Origin) -> str:
    called = f" as {origin.version}" if origin.version else ""
    return (
        f"the ledger knows no version with the bundle {short_bundle(origin.bundle)},"
        f" which was served{called}: what made it is not known here"
    )


def only_graph(found: Line | Trace) -> Trace:
    """What forms need that show nothing else."""
    if not isinstance(found, Line):
        return found
    if found.trace is None:
        raise TargetError(found.unknown[0], hint="lineal pull brings what others recorded")
    return found.trace
