"""Links that lead nowhere: objects gone from a cache of symbolic links, and links of one's own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.acceptance.harness.pair import Pair
    from tests.acceptance.harness.project import Project

pytestmark = pytest.mark.peer

STILL = "stages:\n  s0: {cmd: 'true', frozen: true, always_changed: true}\n"
CHAIN = """\
stages:
  a: {cmd: mkdir o && echo 1 > o/f && echo 2 > g, outs: [o, g]}
  b: {cmd: cat o/f g > h, deps: [o, g], outs: [h]}
"""
READERS = """\
stages:
  a: {cmd: echo 1 > x, deps: [d], outs: [x]}
  b: {cmd: cp e y, deps: [e], outs: [y]}
"""
NOT_CACHED = "stages:\n  a: {cmd: mkdir o && echo 1 > o/f, outs: [o: {cache: false}]}\n"


def begin(pair: Pair, stages: str, files: dict[str, str | bytes], added: str = "") -> None:
    pair.write({".dvc/config": "[cache]\n    type = symlink\n", "dvc.yaml": stages, **files})
    if added:
        pair.run("add", added)
    pair.run("repro", "-P")


def added_directory(pair: Pair) -> None:
    begin(pair, STILL, {"data/alpha/x": "", "data/alpha/y": "y"}, "data/alpha")


def lose_objects(project: Project) -> None:
    """All but the lists of directories."""
    for path in (project.root / ".dvc/cache/files/md5").rglob("*"):
        if path.is_file() and path.suffix != ".dir":
            path.unlink()


def link_nowhere(pair: Pair, name: str) -> None:
    pair.edit(lambda project: (project.root / name).symlink_to("nowhere"))


def test_status_asks_the_cache_before_it_looks(pair: Pair) -> None:
    """What the cache lacks is "not in cache", whatever became of the links to it."""
    added_directory(pair)
    pair.edit(lose_objects)

    pair.assert_same_status()


@pytest.mark.parametrize(
    "flags", [(), ("-f",), ("-k",), ("--ignore-errors",), ("--allow-missing",), ("--dry",)]
)
def test_lost_objects_are_the_failure_of_their_own_stage(pair: Pair, flags: tuple[str]) -> None:
    """The frozen stage is recorded, however the other one ends."""
    pair.write({"data/alpha/x": "", "data/alpha/y": "y"})
    pair.write({".dvc/config": "[cache]\n    type = symlink\n", "dvc.yaml": STILL})
    pair.run("add", "data/alpha")
    pair.edit(lose_objects)

    pair.run("repro", "-P", *flags)


@pytest.mark.parametrize("flags", [(), ("-f",)])
def test_results_that_lost_their_objects_are_made_again(pair: Pair, flags: tuple[str]) -> None:
    """The reader waits for them, so that its dependencies are whole when it is its turn."""
    begin(pair, CHAIN, {})
    pair.edit(lose_objects)

    pair.run("repro", "-P", *flags)
    pair.assert_same_status()


def test_a_link_in_a_dependency_fails_who_reads_it(pair: Pair) -> None:
    """The other stage runs, and status has to read the directory."""
    begin(pair, READERS, {"d/x": "1", "e": "1"})
    link_nowhere(pair, "d/l")
    pair.write({"e": "2"})

    answers = pair.ask("repro", "-P", "-k")

    pair.assert_same_status()
    assert ["2", "2"] == [project.read("y") for project in pair]
    assert "d/l" in answers.lineal.stderr


@pytest.mark.parametrize("stages", [CHAIN, NOT_CACHED])
def test_a_link_in_an_output_does_not_keep_it_from_being_made_by_force(
    pair: Pair, stages: str
) -> None:
    """What is about to be removed is not read."""
    begin(pair, stages, {})
    link_nowhere(pair, "o/l")

    pair.run("repro", "-P")
    pair.run("repro", "-P", "-f")


def test_commit_needs_the_bytes(pair: Pair) -> None:
    """Both fail, ours with the name of the link."""
    begin(pair, CHAIN, {})
    link_nowhere(pair, "o/l")

    answers = [pair.run("commit", *flags) for flags in ((), ("-f",))]

    assert [True, True] == ["o/l" in answer.lineal.stderr for answer in answers]


@pytest.mark.parametrize("flags", [(), ("--granular",)])
def test_data_status_sees_a_directory_with_such_links_as_modified(
    pair: Pair, flags: tuple[str]
) -> None:
    added_directory(pair)
    link_nowhere(pair, "data/alpha/l")
    answers = [pair.ask("data", "status", "--json", *flags)]
    pair.edit(lose_objects)
    answers.append(pair.ask("data", "status", "--json", *flags))

    for answer in answers:
        expected, actual = (json.loads(each.stdout)["uncommitted"] for each in answer)
        assert expected["modified"] == actual["modified"]
        assert sorted(expected.get("deleted", ())) == actual.get("deleted", [])


def test_an_import_whose_links_broke_is_not_in_the_cache(pair: Pair) -> None:
    pair.edit(lambda project: project.write({"../src/x": "1"}))
    pair.write({".dvc/config": "[cache]\n    type = symlink\n"})
    pair.run("import-url", "../src", "imported")
    pair.edit(lose_objects)

    pair.assert_same_status()


def test_checkout_names_what_it_cannot_link_to_anything(project: Project) -> None:
    """DVC says that all is well, and leaves or makes links that lead nowhere."""
    project.write({".dvc/config": "[cache]\n    type = symlink\n", "d/x": "1", "f": "2"})
    project.lineal("add", "d", "f")
    lose_objects(project)

    done = project.lineal("checkout")

    assert (1, True, True) == (done.exit_code, "\nd\n" in done.stderr, "\nf\n" in done.stderr)


def test_a_path_that_is_itself_such_a_link_is_deleted(project: Project) -> None:
    """DVC ends with an unexpected error."""
    project.write({"f": "1"})
    project.lineal("add", "f")
    (project.root / "f").unlink()
    (project.root / "f").symlink_to("nowhere")

    found = json.loads(project.lineal("status", "--json").stdout)

    assert {"f.dvc": [{"changed outs": {"f": "deleted"}}]} == found
