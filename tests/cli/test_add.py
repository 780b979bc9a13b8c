"""``lineal add``."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
import yaml

if TYPE_CHECKING:
    from tests.pipeline.place import Place


def outs(place: Place, file: str) -> dict[str, object]:
    (found,) = yaml.safe_load(place.read(file))["outs"]
    assert isinstance(found, dict)
    return found


def test_a_file_gets_a_dvc_file_a_place_in_the_cache_and_a_gitignore_line(place: Place) -> None:
    """And Git is told what to add."""
    place.write({"sub/data": "hello"})

    said = place.lineal("add", "sub/data").stdout

    md5 = "5d41402abc4b2a76b9719d911017c592"
    expected = f"outs:\n- md5: {md5}\n  size: 5\n  hash: md5\n  path: data\n"
    assert (expected, "/data\n") == (place.read("sub/data.dvc"), place.read("sub/.gitignore"))
    assert "hello" == place.read(f".dvc/cache/files/md5/{md5[:2]}/{md5[2:]}")
    assert "\tgit add sub/.gitignore sub/data.dvc\n" in said


def test_no_commit_leaves_the_cache_alone(place: Place) -> None:
    """The digest is recorded all the same."""
    place.write({"data": "hello"})

    assert place.lineal("add", "--no-commit", "data").ok

    assert (False, 5) == (place.exists(".dvc/cache/files"), outs(place, "data.dvc")["size"])


def test_a_path_inside_a_tracked_directory_updates_it(place: Place) -> None:
    """Added, replaced, removed: the rest is not looked at."""
    place.write({"d/a": "1", "d/b": "2"})
    place.lineal("add", "d")
    place.write({"d/c": "3", "d/b": "changed, not added"})
    place.lineal("add", "d/c")
    added = outs(place, "d.dvc")
    (place.root / "d/a").unlink()
    place.lineal("add", "d/a")
    removed = outs(place, "d.dvc")
    place.lineal("checkout", "-f")

    assert ((3, 3), 2) == ((added["nfiles"], added["size"]), removed["nfiles"])
    assert (["b", "c"], "2") == (sorted(os.listdir(place.root / "d")), place.read("d/b"))


def test_out_puts_a_copy_into_the_project(place: Place) -> None:
    """From anywhere; the original stays."""
    (place.root.parent / "elsewhere").write_text("from afar")

    assert place.lineal("add", "../elsewhere", "-o", "here").ok
    refused = place.lineal("add", "../elsewhere", "-o", "here")

    assert ("from afar", True) == (place.read("here"), (place.root.parent / "elsewhere").exists())
    assert "error: 'here' already exists locally\nhint: use --force to override it\n" == (
        refused.stderr
    )


def test_patterns_are_expanded_on_demand(place: Place) -> None:
    """With **, too."""
    place.write({"a.csv": "1", "sub/b.csv": "2", "c.txt": "3"})

    assert place.lineal("add", "--glob", "**/*.csv").ok

    assert [True, True, False] == [
        place.exists(f"{name}.dvc") for name in ("a.csv", "sub/b.csv", "c.txt")
    ]


def test_adding_again_keeps_what_people_wrote(place: Place) -> None:
    """Comments and descriptions."""
    place.write({"data": "1"})
    place.lineal("add", "data")
    place.write({"data.dvc": f"# mine\n{place.read('data.dvc')}  desc: ours\n", "data": "22"})
    place.lineal("add", "data")

    assert place.read("data.dvc").startswith("# mine\n")
    assert ("ours", 2) == (outs(place, "data.dvc")["desc"], outs(place, "data.dvc")["size"])


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["gone"], 1, "output 'gone' does not exist"),
        (["made"], 1, "cannot update 'made': overlaps with an output of stage: 'a'"),
        (["../outside"], 1, "lies outside of the project"),
        (["link/x"], 1, "Cannot add files inside symlinked directories"),
        (["dir", "dir/x"], 1, "outputs overlap"),
        (["tracked"], 1, "output 'tracked' is already tracked by SCM"),
        (["x", "y", "-o", "z"], 2, "several targets can't be used with --out"),
        (["--glob", "*.none"], 1, "no file matches '*.none'"),
    ],
)
def test_what_cannot_be_added(place: Place, words: list[str], code: int, message: str) -> None:
    """Nothing is written."""
    place.stages({"a": {"cmd": "c", "outs": ["made"]}})
    place.write({"made": "1", "dir/x": "1", "../outside": "1", "tracked": "1"})
    (place.root / "link").symlink_to("dir")
    os.system("git add tracked")  # noqa: S605 (a constant)

    outcome = place.lineal("add", *words)

    assert (code, True) == (outcome.exit_code, message in outcome.stderr)
    assert [] == [
        name for name in os.listdir(place.root) if name.endswith(".dvc") and name != ".dvc"
    ]


def test_autostage_gives_the_files_to_git(place: Place) -> None:
    """Instead of telling."""
    place.lineal("config", "core.autostage", "true")
    place.write({"data": "1"})

    said = place.lineal("add", "data").stdout
    with os.popen("git diff --cached --name-only") as git:  # noqa: S605 (a constant)
        staged = git.read().split()

    assert ("", True) == (said, {".gitignore", "data.dvc"} <= {*staged})
