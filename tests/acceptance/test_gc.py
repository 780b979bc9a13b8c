"""``gc`` removes what dvc would remove, of caches and remotes that dvc filled."""

from __future__ import annotations

import json
import os
import re
import shutil
from typing import TYPE_CHECKING

import pytest

from tests.acceptance.harness.pair import Pair
from tests.acceptance.harness.project import new_project
from tests.acceptance.scenes import copied, files_below, git, make_ask, record

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.acceptance.harness.oracle import Outcome
    from tests.acceptance.harness.project import Project, Tools
    from tests.acceptance.scenes import Ask
    from tests.servers.s3 import S3Server

pytestmark = pytest.mark.peer

SCOPES = (
    "-w",
    "-T",
    "--rev HEAD~1 -n 2",
    "-a -n 2",
    "--date 2999-01-01",
    "-a -c",
    "-w --not-in-remote",
)


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory, tools: Tools) -> Project:
    """Data that is only at a tag, on another branch, in an older commit, or nowhere."""
    project = new_project(tmp_path_factory.mktemp("gc") / "world", tools)
    project.write({"data/a": "1", "data/sub/b": "2", "f": "x", "g": "gg"})
    project.dvc("remote", "add", "-d", "store", "../remote")
    record(project, "data", "f", "g")
    git(project, "tag", "v1")
    project.write({"f": "xx", "data/a": "111"})
    record(project, "f", "data")
    project.dvc("push", "-A")
    git(project, "checkout", "-qb", "feature")
    project.write({"g": "feature"})
    record(project, "g")
    git(project, "checkout", "-q", "-")
    project.dvc("checkout")
    for text in ("old", "current"):
        project.write({"f": text})
        record(project, "f")
    for text in ("recorded nowhere", "only in the workspace"):
        project.write({"f": text})
        project.dvc("add", "f")
    legacy = project.root / ".dvc/cache/ab"
    legacy.mkdir()
    (legacy / ("c" * 30)).write_text("legacy")
    return project


@pytest.fixture
def twins(original: Project, tmp_path: Path) -> Pair:
    """One copy for each tool."""
    return Pair(*(copied(original, tmp_path / name) for name in ("dvc", "lineal")))


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Ask:
    return make_ask(monkeypatch, capfd)


@pytest.mark.parametrize("words", SCOPES)
def test_every_scope_keeps_what_dvc_keeps(original: Project, words: str, ask: Ask) -> None:
    """By dry runs, which change nothing."""
    theirs = original.dvc("gc", "--dry", *words.split())
    ours = ask(original, "gc", "--dry", "--json", *words.split())

    assert listed_by_dvc(original, theirs) == listed_by_us(ours)


def listed_by_dvc(project: Project, answer: Outcome) -> set[str]:
    paths = re.findall(r"^Removing (.*)$", answer.stdout, re.MULTILINE)
    return {os.path.realpath(project.root / path) for path in paths}


def listed_by_us(answer: Outcome) -> set[str]:
    return set(_paths(json.loads(answer.stdout)))


def _paths(report: dict[str, list[dict[str, list[dict[str, str]]]]]) -> Iterator[str]:
    for place in (*report["caches"], *report["remotes"]):
        top = os.path.realpath(str(place["where"]))
        base = f"{top}/files/md5" if place in report["remotes"] else top
        for one in place["objects"]:
            yield f"{base}/{one['oid'][:2]}/{one['oid'][2:]}"


def test_what_is_left_is_what_dvc_leaves(twins: Pair) -> None:
    """Cache and remote, file by file; and the sentences about it."""
    answers = twins.ask("gc", "-T", "-f", "-c")

    left = [files_below(project.root / ".dvc/cache", remote_of(project)) for project in twins]
    assert left[0] == left[1]
    assert said(answers.dvc) == said(answers.lineal)


def remote_of(project: Project) -> Path:
    return project.root.parent / "remote"


def said(answer: Outcome) -> list[str]:
    """dvc looks at every remote twice, once for the objects of DVC 2."""
    lines = answer.stdout.splitlines()
    return [line for line in lines if line != "No unused cache to remove from remote."]


@pytest.mark.parametrize(
    "words", ["", "-w -c --not-in-remote", "--rev nope -f", "-w -f -c -r nope"]
)
def test_wrong_words_remove_nothing(original: Project, words: str, ask: Ask) -> None:
    """Both refuse before anything is touched."""
    before = files_below(original.root / ".dvc/cache")

    answers = [original.dvc("gc", *words.split()), ask(original, "gc", *words.split())]

    assert [False, False] == [answer.ok for answer in answers]
    assert before == files_below(original.root / ".dvc/cache")


def test_a_directory_whose_list_is_gone(twins: Pair) -> None:
    """Its files cannot be told from unused ones: without force nothing is removed."""
    for project in twins:
        shutil.rmtree(remote_of(project))
        shutil.rmtree(project.root.parent / "site")
        for path in (project.root / ".dvc/cache/files/md5").rglob("*.dir"):
            path.unlink()

    refused = twins.ask("gc", "-w").lineal
    forced = twins.ask("gc", "-w", "-f")

    assert "the list of files of 'data' is neither in the cache" in refused.stderr
    assert said(forced.dvc) == said(forced.lineal)


def test_a_bucket_keeps_what_is_not_ours(project: Project, s3: S3Server, ask: Ask) -> None:
    """And what dvc needs to pull afterwards."""
    bucket = s3.new_bucket()
    lines = [f"    {key} = {value}" for key, value in s3.settings().items()]
    config = ["[core]", "    remote = store", "['remote \"store\"']", f"    url = s3://{bucket}/p"]
    project.write({".dvc/config": "\n".join([*config, *lines, ""])})
    for text in ("old", "new"):
        project.write({"data/a": text, "data/b": "same"})
        record(project, "data")
        assert project.dvc("push").ok
    foreign = ["p/README", "p/files/md5/ab/notes.txt", "elsewhere"]
    for key in foreign:
        s3.put(bucket, key, b"theirs")

    removed = ask(project, "gc", "-w", "-c", "-f")

    shutil.rmtree(project.root / ".dvc/cache")
    assert (0, True) == (removed.exit_code, project.dvc("pull", "-f").ok)
    assert "Removed 2 objects from remote." in removed.stdout
    assert sorted(foreign) == sorted(key for key in s3.keys(bucket) if key in foreign)
    assert len(s3.keys(bucket)) == len(foreign) + 3
