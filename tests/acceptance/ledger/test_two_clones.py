"""Two people, two clones, two ledgers, one folder: together they know everything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.acceptance.harness.project import Project, new_project
from tests.acceptance.ledger.answers import Answers
from tests.acceptance.ledger.play import Play, begin

if TYPE_CHECKING:
    from pathlib import Path

    from tests.acceptance.harness.project import Tools

BELOW_B = ("clean", "left", "right", "join", "score", "sub/dvc.yaml:report")
ARTIFACTS = ("model.bin", "one.csv", "flags/b", "each/u.txt", "sub/report.txt")


def test_what_two_did_apart_is_answered_as_one_history(tmp_path: Path, tools: Tools) -> None:
    """Each made something from what the other had not seen; the merge is made from both."""
    ann = new_project(tmp_path / "world", tools)
    play = Play(ann)
    ann.lineal("remote", "add", "-d", "store", "../store")
    ann.run("git", "init", "-q", "--bare", "../shared.git")
    ann.run("git", "remote", "add", "origin", "../shared.git")
    ann.run("git", "checkout", "-q", "-b", "main")
    play.tell("data", "merge", "--install")
    begin(play)
    share(play)

    bob = clone(ann, "bob")
    play.project = bob
    play.tell("pull")
    play.git("checkout", "-q", "-b", "other")
    play.write({"raw/b.csv": "2,changed by bob\n"})
    play.add("raw/b.csv")
    play.run(*BELOW_B, "flag-a", "each@u", "each@v", "peek")
    play.mark("b of bob", "raw/b.csv")
    play.commit("of bob")
    share(play)

    play.project = ann
    play.write({"parts/y.csv": "y of ann\n"})
    play.add("parts")
    play.run("shards", "right", "join", "score", "flag-b", "sub/dvc.yaml:report")
    play.commit("of ann")
    play.git("pull", "-q", "--no-rebase", "--no-edit", "-X", "ours", "origin", "other")
    play.tell("pull")
    play.run("right", "join", "score", "sub/dvc.yaml:report")
    play.mark("model of both", "model.bin")
    play.commit("of both")
    share(play)

    play.project = bob
    play.git("pull", "-q", "--no-rebase", "origin", "main")
    play.tell("pull")
    for project in (ann, bob):
        judge(project, play)
    assert "2 writers" in ann.lineal("verify", "--ledger").stdout


def share(play: Play) -> None:
    play.git("push", "-q", "origin", "HEAD")
    play.tell("push")


def clone(project: Project, name: str) -> Project:
    """Beside the first, with a cache and a ledger of its own, which are empty."""
    root = project.root.parent / name
    done = project.run("git", "clone", "-q", "../shared.git", root.as_posix())
    assert done.ok, done.stderr
    other = project._replace(root=root)
    other.run("git", "checkout", "-q", "main")
    assert other.lineal("data", "merge", "--install").ok
    return other


def judge(project: Project, play: Play) -> None:
    answers = Answers(project)
    assert answers.acts() == {deed.act for deed in play.truth.deeds}
    expected = {path: play.truth.ancestors(play.at(path)) for path in ARTIFACTS}
    assert {path: answers.ancestors(path) for path in ARTIFACTS} == expected
    version = play.marks["b of bob"]
    assert answers.descendants(f"md5:{version.md5}") == play.truth.descendants(version)
    done = project.lineal("verify", "--ledger")
    assert done.ok, done.stdout
