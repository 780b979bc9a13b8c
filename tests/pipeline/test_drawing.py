"""A graph as text, and back."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineal.pipeline.drawing import Drawing, to_dot, to_json, to_mermaid, to_text
from tests.pipeline.make import acyclic

# Names as stages have them; those of outputs may hold anything but a line break.
NAMES = st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=6)


@st.composite
def drawings(draw: st.DrawFn, names: st.SearchStrategy[str] = NAMES) -> Drawing:
    edges = draw(acyclic(7))
    called = draw(st.lists(names, min_size=len(edges), max_size=len(edges), unique=True))
    pairs = [(called[up], called[n]) for n, ups in edges.items() for up in sorted(ups)]
    return Drawing(tuple(called), tuple(pairs))


DIAMOND = Drawing(
    ("get", "left", "right", "join", "alone"),
    (("get", "left"), ("get", "right"), ("left", "join"), ("right", "join")),
)


@given(drawings())
def test_json_holds_every_node_and_edge(drawing: Drawing) -> None:
    """Read back, it is the same graph."""
    found = json.loads(to_json(drawing))

    edges = tuple((edge["from"], edge["to"]) for edge in found["edges"])
    assert drawing == Drawing(tuple(found["nodes"]), edges)


@given(drawings())
def test_dot_holds_every_node_and_edge(drawing: Drawing) -> None:
    """Quotes and backslashes included."""
    name = r'"((?:[^"\\]|\\.)*)"'
    text = to_dot(drawing)

    def plain(quoted: str) -> str:
        return re.sub(r"\\(.)", r"\1", quoted)

    nodes = [plain(m) for m in re.findall(rf"^{name};$", text, re.MULTILINE)]
    edges = [
        (plain(a), plain(b)) for a, b in re.findall(rf"^{name} -> {name};$", text, re.MULTILINE)
    ]
    assert (list(drawing.nodes), list(drawing.edges)) == (nodes, edges)


@given(drawings(st.text("abcxyz-_@/.", min_size=1, max_size=5)))
def test_mermaid_holds_every_node_and_edge(drawing: Drawing) -> None:
    """By ids that count up, and edges between them."""
    text = to_mermaid(drawing)

    ids = dict(re.findall(r'^\t(node\d+)\["(.*)"\]$', text, re.MULTILINE))
    edges = re.findall(r"^\t(node\d+)-->(node\d+)$", text, re.MULTILINE)
    found = {(ids[one], ids[other]) for one, other in edges}
    assert (sorted(drawing.nodes), set(drawing.edges)) == (sorted(ids.values()), found)


@given(drawings(st.text("abcxyz", min_size=3, max_size=8)))
def test_the_tree_of_a_terminal_shows_every_node_once_below_one_of_its_inputs(
    drawing: Drawing,
) -> None:
    """And names the other inputs beside it."""
    found: dict[str, set[str]] = {}
    stack: list[tuple[int, str]] = []
    for line in filter(None, to_text(drawing).split("\n")):
        match = re.fullmatch(r"([ │├└─>]*)([a-z]+)(?:  \(also after (.*)\))?", line)
        assert match is not None
        depth, name, also = len(match[1]) // 4, match[2], match[3]
        stack = [(at, other) for at, other in stack if at < depth]
        assert name not in found
        found[name] = {stack[-1][1]} if stack else set()
        found[name] |= set(also.split(", ")) if also else set()
        stack.append((depth, name))

    inputs: dict[str, set[str]] = {node: set() for node in drawing.nodes}
    for one, other in drawing.edges:
        inputs[other].add(one)
    assert inputs == found


@given(drawings())
def test_components_share_nothing_and_leave_nothing_out(drawing: Drawing) -> None:
    """Node by node, edge by edge."""
    parts = drawing.components()

    assert sorted(drawing.nodes) == sorted(node for part in parts for node in part.nodes)
    assert sorted(drawing.edges) == sorted(edge for part in parts for edge in part.edges)


@pytest.mark.parametrize(
    ("targets", "full", "expected"),
    [
        (["left"], False, {"get", "left"}),
        (["join"], False, {"get", "left", "right", "join"}),
        (["left"], True, {"get", "left", "right", "join"}),
        (["alone", "get"], False, {"alone", "get"}),
    ],
)
def test_around_a_target(targets: list[str], expected: set[str], *, full: bool) -> None:
    """What it needs; in full what it is connected to."""
    assert expected == set(DIAMOND.around(targets, full=full).nodes)


def test_groups_collapse_to_one_node_without_edges_to_itself() -> None:
    """Files that have an '@' in their name are no groups."""
    drawing = Drawing(
        ("get", "fit@a", "fit@b", "x@y.dvc"),
        (("get", "fit@a"), ("get", "fit@b"), ("fit@a", "fit@b")),
    )

    assert Drawing(("get", "fit", "x@y.dvc"), (("get", "fit"),)) == drawing.collapsed()


def test_what_a_terminal_shows() -> None:
    """A diamond and a lonely stage."""
    shown = """\
get
├─> left
└─> right
    └─> join  (also after left)

alone"""

    assert shown == to_text(DIAMOND)


def test_nothing_to_draw() -> None:
    """Is drawn as nothing."""
    empty = Drawing((), ())

    assert ("", "flowchart TD", "```mermaid\nflowchart TD\n```") == (
        to_text(empty),
        to_mermaid(empty),
        to_mermaid(empty, markdown=True),
    )
