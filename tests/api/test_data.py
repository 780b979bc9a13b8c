"""``lineal.open``, ``read`` and ``get_url`` beside ``dvc.api``."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING, Any

import pytest

import lineal
from lineal.base.errors import (
    ConfigError,
    DataError,
    LinealError,
    RemoteError,
    RevisionError,
    TargetError,
    UsageError,
)
from tests.api.conftest import commit, stand_in, tagged
from tests.api.peer import Call

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.acceptance.harness.project import Project
    from tests.api.peer import DvcApi

CALLS = [
    Call("read", ("sub/one.csv",), {}),
    Call("read", ("sub/one.csv",), {"rev": "v1"}),
    Call("read", ("sub/dir/a.csv",), {}),
    Call("read", ("sub/dir/a.csv",), {"rev": "v1"}),
    Call("read", ("sub/dir/deep/ünï code.txt",), {"rev": "v1", "encoding": "utf-8"}),
    Call("read", ("sub/dir/deep/ünï code.txt",), {"rev": "HEAD", "mode": "rb"}),
    Call("read", ("sub/dir/nope",), {"rev": "v1"}),
    Call("read", ("sub/dir",), {}),
    Call("read", ("sub/dir",), {"rev": "v1"}),
    Call("read", ("sub",), {"rev": "v1"}),
    Call("read", ("README.md",), {}),
    Call("read", ("README.md",), {"rev": "v1"}),
    Call("read", ("sub/one.csv.dvc",), {"rev": "v1"}),
    Call("read", ("nope",), {}),
    Call("read", ("sub/one.csv",), {"rev": "nope"}),
    Call("read", ("sub/one.csv",), {"mode": "w"}),
    Call("read", ("sub/one.csv",), {"repo": "."}),
    Call("read", ("sub/one.csv",), {"repo": "sub"}),
    Call("read", ("one.csv",), {"repo": "sub"}),
    Call("read", ("../README.md",), {"rev": "v1"}),
    Call("get_url", ("sub/one.csv",), {}),
    Call("get_url", ("sub/dir",), {"rev": "v1"}),
    Call("get_url", ("sub/dir/a.csv",), {}),
    Call("get_url", ("sub/dir/deep",), {"rev": "v1"}),
    Call("get_url", ("README.md",), {}),
    Call("get_url", ("sub/one.csv",), {"remote": "nope"}),
    Call("get_url", ("sub/one.csv",), {"remote": "n", "remote_config": {"url": "/else"}}),
    Call("get_url", ("sub/one.csv",), {"config": {"remote": {"store": {"url": "/else"}}}}),
]


def ours(calls: list[Call]) -> list[tuple[object, bool]]:
    """Values, and whether we refuse."""
    return [_ours(call) for call in calls]


def _ours(call: Call) -> tuple[object, bool]:
    try:
        value = getattr(lineal, call.name)(*call.args, **call.kwargs)
    except LinealError:
        return None, True
    return (value.hex() if isinstance(value, bytes) else value), False


def theirs(dvc_api: DvcApi, calls: list[Call]) -> list[tuple[object, bool]]:
    return [(answer.value, answer.refused is not None) for answer in dvc_api.calls(calls)]


@pytest.mark.peer
def test_a_workspace_reads_as_with_dvc(shared: Project, dvc_api: DvcApi) -> None:
    """Also where the workspace differs from what was recorded."""
    shared.write({"sub/one.csv": "changed\n"})

    assert theirs(dvc_api, CALLS) == ours(CALLS)


@pytest.mark.peer
def test_what_only_the_remote_has_reads_as_with_dvc(shared: Project, dvc_api: DvcApi) -> None:
    """Neither workspace nor cache."""
    for gone in (".dvc/cache", "sub/dir", "sub/one.csv"):
        path = shared.root / gone
        shutil.rmtree(path) if path.is_dir() else path.unlink()

    assert theirs(dvc_api, CALLS) == ours(CALLS)


@pytest.mark.peer
def test_paths_are_relative_to_where_one_stands(
    shared: Project, dvc_api: DvcApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the workspace; to the root at a revision."""
    monkeypatch.chdir(shared.root / "sub")

    assert theirs(dvc_api, CALLS) == ours(CALLS)
    assert lineal.read("one.csv") == "x\n1\n"


@pytest.mark.peer
def test_a_git_url_is_read_like_a_directory(
    shared: Project, dvc_api: DvcApi, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """At its default branch, or at a revision."""
    monkeypatch.chdir(tmp_path)
    there = {"remote": {"store": {"url": os.fspath(shared.root.parent / "store")}}}
    calls = [
        call._replace(kwargs={"config": there, **call.kwargs, "repo": f"file://{shared.root}"})
        for call in CALLS
        if "repo" not in call.kwargs
    ]

    assert theirs(dvc_api, calls) == ours(calls)


@pytest.mark.peer
def test_outputs_of_stages_are_found(here: Project, dvc_api: DvcApi) -> None:
    """Wherever the pipeline file is, also when the output is in another directory."""
    here.write(
        {
            "pipe/dvc.yaml": "stages:\n  s:\n    cmd: mkdir -p ../far/d && echo 1 > ../far/d/x\n"
            "    outs: [../far/d]\n  m:\n    cmd: echo 2 > m\n    metrics: [m: {cache: false}]\n"
        }
    )
    assert here.dvc("repro", "-q", "pipe/dvc.yaml").ok
    tagged(here, "v1")
    shutil.rmtree(here.root / "far")
    calls = [
        Call("read", (path,), {"rev": rev})
        for path in ("far/d/x", "pipe/m")
        for rev in (None, "v1")
    ]

    assert theirs(dvc_api, calls) == ours(calls)


@pytest.mark.peer
def test_a_project_inside_another_has_its_own_data(here: Project, dvc_api: DvcApi) -> None:
    """Its own remote and cache as well."""
    assert here.dvc("init", "--subdir", "-q", cwd=mkdir(here, "inner")).ok
    here.write({"inner/data": "in\n"})
    assert here.dvc("add", "-q", "data", cwd="inner").ok
    tagged(here, "v1")
    (here.root / "inner/data").unlink()
    calls = [Call("read", ("inner/data",), {"rev": rev}) for rev in (None, "v1")]

    assert [("in\n", False)] * 2 == ours(calls)
    assert theirs(dvc_api, calls) == ours(calls)


@pytest.mark.peer
def test_imports_are_read_from_where_they_came(
    shared: Project,
    make_project: Callable[[str], Project],
    dvc_api: DvcApi,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nobody pushes them, so after a clone they are only there."""
    other = stand_in(make_project("other"), monkeypatch)
    for path in ("sub/one.csv", "sub/dir", "README.md"):
        assert other.dvc("import", "-q", os.fspath(shared.root), path, "--rev", "v1").ok
    tagged(other, "v1")
    for gone in (".dvc/cache", "dir", "one.csv", "README.md"):
        left = other.root / gone
        shutil.rmtree(left) if left.is_dir() else left.unlink()
    calls = [
        Call("read", (path,), {"rev": rev})
        for path in ("one.csv", "dir/a.csv", "README.md", "dir/nope")
        for rev in (None, "v1")
    ]

    assert theirs(dvc_api, calls) == ours(calls)
    assert lineal.read("dir/a.csv", rev="v1") == "a\n"


@pytest.mark.peer
def test_an_output_with_a_remote_of_its_own_is_read_from_there(
    here: Project, tmp_path: Path
) -> None:
    """The default remote is not even asked."""
    here.write({"data": "mine\n"})
    commit(here, "data", tag="v1", remote=os.fspath(tmp_path / "own"))
    assert here.dvc("remote", "add", "-q", "-d", "other", "/nowhere").ok
    here.write({"data.dvc": here.read("data.dvc") + "  remote: store\n"})
    shutil.rmtree(here.root / ".dvc/cache")
    (here.root / "data").unlink()

    assert lineal.read("data") == "mine\n"


def test_a_file_object_serves_without_with(shared: Project) -> None:
    """It seeks, and it is closed by hand."""
    file = lineal.open("sub/one.csv", rev="v1")
    file.seek(2)
    found = file.read()
    file.close()

    assert (found, True) == ("1\n", file.closed)
    assert shared.root.is_dir()


def test_reading_leaves_the_workspace_alone(shared: Project) -> None:
    """What was fetched to be read does not appear as a file."""
    for gone in (".dvc/cache", "sub/dir"):
        shutil.rmtree(shared.root / gone)
    lineal.read("sub/dir/a.csv")

    assert not (shared.root / "sub/dir").exists()


@pytest.mark.parametrize(
    ("path", "kwargs", "error", "match"),
    [
        ("sub/one.cvs", {}, TargetError, "'sub/one.cvs' is neither tracked nor there"),
        ("sub/dir", {}, TargetError, "'sub/dir' is a directory"),
        ("README.md", {"rev": "nope"}, RevisionError, "no such revision: 'nope'"),
        ("README.md", {"mode": "a"}, UsageError, "mode 'a'"),
        ("sub/one.csv", {"rev": "v1", "remote_config": {"uurl": "x"}}, ConfigError, "uurl"),
    ],
)
def test_what_cannot_be_read_is_named(
    shared: Project, path: str, kwargs: dict[str, Any], error: type[LinealError], match: str
) -> None:
    """With the place where it was looked for."""
    shutil.rmtree(shared.root / ".dvc/cache")

    with pytest.raises(error, match=match):
        lineal.read(path, **kwargs)


def test_a_near_name_is_suggested(shared: Project) -> None:
    """Among the outputs there are."""
    with pytest.raises(TargetError, match="neither tracked nor there") as caught:
        lineal.read("sub/one.cvs", rev="v1")

    assert (caught.value.hint, True) == ("did you mean 'sub/one.csv'?", shared.root.is_dir())


def test_an_object_that_is_nowhere_is_named(shared: Project, tmp_path: Path) -> None:
    """With the remote that does not have it."""
    for gone in (shared.root / ".dvc/cache", tmp_path / "world/store/files/md5"):
        shutil.rmtree(gone)
    (shared.root / "sub/one.csv").unlink()

    with pytest.raises(DataError, match=r"'sub/one.csv' is not here: .* nor on .*store"):
        lineal.read("sub/one.csv")


def test_a_damaged_object_on_the_remote_is_noticed(shared: Project, tmp_path: Path) -> None:
    """Wrong bytes are never returned as all of a file."""
    shutil.rmtree(shared.root / ".dvc/cache")
    (shared.root / "sub/one.csv").unlink()
    for path in (tmp_path / "world/store/files/md5").rglob("*"):
        if path.is_file() and path.suffix != ".dir":
            path.chmod(0o644)
            path.write_bytes(b"wrong")

    with pytest.raises(RemoteError, match="arrived with the content"):
        lineal.read("sub/one.csv")


def mkdir(project: Project, name: str) -> str:
    (project.root / name).mkdir(parents=True)
    return name
