"""The answer of impact: groups, what is the latest, and where it begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.ledger.refs.nodes import CommitNode, ExecutionNode, Node, ParamNode, RunNode
from lineal.ledger.trace.drawing import mermaid
from lineal.ledger.trace.impact import Limits, impact
from lineal.ledger.trace.impact_json import counts, draw_impact, impact_json

if TYPE_CHECKING:
    from tests.ledger.trace.story import Story


def stages(story: Story, node: Node, limits: Limits | None = None) -> list[str]:
    found = impact(story.store, story.cache, node, "it", limits or Limits())
    return [story.names[num] for num in list(found.executions)[::-1]]


def test_an_artifact_is_latest_until_its_stage_finished_again(story: Story) -> None:
    """What failed since does not count."""
    story.adds("raw", "r")
    story.does("train", uses={"raw": "r"}, makes={"model": "m1"})
    story.does("train", uses={"raw": "r"}, makes={"model": "m2"})
    story.does("train", uses={"raw": "r"}, status="failed")
    found = story.impact("raw", "r")
    assert [("model", True), ("model", False)] == [
        (one.item.path, one.latest) for one in found.results
    ]


def test_everything_is_counted(story: Story) -> None:
    """Groups with nothing in them are there too."""
    story.adds("raw", "r")
    with story.build.run():
        story.does("train", uses={"raw": "r"}, makes={"model": "m"})
        story.does("test", uses={"model": "m"}, makes={"t": "t"}, metrics={"auc": 1, "f1": 2})
    number = counts(story.impact("raw", "r"))
    assert {
        "artifacts": 2,
        "latest": 2,
        "superseded": 0,
        "executions": 2,
        "stages": 2,
        "runs": 1,
        "metrics": 2,
        "commits": 0,
    } == number


def test_a_parameter_reaches_who_used_it_and_what_came_of_that(story: Story) -> None:
    """With a value, only who used that."""
    story.does("train", params={"lr": 0.1}, makes={"model": "m1"})
    story.does("train", params={"lr": 0.2}, makes={"model": "m2"})
    story.does("test", uses={"model": "m2"}, makes={"t": "t"})
    assert [["train", "train#2", "test"], ["train#2", "test"]] == [
        stages(story, ParamNode("lr")),
        stages(story, ParamNode("lr", "0.2")),
    ]


def test_a_commit_reaches_what_was_run_at_it_or_appeared_in_it(story: Story) -> None:
    """A record that an older commit has appeared there."""
    old, new = "a" * 40, "b" * 40
    story.does("train", commit=new, makes={"model": "m"})
    story.does("test", uses={"model": "m"}, entry="01" * 16)
    story.does("other", entry="02" * 16)
    story.build.commit(old, entries={"other": "02" * 16})
    story.build.commit(new, entries={"test": "01" * 16, "other": "02" * 16})
    assert [["train", "test"], ["other"]] == [
        stages(story, CommitNode(new)),
        stages(story, CommitNode(old)),
    ]


def test_a_run_reaches_what_came_of_all_its_executions(story: Story) -> None:
    """Also in later runs."""
    with story.build.run() as first:
        story.does("a", makes={"a": "a"})
    with story.build.run():
        story.does("b", uses={"a": "a"}, makes={"b": "b"})
    assert ["a", "b"] == stages(story, RunNode(first.id))


def test_only_stages_that_were_asked_for_are_told(story: Story) -> None:
    """What lies between is walked through all the same."""
    story.does("a", makes={"a": "a"})
    story.does("b", uses={"a": "a"}, makes={"b": "b"})
    story.does("c", uses={"b": "b"}, makes={"c": "c"})
    node = ExecutionNode(story.ids["a"])
    assert ["c"] == stages(story, node, Limits(stages=("c",)))


def test_json_says_by_what_each_execution_was_reached(story: Story) -> None:
    """So that the way can be followed."""
    story.adds("raw", "r")
    story.does("a", uses={"raw": "r", "b": "b"}, makes={"a": "a"})
    (reached,) = impact_json(story.impact("raw", "r"))["executions"]
    assert (["raw"], 1) == ([item["path"] for item in reached["by"]], reached["distance"])


def test_an_impact_can_be_drawn(story: Story) -> None:
    """From what was asked about to what came of it."""
    story.adds("raw", "r")
    story.does("a", uses={"raw": "r"}, makes={"a": "a"})
    lines = mermaid(draw_impact(story.impact("raw", "r"))).splitlines()
    assert ["  n0 --> n1", "  n1 --> n2"] == [line for line in lines if "-->" in line]
