"""Sharing data with whoever uses dvc: one bucket or folder, two tools."""

from __future__ import annotations

import json
import os
import shutil
import signal
import time
from typing import TYPE_CHECKING

import pytest

from lineal.pipeline.documents.emit import emit_yaml

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.acceptance.harness.pair import Pair
    from tests.acceptance.harness.project import Project
    from tests.servers.s3 import S3Server

DATA = {"data/a": "1", "data/sub/b é": "2", "data/c": "1", "f": "1", "g": ""}
STAGE = {
    "stages": {
        "s": {
            "cmd": "cat f > out && echo '{\"m\": 1}' > m.json && mkdir -p kept && cp f kept/x",
            "deps": ["f"],
            "outs": ["out", {"kept": {"push": False}}],
            "metrics": [{"m.json": {"cache": False}}],
        }
    }
}

Both = tuple["Project", "Project"]


def prepare(project: Project, url: str, settings: dict[str, str] | None = None) -> Project:
    """A project with tracked data, run once, and a default remote."""
    project.write({**DATA, "dvc.yaml": emit_yaml(STAGE)})
    assert project.lineal("add", "data", "f", "g").ok
    assert project.lineal("run").ok
    use_remote(project, url, settings)
    project.run("git", "add", "-A")
    project.run("git", "commit", "-qm", "data")
    return project


def use_remote(project: Project, url: str, settings: dict[str, str] | None = None) -> None:
    lines = ["[core]", "    remote = store", "['remote \"store\"']", f"    url = {url}"]
    lines += [f"    {key} = {value}" for key, value in (settings or {}).items()]
    (project.root / ".dvc" / "config").write_text("\n".join(lines) + "\n")


def files_below(directory: Path) -> dict[str, tuple[int, bytes]]:
    """The data of a remote: the ledger is apart from it, and only ours."""
    return {
        os.path.relpath(os.path.join(parent, name), directory): (
            os.stat(os.path.join(parent, name)).st_mode,
            (directory / parent / name).read_bytes(),
        )
        for parent, _, names in os.walk(directory)
        for name in names
        if ".lineal" not in parent.split(os.sep)
    }


def lose(project: Project, *, cache: bool = True) -> None:
    """As after a clone: neither data nor cache."""
    for name in ("data", "kept", ".dvc/cache" if cache else "none"):
        shutil.rmtree(project.root / name, ignore_errors=True)
    for name in ("f", "g", "out"):
        (project.root / name).unlink(missing_ok=True)


@pytest.fixture
def folders(pair: Pair) -> tuple[Pair, Path, Path]:
    """Two equal projects, each with a folder of its own to share."""
    for project in pair:
        prepare(project, "../../remote")
    return pair, pair.dvc.root.parent / "remote", pair.lineal.root.parent / "remote"


def test_both_tools_fill_a_folder_alike(folders: tuple[Pair, Path, Path]) -> None:
    """Keys, bytes and modes; outputs with ``push: false`` stay here; the count is dvc's."""
    pair, theirs, ours = folders

    answers = pair.ask("push", "--run-cache")

    assert files_below(theirs) == files_below(ours)
    assert answers.dvc.stdout == answers.lineal.stdout


def test_both_tools_pull_alike(folders: tuple[Pair, Path, Path]) -> None:
    """What arrives, where, and what is said of it; whatever part is asked for."""
    pair, *_ = folders
    for project in pair:
        assert project.lineal("push").ok
    for words in ("", "data", "data/sub", "s -d", "out f"):
        pair.edit(lose)

        answers = pair.run("pull", "--allow-missing", *words.split())

        expected, actual = (sorted(answer.stdout.split()) for answer in answers)
        assert (words, expected) == (words, actual)


@pytest.mark.parametrize(("pusher", "puller"), [("dvc", "lineal"), ("lineal", "dvc")])
def test_what_one_tool_pushes_the_other_pulls(
    make_project: Callable[[str], Project], tmp_path: Path, pusher: str, puller: str
) -> None:
    """From a folder, in a second clone."""
    project = prepare(make_project("first"), os.fspath(tmp_path / "remote"))
    assert project.tool(pusher, "push").ok
    lose(project)

    assert project.tool(puller, "pull", "data", "f", "g", "out").ok

    assert DATA == {name: project.read(name) for name in DATA}
    assert "Cache and remote 'store' are in sync." in project.dvc("status", "-c").stdout


@pytest.mark.parametrize(("pusher", "puller"), [("dvc", "lineal"), ("lineal", "dvc")])
def test_a_bucket_is_shared_by_both_tools(
    make_project: Callable[[str], Project], s3: S3Server, pusher: str, puller: str
) -> None:
    """The same keys, and bytes that either takes for its own."""
    bucket = s3.new_bucket()
    project = prepare(make_project("first"), f"s3://{bucket}/some/path", s3.settings())
    assert project.tool(pusher, "push").ok
    keys = [key for key in s3.keys(bucket) if "/.lineal/" not in key]
    lose(project)

    assert project.tool(puller, "pull", "data", "f", "g", "out").ok

    assert DATA == {name: project.read(name) for name in DATA}
    assert (4, True) == (len(keys), all(key.startswith("some/path/files/md5/") for key in keys))


def test_status_of_the_cloud_is_dvcs(folders: tuple[Pair, Path, Path]) -> None:
    """New, then in sync, then deleted here; also for a part of a directory."""
    pair, *_ = folders

    def compared(*words: str) -> dict[str, str]:
        answers = pair.ask("status", "-c", "--json", *words)
        theirs, ours = (json.loads(answer.stdout) for answer in answers)
        # Of several paths with the same content dvc shows whichever comes first in a set.
        equal = {"data/a": "same", "data/c": "same", "f": "same", "out": "same"}
        assert {equal.get(k, k): v for k, v in theirs.items()} == {
            equal.get(k, k): v for k, v in ours.items()
        }
        found: dict[str, str] = ours
        return found

    seen = [compared(), compared("data/sub")]
    pair.ask("push")
    seen.append(compared())
    pair.edit(lambda project: shutil.rmtree(project.root / ".dvc" / "cache" / "files"))
    seen.append(compared())

    assert [{"new"}, {"new"}, set(), {"deleted"}] == [set(found.values()) for found in seen]


def test_other_revisions_are_pushed_when_asked(folders: tuple[Pair, Path, Path]) -> None:
    """``-A`` means every commit; what one tool sent is enough for the other."""
    pair, theirs, ours = folders
    for project in pair:
        project.write({"f": "later"})
        assert project.dvc("add", "f").ok
        project.run("git", "commit", "-qam", "later")

    answers = pair.ask("push", "-A")

    # What both revisions need dvc counts twice.
    assert files_below(theirs) == files_below(ours)
    assert "5 files pushed\n" == answers.lineal.stdout


def test_an_output_goes_to_the_remote_it_names(folders: tuple[Pair, Path, Path]) -> None:
    """And naming another remote leaves it out."""
    pair, *places = folders
    for project, place in zip(pair, places, strict=True):
        with open(project.root / ".dvc" / "config", "a", encoding="utf-8") as file:
            file.write(f"['remote \"own\"']\n    url = {place}-own\n")
        text = project.read("f.dvc")
        (project.root / "f.dvc").write_text(f"{text}  remote: own\n")

    pair.ask("push", "-r", "store", "f", "g")
    apart = [files_below(place) for place in places]
    pair.ask("push")
    owns = [files_below(place.with_name(f"{place.name}-own")) for place in places]

    assert (apart[0], owns[0]) == (apart[1], owns[1])


def test_a_remote_that_was_emptied_is_filled_again(folders: tuple[Pair, Path, Path]) -> None:
    """Although the last push left nothing to do."""
    pair, _, ours = folders
    assert pair.lineal.lineal("push").ok
    before = files_below(ours)
    shutil.rmtree(ours)

    assert pair.lineal.lineal("push").ok

    assert before == files_below(ours)


def test_what_is_missing_is_named_and_the_rest_is_checked_out(
    folders: tuple[Pair, Path, Path],
) -> None:
    """And the exit code says that something is missing."""
    pair, _, ours = folders
    project = pair.lineal
    assert project.lineal("push").ok
    os.unlink(next(path for path in (ours / "files/md5").rglob("*") if path.stat().st_size == 0))
    lose(project)

    answer = project.lineal("pull", "data", "f", "g", "out")

    assert (1, True, False) == (
        answer.exit_code,
        (project.root / "data" / "sub" / "b é").exists(),
        (project.root / "g").exists(),
    )
    assert "\ng\n" in answer.stderr


@pytest.mark.parametrize("verb", ["push", "pull"])
def test_a_killed_transfer_is_finished_by_the_same_command(
    project: Project, tmp_path: Path, verb: str
) -> None:
    """Wherever it was hit, no object is half there and nothing is lost."""
    remote = tmp_path / "remote"
    names = [f"many/{number:03}" for number in range(400)]
    project.write({name: f"{name}\n" * 50 for name in names})
    project.write({"large": os.urandom(1 << 20) * 8})
    assert project.lineal("add", "many", "large").ok
    use_remote(project, os.fspath(remote))
    if verb == "pull":
        assert project.lineal("push").ok
        shutil.rmtree(project.root / ".dvc" / "cache")
        shutil.rmtree(project.root / "many")
    hits = zip((0.12, 0.2, 0.28, 0.36), (signal.SIGKILL, signal.SIGINT) * 2, strict=True)
    for seconds, how in hits:
        process = project.start(os.fspath(project.tools.lineal), verb)
        time.sleep(seconds)
        os.killpg(process.pid, how)
        process.communicate(timeout=30)
        assert whole(remote, project.root / ".dvc" / "cache")

    assert project.lineal(verb).ok

    assert f"{names[0]}\n" * 50 == project.read(names[0])
    assert "Cache and remote 'store' are in sync." in project.dvc("status", "-c").stdout


def whole(*places: Path) -> bool:
    """Everything with the name of an object has its bytes."""
    import hashlib

    found = [path for place in places for path in place.glob("files/md5/??/*") if path.is_file()]
    named = [path for path in found if not path.name.startswith(".")]
    return all(
        hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()
        == path.parent.name + path.name.removesuffix(".dir")
        for path in named
    )


def test_two_people_push_at_once(make_project: Callable[[str], Project], tmp_path: Path) -> None:
    """Neither loses anything, and no object is half there."""
    remote = tmp_path / "remote"
    people = [make_project(name) for name in ("one", "two")]
    for number, person in enumerate(people):
        person.write({f"d/{n}": str(n + 40 * number) for n in range(80)})
        assert person.lineal("add", "d").ok
        use_remote(person, os.fspath(remote))

    running = [person.start(os.fspath(person.tools.lineal), "push") for person in people]
    codes = [(process.communicate(timeout=30), process.returncode)[1] for process in running]

    assert ([0, 0], True) == (codes, whole(remote))
    assert ["Cache and remote 'store' are in sync.\n"] * 2 == [
        person.dvc("status", "-c").stdout for person in people
    ]


def test_missing_data_is_pulled_rather_than_made_again(
    folders: tuple[Pair, Path, Path],
) -> None:
    """``repro --pull``: the outputs of an unchanged stage, and the data sources."""
    pair, *_ = folders
    for project in pair:
        assert project.lineal("push", "f", "g", "data", "out").ok
        lose(project)
        shutil.rmtree(project.root / "kept", ignore_errors=True)
        text = project.read("dvc.yaml").replace("push: false", "push: true")
        project.write({"dvc.yaml": text})

    answers = pair.run("repro", "--pull", "s")

    assert "Unable to pull data for stage: 's'" in answers.lineal.stdout
    assert ("Running stage 's'" in answers.dvc.stdout) == (
        "Running stage 's'" in answers.lineal.stdout
    )


def test_a_run_somebody_else_made_is_restored(
    make_project: Callable[[str], Project], tmp_path: Path
) -> None:
    """Its entry comes with ``--pull``, and the objects it names."""
    remote = os.fspath(tmp_path / "remote")
    first, second = make_project("one"), make_project("two")
    stage = {"stages": {"s": {"cmd": "cat f > out", "deps": ["f"], "outs": ["out"]}}}
    for person in (first, second):
        person.write({"f": "same", "dvc.yaml": emit_yaml(stage)})
        use_remote(person, remote)
    assert first.dvc("repro").ok
    assert first.lineal("push", "--run-cache").ok

    answer = second.lineal("run", "--pull")

    assert "Stage 's' is cached - skipping run, checking out outputs" in answer.stdout
    assert "same" == second.read("out")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["push", "-r", "stor"], "did you mean"),
        (["pull", "nothing"], "'nothing' is neither a stage nor an output"),
        (["push", "-j", "0"], "--jobs takes a number from 1"),
        (["push", "--glob", "no*such"], "nothing matches no*such"),
        (["status", "-a"], "without --cloud these mean nothing: --all-branches"),
    ],
)
def test_wrong_words_are_answered_well(
    project: Project, tmp_path: Path, words: list[str], said: str
) -> None:
    """With the thing, and what to do."""
    use_remote(project, os.fspath(tmp_path / "remote"))

    answer = project.lineal(*words)

    assert (False, True, True) == (answer.ok, said in answer.stderr, "hint: " in answer.stderr)


def test_a_versioned_remote_is_left_to_dvc(project: Project) -> None:
    """Its files lie under their own names; nothing is written there by us."""
    project.write({"f": "1"})
    assert project.lineal("add", "f").ok
    use_remote(project, "s3://bucket/path", {"version_aware": "true"})

    answer = project.lineal("push")

    assert (1, True) == (answer.exit_code, "hint: dvc push" in answer.stderr)


def test_versions_that_dvc_pushed_are_pulled(project: Project, s3: S3Server) -> None:
    """By their version ids; what dvc wrote into the project files stays as it is."""
    bucket = s3.new_bucket()
    s3.client.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    project.write({"d/a": "1", "d/b": "2", "f": "3"})
    assert project.lineal("add", "d", "f").ok
    use_remote(project, f"s3://{bucket}/path", {**s3.settings(), "version_aware": "true"})
    assert project.dvc("push").ok
    before = project.read("d.dvc"), project.read("f.dvc")
    s3.put(bucket, "path/f", b"somebody wrote over it")
    for name in ("d", ".dvc/cache"):
        shutil.rmtree(project.root / name)
    (project.root / "f").unlink()

    answer = project.lineal("pull")

    assert (0, "3 files fetched and 3 files added") == (
        answer.exit_code,
        answer.stdout.splitlines()[-1],
    )
    assert ("1", "3", before) == (
        project.read("d/a"),
        project.read("f"),
        (project.read("d.dvc"), project.read("f.dvc")),
    )
    assert "Data and pipelines are up to date." in project.dvc("status").stdout


def test_a_ledger_on_a_remote_is_none_of_dvcs(folders: tuple[Pair, Path, Path]) -> None:
    """It neither counts nor collects what lies there, and a clone gets all of it."""
    pair, _, ours = folders
    project = pair.lineal
    assert project.lineal("push").ok
    ledger = sorted(path for path in (ours / ".lineal").rglob("*") if path.is_file())
    collected = project.dvc("gc", "-w", "-c", "-f")
    left = sorted(path for path in (ours / ".lineal").rglob("*") if path.is_file())

    assert "No unused cache to remove from remote." in collected.stdout + collected.stderr
    assert (True, ledger) == (len(ledger) >= 3, left)
    assert "Cache and remote 'store' are in sync." in project.dvc("status", "-c").stdout
