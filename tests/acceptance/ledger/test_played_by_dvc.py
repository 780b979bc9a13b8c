"""The script played by ``dvc`` alone, so that the truth is not what Lineal makes of it.

Lineal sees the commits afterwards.

Known is what commits show. A record that returns is the one it was: when a stage makes again what
it had made from the same, no commit tells the second time from the first. What was done between
two commits and left in neither cannot be known at all; every act of this script leaves a record.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.acceptance.ledger.answers import Answers
from tests.acceptance.ledger.play import ACTS, Play
from tests.acceptance.ledger.truth import Act, Truth

if TYPE_CHECKING:
    from tests.acceptance.harness.project import Project

ARTIFACTS = ("one.csv", "flags/b", "after-b.txt", "each/v.txt", "sub/report.txt", "metrics.json")


class Dated(Play):
    """Commits a minute apart, so that a test can number them by their time."""

    def commit(self, message: str) -> str:
        date = f"2024-05-01T10:{len(self.commits):02}:00Z"
        self.project.env.update(GIT_AUTHOR_DATE=date, GIT_COMMITTER_DATE=date)
        return super().commit(message)


def test_what_commits_show_is_answered_as_if_lineal_had_run_it(project: Project) -> None:
    """Every model of every commit, and everything else in the last one."""
    play = Dated(project, tool="dvc")
    for act in ACTS:
        act(play)
    told = project.lineal("ledger", "import", "--git")
    assert told.ok, told.stderr

    answers = Answers(project)
    known = as_records(play.truth)
    asked = {f"model.bin@{commit}": deeds for commit, deeds in play.commits}
    asked |= dict.fromkeys(ARTIFACTS, len(play.truth.deeds))
    expected = {ref: ancestors(play, ref, deeds, known) for ref, deeds in asked.items()}
    assert {ref: answers.ancestors(ref) for ref in asked} == expected
    reached = {label: play.truth.descendants(play.marks[label]) for label in ("a 1", "a 2")}
    assert {label: answers.descendants(f"md5:{play.marks[label].md5}") for label in reached} == {
        label: {known[act] for act in acts} for label, acts in reached.items()
    }
    assert answers.acts() == set(known.values())


def as_records(truth: Truth) -> dict[Act, Act]:
    """The act that first left the same record, numbered among those that left another."""
    firsts: dict[object, Act] = {}
    numbers: dict[str, int] = {}
    for deed in truth.deeds:
        record = (deed.act.stage, deed.reads, deed.writes, deed.params)
        if record not in firsts:
            numbers[deed.act.stage] = numbers.get(deed.act.stage, 0) + 1
            firsts[record] = Act(deed.act.stage, numbers[deed.act.stage])
    return {
        deed.act: firsts[(deed.act.stage, deed.reads, deed.writes, deed.params)]
        for deed in truth.deeds
    }


def ancestors(play: Play, ref: str, deeds: int, known: dict[Act, Act]) -> set[Act]:
    """As the truth was then."""
    path = ref.partition("@")[0]
    then = Truth()
    then.deeds = play.truth.deeds[:deeds]
    (version,) = [
        version for deed in reversed(then.deeds) for version in deed.writes if version.path == path
    ][:1]
    return {known[act] for act in then.ancestors(version)}
