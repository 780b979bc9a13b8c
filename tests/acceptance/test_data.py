"""``add``, ``commit`` and ``checkout``: files, directories, links, modes, odd names."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest

from tests.acceptance.generator.names import HOSTILE

if TYPE_CHECKING:
    from tests.acceptance.harness.pair import Pair
    from tests.acceptance.harness.project import Project

pytestmark = pytest.mark.peer

TREE: dict[str, str | bytes] = {
    "data/a": "one\n",
    "data/sub/b.txt": "two\r\n",
    "data/sub/é ü": "three",
    "data/empty": "",
}
LINKS = ("copy", "hardlink", "symlink", "reflink", '"hardlink,symlink"', '"reflink,copy"')


def link_type(project: Project, name: str) -> None:
    project.write({".dvc/config": f"[cache]\n    type = {name}\n"})


def make_executable(project: Project, *names: str) -> None:
    for name in names:
        (project.root / name).chmod(0o755)


@pytest.mark.parametrize("cache_type", LINKS)
def test_added_data_is_linked_as_configured(pair: Pair, cache_type: str) -> None:
    """Link type, modes, and zero-byte files, in a directory and alone."""
    pair.edit(lambda project: link_type(project, cache_type))
    pair.write({**TREE, "file": "x", "nothing": ""})

    pair.run("add", "data", "file", "nothing")

    pair.assert_same_status()


@pytest.mark.parametrize("before", ["copy", "hardlink", "symlink"])
@pytest.mark.parametrize("after", ["copy", "hardlink", "symlink"])
def test_checkout_can_relink(pair: Pair, before: str, after: str) -> None:
    """``checkout --relink`` turns one kind of link into another."""
    pair.edit(lambda project: link_type(project, before))
    pair.write({**TREE, "file": "x"})
    pair.run("add", "data", "file")
    pair.edit(lambda project: link_type(project, after))

    pair.run("checkout")
    pair.run("checkout", "--relink")

    pair.assert_same_status()


@pytest.mark.parametrize("cache_type", ["copy", "hardlink", "symlink"])
def test_relinking_passes_by_what_was_made_executable(pair: Pair, cache_type: str) -> None:
    """In a directory nothing says that it was; alone, the record does."""
    pair.edit(lambda project: link_type(project, cache_type))
    pair.write({"data/a": "one", "data/b": "two", "marked": "3", "plain": "4"})
    pair.edit(lambda project: make_executable(project, "marked"))
    pair.run("add", "data", "marked", "plain")
    pair.edit(lambda project: make_executable(project, "data/a", "plain"))

    pair.run("checkout", "--relink")

    pair.assert_same_status()


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_only_a_name(pair: Pair, name: str) -> None:
    """.dvc file, .gitignore pattern and status of every odd name."""
    pair.write({f"d/{name}": "x", f"tree/{name}": "y"})

    pair.run("add", f"d/{name}", "tree")
    pair.assert_same_status()
    pair.edit(lambda project: (project.root / "d" / name).unlink())
    pair.run("checkout")

    pair.assert_same_status()


def test_an_executable_file_stays_one(pair: Pair) -> None:
    """``isexec`` is recorded for a file, and restored for its owner."""
    pair.write({"run.sh": "#!/bin/sh\n", **TREE})
    pair.edit(lambda project: (project.root / "run.sh").chmod(0o755))
    pair.edit(lambda project: (project.root / "data/a").chmod(0o755))
    pair.run("add", "run.sh", "data")
    pair.edit(lambda project: (project.root / "run.sh").unlink())

    pair.run("checkout")

    pair.assert_same_status()


def test_directories_and_links_inside_a_tree(pair: Pair) -> None:
    """Empty directories are nothing, links to files are their content, links to directories
    are not followed."""
    pair.write({**TREE, "elsewhere/x": "x"})

    def dress(project: Project) -> None:
        (project.root / "data/void/inner").mkdir(parents=True)
        (project.root / "data/link").symlink_to("a")
        (project.root / "data/tree").symlink_to("../elsewhere")

    pair.edit(dress)

    pair.run("add", "data")

    pair.assert_same_status()


def test_a_broken_link_is_refused(pair: Pair) -> None:
    """A link to nowhere cannot be stored."""
    pair.write(TREE)
    pair.edit(lambda project: (project.root / "data/link").symlink_to("nowhere"))

    answers = pair.run("add", "data")

    assert not answers.lineal.ok


@pytest.mark.parametrize(
    "target", ["missing", ".", "..", "sub/../data", "./data", ".dvc", "dvc.yaml"]
)
def test_odd_targets_of_add(pair: Pair, target: str) -> None:
    """Refused where dvc refuses, written where dvc writes."""
    pair.write({**TREE, "sub/x": ""})

    pair.run("add", target)

    pair.assert_same_status()


def test_a_user_link_to_a_file_is_replaced(pair: Pair) -> None:
    """``add`` of a symlink stores the content."""
    pair.write({"real": "content"})
    pair.edit(lambda project: (project.root / "alias").symlink_to("real"))

    pair.run("add", "alias")

    pair.assert_same_status()


def test_adding_twice_changes_nothing(pair: Pair) -> None:
    """Comments and unknown order of a ``.dvc`` file survive."""
    pair.write(TREE)
    pair.run("add", "data")
    pair.edit(lambda p: p.write({"data.dvc": "# mine\n" + p.read("data.dvc") + "meta:\n  a: 1\n"}))

    pair.run("add", "data")
    pair.write({"data/a": "changed\n"})
    pair.run("add", "data")

    assert pair.lineal.read("data.dvc").startswith("# mine\n")


@pytest.mark.parametrize(
    "flags", [("--no-commit",), ("--glob",), ("-f",), ("--to-remote",), ("-o", "other")]
)
def test_flags_of_add(pair: Pair, flags: tuple[str, ...]) -> None:
    """Also the combinations that are refused."""
    pair.write({"file": "x"})

    pair.run("add", *flags, "file")

    pair.assert_same_status()


def test_a_pattern_adds_what_it_matches(pair: Pair) -> None:
    """``--glob`` is add's own, not the shell's."""
    pair.write({"one.csv": "1", "two.csv": "2", "three.txt": "3"})

    pair.run("add", "--glob", "*.csv")

    assert not (pair.lineal.root / "three.txt.dvc").exists()


def test_a_file_git_tracks_is_refused(pair: Pair) -> None:
    """What Git has, dvc must not take."""
    pair.write({"file": "x"})
    pair.edit(lambda project: project.run("git", "add", "file"))

    answers = pair.run("add", "file")

    assert not answers.lineal.ok


def test_a_file_that_becomes_a_directory(pair: Pair) -> None:
    """And back: the ``.dvc`` file follows, the cache keeps both."""
    pair.write({"x": "file"})
    pair.run("add", "x")
    pair.edit(lambda project: (project.root / "x").unlink())
    pair.write({"x/inner": "dir"})
    pair.assert_same_status()
    pair.run("add", "x")
    pair.edit(lambda project: shutil.rmtree(project.root / "x"))
    pair.write({"x": "file again"})

    pair.run("add", "x")

    pair.assert_same_status()


@pytest.mark.parametrize("argv", [(), ("-f",), ("data.dvc",), ("data",), ("data/sub",), ("nope",)])
def test_checkout_over_changed_data(pair: Pair, argv: tuple[str, ...]) -> None:
    """Unsaved work is not destroyed without ``-f``; missing files come back."""
    pair.write(TREE)
    pair.run("add", "data")
    pair.write({"data/a": "unsaved", "data/new": "unsaved too"})
    pair.edit(lambda project: os.unlink(project.root / "data/sub/b.txt"))

    pair.run("checkout", *argv)

    pair.assert_same_status()


def test_checkout_follows_an_older_dvc_file(pair: Pair) -> None:
    """Files that are in the cache may go, empty directories go with them."""
    pair.write(TREE)
    pair.run("add", "data")
    before = pair.lineal.read("data.dvc")
    pair.write({"data/deep/er/c": "c"})
    pair.run("add", "data")
    pair.write({"data.dvc": before})

    answers = pair.run("checkout", "--summary")

    assert answers.dvc.stdout == answers.lineal.stdout


def test_checkout_with_a_missing_object(pair: Pair) -> None:
    """What can be restored is; the rest is an error, unless allowed.

    Where nothing is known of a directory any more, DVC would delete it and refuses to do that
    without --force. We leave it alone, so there is nothing to refuse.
    """
    pair.write({**TREE, "file": "x"})
    pair.run("add", "data", "file")
    pair.edit(lambda project: shutil.rmtree(project.root / ".dvc/cache"))
    pair.edit(lambda project: (project.root / "file").unlink())

    pair.run("checkout")
    allowed = pair.lineal.lineal("checkout", "--allow-missing")

    pair.assert_same()
    pair.assert_same_status()
    assert allowed.ok


def test_a_corrupted_object_is_noticed(pair: Pair) -> None:
    """An object that is not 0444 is hashed; if it lies, it goes."""
    pair.write({"file": "x"})
    pair.run("add", "file")

    def corrupt(project: Project) -> None:
        (object_,) = (p for p in (project.root / ".dvc/cache").rglob("*") if p.is_file())
        object_.chmod(0o644)
        object_.write_text("lies")

    pair.edit(corrupt)
    pair.assert_same_status()

    pair.run("checkout")

    pair.assert_same_status()


@pytest.mark.parametrize("argv", [("commit",), ("commit", "-f"), ("commit", "-f", "s")])
def test_commit_of_edited_files(pair: Pair, argv: tuple[str, ...]) -> None:
    """Without ``-f`` a changed stage is refused; with it the lock follows the workspace."""
    pair.write(
        {"dvc.yaml": "stages:\n  s: {cmd: cat in > out, deps: [in], outs: [out]}\n", "in": "a"}
    )
    pair.run("repro")
    pair.edit(lambda project: (project.root / "out").unlink())
    pair.write({"in": "b", "out": "by hand"})

    pair.run(*argv)

    pair.assert_same_status()


def test_commit_after_a_run_without_commit(pair: Pair) -> None:
    """``repro --no-commit`` leaves the cache to ``commit``."""
    pair.write(
        {"dvc.yaml": "stages:\n  s: {cmd: cat in > out, deps: [in], outs: [out]}\n", "in": "a"}
    )
    pair.run("repro", "--no-commit")
    pair.assert_same_status()

    pair.run("commit")

    pair.assert_same_status()


def test_ignored_files_are_not_part_of_a_tree(pair: Pair) -> None:
    """.dvcignore at the root counts; one inside a tracked tree is an error."""
    pair.write({**TREE, ".dvcignore": "*.txt\n/data/a\n!keep.txt\n", "data/keep.txt": "k"})
    pair.run("add", "data")
    pair.write({"data/a": "changed but ignored"})
    pair.assert_same_status()
    pair.write({"data/.dvcignore": "x\n"})

    answers = pair.run("add", "data")

    assert not answers.lineal.ok


def test_a_fifo_is_never_waited_for(project: Project) -> None:
    """dvc hangs for ever on a named pipe inside a tree; we refuse it by name."""
    project.write(TREE)
    os.mkfifo(project.root / "data/pipe")

    done = project.lineal("add", "data", timeout=30)

    assert not done.ok
    assert "data/pipe" in done.stderr
