"""The answer of trace: what was made by what, as values and in each form it is given out."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from lineal.base.errors import TargetError
from lineal.ledger.refs.nodes import ItemNode
from lineal.ledger.trace.as_json import trace_json
from lineal.ledger.trace.asking import trace
from lineal.ledger.trace.drawing import Box, Drawing, dot, draw_trace, mermaid
from lineal.ledger.trace.lineage import sources
from lineal.ledger.trace.prov import prov_json
from lineal.ledger.trace.tree import branches
from tests.ledger.builder import oid

if TYPE_CHECKING:
    from tests.ledger.trace.story import Story


@pytest.fixture
def told(story: Story) -> Story:
    """Raw data is cleaned, and used once more beside what was cleaned."""
    story.adds("raw", "r")
    story.does("clean", uses={"raw": "r", "clean.py": "code"}, makes={"clean": "c"})
    with story.build.run(commit="a" * 40, dirty="d" * 64):
        story.does(
            "train",
            uses={"clean": "c", "raw": "r"},
            makes={"model": "m"},
            params={"lr": 0.1},
            metrics={"auc": 0.9},
        )
    return story


def test_what_is_shared_is_shown_once(told: Story) -> None:
    """And referred to after that."""
    seen = [
        (one.use.path, one.depth, one.shown)
        for one in branches(told.trace("model", "m"))
        if one.use
    ]
    assert [
        ("model", 0, False),
        ("clean", 1, False),
        ("raw", 2, False),
        ("clean.py", 2, False),
        ("raw", 1, True),
    ] == seen


def test_the_sources_are_data_that_came_in_and_what_nobody_made(told: Story) -> None:
    """Data first."""
    found = sources(told.trace("model", "m"))
    assert [("added", "raw"), ("unknown", "clean.py")] == [(one.kind, one.path) for one in found]


def test_an_import_is_a_source_with_its_url(story: Story) -> None:
    """What an import used is where it came from."""
    story.does("d.dvc", uses={"https://x.org/d": "etag:1"}, makes={"d": "d"}, status="imported")
    story.does("use", uses={"d": "d"}, makes={"out": "o"})
    (found,) = sources(story.trace("out", "o"))
    assert ("imported", "d", "https://x.org/d") == (found.kind, found.path, found.url)


def test_an_execution_is_told_with_its_run(told: Story) -> None:
    """Who, and in which state of the code."""
    seen = told.trace("model", "m")
    train = seen.executions[told.num("train")]
    assert ("ann@example.org", True, {"lr": 0.1}, {"auc": 0.9}) == (
        train.author,
        train.dirty,
        train.params,
        train.metrics,
    )


def test_a_member_that_no_fact_names_comes_from_its_directory(story: Story) -> None:
    """Facts speak of directories; listings of what is in them."""
    story.adds("img", "v1/")
    story.build.listing("v1/", {"cat.png": "cat"})
    (root,) = story.trace("img/cat.png", "cat").roots
    (way,) = root.through
    assert ("member", "img", oid("v1/")) == (way.how, way.path, way.oid)


def test_how_often_the_same_was_made_is_counted(story: Story) -> None:
    """An execution may repeat what another did."""
    for _ in range(3):
        story.does("make", uses={"in": "i"}, makes={"out": "o"})
    assert [2] == [root.others for root in story.trace("out", "o").roots]


def test_what_no_fact_speaks_of_is_an_error_that_says_so(story: Story) -> None:
    """The hint says how to get there."""
    with pytest.raises(TargetError, match="knows nothing of 'x'"):
        trace(story.store, story.cache, ItemNode("x", oid("x")), "x")


def test_json_names_the_execution_of_each_use(told: Story) -> None:
    """Everything can be followed by ids."""
    document = json.loads(json.dumps(trace_json(told.trace("model", "m"))))
    train = document["executions"][document["roots"][0]["made_by"]]
    clean = document["executions"][train["inputs"][0]["made_by"]]
    assert ["train", "clean", ["raw", "clean.py"], "a" * 40] == [
        train["stage"],
        clean["stage"],
        [use["path"] for use in clean["inputs"]],
        None if train["run"] is None else "a" * 40,
    ]


def test_mermaid_has_a_box_for_each_thing_and_arrows_between_them(told: Story) -> None:
    """Arrows lead from what was used to what was made."""
    lines = mermaid(draw_trace(told.trace("model", "m"))).splitlines()
    boxes = [line for line in lines if re.fullmatch(r'  n\d+(\[|\(\[)"[^"]*"(\]|\]\))', line)]
    arrows = [line for line in lines if re.fullmatch(r"  n\d+ --> n\d+", line)]
    assert ["flowchart LR", 7, 7, 15] == [lines[0], len(boxes), len(arrows), len(lines)]


def test_no_name_can_end_a_label() -> None:
    """Quotes and brackets of paths are text."""
    drawing = Drawing((Box("item", ('a"]<b>\\',)),), ())
    assert ['  n0(["a#34;]#60;b#62;\\"])', '  n0 [label="a\\"]<b>\\\\", shape=ellipse];'] == [
        mermaid(drawing).splitlines()[1],
        dot(drawing).splitlines()[2],
    ]


def test_prov_is_read_by_the_reference_reader(told: Story) -> None:
    """The `prov` package parses it, and gives back as many records."""
    from prov.model import ProvActivity, ProvDocument, ProvEntity, ProvGeneration, ProvUsage

    text = json.dumps(prov_json(told.trace("model", "m")))
    document = ProvDocument.deserialize(content=text, format="json")
    counts = [
        len(list(document.get_records(kind)))
        for kind in (ProvActivity, ProvEntity, ProvUsage, ProvGeneration)
    ]
    assert [3, 4, 4, 3] == counts


def test_a_column_is_followed_where_steps_named_it(story: Story) -> None:
    """From column to column, through the executions that said so."""
    _columns(story)
    steps = [
        (one.source[0], one.source_column, one.target_column)
        for one in story.trace("features", "f", "age").columns
    ]
    assert [("clean", "born", "age"), ("raw", "birth", "born")] == steps


def test_a_column_reaches_only_what_was_computed_from_it(story: Story) -> None:
    """A stage that said nothing of columns is reached by all of them."""
    _columns(story)
    found = {
        column: {one.stage for one in story.impact("raw", "r", column).executions.values()}
        for column in ("birth", "name")
    }
    assert {"birth": {"clean", "featurize", "train"}, "name": {"clean"}} == found


def _columns(story: Story) -> None:
    def edge(source: str, target: str) -> dict[str, object]:
        (path, word, column), (to, made, name) = source.split(), target.split()
        return {
            "from": {"path": path, "oid": oid(word), "column": column},
            "to": {"path": to, "oid": oid(made), "column": name},
        }

    story.adds("raw", "r")
    story.does(
        "clean",
        uses={"raw": "r"},
        makes={"clean": "c"},
        columns=[edge("raw r birth", "clean c born"), edge("raw r name", "clean c name")],
    )
    story.does(
        "featurize",
        uses={"clean": "c"},
        makes={"features": "f"},
        columns=[edge("clean c born", "features f age")],
    )
    story.does("train", uses={"features": "f"}, makes={"model": "m"})
