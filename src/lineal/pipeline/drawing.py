"""A graph as text: boxes of a terminal, Mermaid, DOT, JSON. Pure."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable


class Drawing(NamedTuple):
    """Nodes by name; an edge leads from what is made first to what needs it."""

    nodes: tuple[str, ...]
    edges: tuple[tuple[str, str], ...]

    def components(self) -> list[Drawing]:
        """Pipelines that have nothing to do with each other."""
        neighbours: dict[str, list[str]] = {node: [] for node in self.nodes}
        for before, after in self.edges:
            neighbours[before].append(after)
            neighbours[after].append(before)
        parts: list[Drawing] = []
        seen: set[str] = set()
        for root in self.nodes:
            if root not in seen:
                members = _reachable(root, neighbours)
                seen |= members
                parts.append(self.only(members))
        return parts

    def only(self, members: set[str]) -> Drawing:
        return Drawing(
            tuple(node for node in self.nodes if node in members),
            tuple(edge for edge in self.edges if edge[0] in members and edge[1] in members),
        )

    def around(self, targets: Iterable[str], *, full: bool) -> Drawing:
        """What the targets depend on; with ``full`` everything they are connected to."""
        before: dict[str, list[str]] = {node: [] for node in self.nodes}
        for one, other in self.edges:
            before[other].append(one)
            if full:
                before[one].append(other)
        return self.only(set().union(*(_reachable(target, before) for target in targets)))

    def collapsed(self) -> Drawing:
        """Each foreach or matrix group as one node."""
        names = {node: _group(node) for node in self.nodes}
        edges = ((names[one], names[other]) for one, other in self.edges)
        return Drawing(
            tuple(dict.fromkeys(names.values())),
            tuple(dict.fromkeys((one, other) for one, other in edges if one != other)),
        )


def _group(node: str) -> str:
    return node if node.endswith(".dvc") else node.partition("@")[0]


def _reachable(root: str, neighbours: dict[str, list[str]]) -> set[str]:
    seen = {root}
    pending = [root]
    while pending:
        for other in neighbours[pending.pop()]:
            if other not in seen:
                seen.add(other)
                pending.append(other)
    return seen


def to_mermaid(drawing: Drawing, *, markdown: bool = False) -> str:
    """As DVC prints it, byte for byte."""
    lines = ["flowchart TD"]
    count = 0
    for part in drawing.components():
        ids: dict[str, str] = {}
        for node in sorted(part.nodes):
            count += 1
            ids[node] = f"node{count}"
            lines.append(f'\t{ids[node]}["{node}"]')
        lines += [f"\t{ids[one]}-->{ids[other]}" for one, other in sorted(part.edges)]
    text = "\n".join(lines)
    return f"```mermaid\n{text}\n```" if markdown else text


def to_dot(drawing: Drawing) -> str:
    lines = ["strict digraph {"]
    lines += [f"{_quoted(node)};" for node in drawing.nodes]
    lines += [f"{_quoted(one)} -> {_quoted(other)};" for one, other in drawing.edges]
    return "\n".join([*lines, "}", ""])


def _quoted(name: str) -> str:
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def to_json(drawing: Drawing) -> str:
    edges = [{"from": one, "to": other} for one, other in drawing.edges]
    return json.dumps({"nodes": list(drawing.nodes), "edges": edges}, ensure_ascii=False)


def to_text(drawing: Drawing) -> str:
    """Every pipeline as a tree that grows downwards.

    A node with several inputs is drawn below the last of them; the others are named beside it.
    """
    return "\n\n".join("\n".join(_tree(part)) for part in drawing.components())


def _tree(part: Drawing) -> list[str]:
    order = _depths(part)
    parents: dict[str, list[str]] = {node: [] for node in part.nodes}
    for one, other in part.edges:
        parents[other].append(one)
    children: dict[str, list[str]] = {node: [] for node in part.nodes}
    for node in part.nodes:
        if parents[node]:
            children[max(parents[node], key=lambda name: (order[name], name))].append(node)
    lines: list[str] = []
    pending = [(node, "", "", "") for node in reversed(part.nodes) if not parents[node]]
    while pending:
        node, indent, branch, below = pending.pop()
        drawn = children[node]
        others = [name for name in parents[node] if node not in children[name]]
        also = f"  (also after {', '.join(sorted(others))})" if others else ""
        lines.append(f"{indent}{branch}{node}{also}")
        last = len(drawn) - 1
        for at in range(last, -1, -1):
            end = at == last
            pending.append(
                (drawn[at], indent + below, "└─> " if end else "├─> ", "    " if end else "│   ")
            )
    return lines


def _depths(part: Drawing) -> dict[str, int]:
    """The longest way to each node from a beginning."""
    waiting = dict.fromkeys(part.nodes, 0)
    after: dict[str, list[str]] = {node: [] for node in part.nodes}
    for one, other in part.edges:
        waiting[other] += 1
        after[one].append(other)
    depths = dict.fromkeys(part.nodes, 0)
    ready = [node for node, count in waiting.items() if not count]
    while ready:
        node = ready.pop()
        for other in after[node]:
            depths[other] = max(depths[other], depths[node] + 1)
            waiting[other] -= 1
            if not waiting[other]:
                ready.append(other)
    return depths
