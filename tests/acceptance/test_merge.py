"""Git merges data with us as its driver, and the real dvc accepts what comes out."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.acceptance.harness.project import Project, isolated_environment, new_project

if TYPE_CHECKING:
    from pathlib import Path

    from tests.acceptance.harness.oracle import Outcome
    from tests.acceptance.harness.project import Tools

pytestmark = pytest.mark.peer

STAGES = """\
stages:
  a:
    cmd: cp one.txt a.out
    deps:
    - one.txt
    params:
    - x
    outs:
    - a.out
  b:
    cmd: cp two.txt b.out
    deps:
    - two.txt
    outs:
    - b.out
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, tools: Tools) -> Path:
    """Two stages, a directory and a file, made by dvc; Git knows the driver."""
    world = tmp_path_factory.mktemp("merge")
    project = new_project(world, tools)
    project.run("git", "symbolic-ref", "HEAD", "refs/heads/main")
    project.write({"dvc.yaml": STAGES, "params.yaml": "x: 1\ny: 2\n"})
    project.write({"one.txt": "1", "two.txt": "2", "my data/a": "1", "my data/b": "22"})
    assert project.dvc("add", "-q", "one.txt", "two.txt", "my data").ok
    assert project.dvc("repro", "-q").ok
    assert project.lineal("data", "merge", "--install").ok
    save(project, "base")
    return world


@pytest.fixture
def repo(made: Path, tmp_path: Path, tools: Tools) -> Project:
    """A copy of it, with a world of its own."""
    world = tmp_path / "world"
    shutil.copytree(made, world, symlinks=True)
    return Project(world / "repo", isolated_environment(world), tools)


def save(project: Project, message: str) -> None:
    project.run("git", "add", "-A")
    done = project.run("git", "commit", "-qm", message)
    assert done.ok, done.stderr


def change(
    project: Project, files: dict[str, str | bytes], message: str, *, run: bool = False
) -> None:
    """New content, recorded by dvc and committed."""
    for name in files:
        project.run("rm", "-f", name)
    project.write(files)
    tracked = ("one.txt", "two.txt", "my data")
    assert project.dvc(
        "add", "-q", *(name for name in tracked if (project.root / name).exists())
    ).ok
    if run:
        assert project.dvc("repro", "-q").ok
    save(project, message)


def switch(project: Project, *words: str) -> None:
    assert project.run("git", "switch", "-q", *words).ok
    assert project.dvc("checkout", "-q").ok


def merge(project: Project, *words: str) -> Outcome:
    return project.run("git", "merge", "--no-edit", *words)


def out(project: Project, name: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(project.read(name))["outs"][0]
    return found


def is_accepted(project: Project) -> bool:
    """What dvc says of a merged repository after it checked the data out."""
    return project.dvc("checkout").ok and project.dvc("status", "--json").ok


def test_branches_that_ran_different_stages(repo: Project) -> None:
    """Both records are in the lock; nothing is left to do."""
    switch(repo, "-c", "other")
    change(repo, {"one.txt": "other"}, "other", run=True)
    switch(repo, "main")
    change(repo, {"two.txt": "main"}, "main", run=True)

    merged = merge(repo, "other")

    assert (0, True) == (merged.exit_code, is_accepted(repo))
    assert "{}" == repo.dvc("status", "--json").stdout.strip()
    assert ("other", "main") == (repo.read("a.out"), repo.read("b.out"))


def test_branches_that_ran_the_same_stage(repo: Project) -> None:
    """No conflict: the lock is valid, the stage is out of date, one run settles it."""
    switch(repo, "-c", "other")
    change(repo, {"one.txt": "other"}, "other", run=True)
    switch(repo, "main")
    change(repo, {"params.yaml": "x: 5\ny: 2\n"}, "main", run=True)

    merged = merge(repo, "other")

    assert (0, True) == (merged.exit_code, is_accepted(repo))
    assert "dvc.lock: stage 'a' was changed on both sides" in merged.stderr
    assert [{"changed deps": {"one.txt": "modified"}}] == _status(repo)["a"]
    assert repo.lineal("run", "-q").ok
    assert {} == _status(repo)


def test_the_side_that_fits_the_merge_wins(repo: Project) -> None:
    """Ours only ran again with another result; theirs has the new input."""
    switch(repo, "-c", "other")
    change(repo, {"one.txt": "other"}, "other", run=True)
    switch(repo, "main")
    one = "c4ca4238a0b923820dcc509a6f75849b"
    result = f"path: a.out\n      hash: md5\n      md5: {one}"
    lock = repo.read("dvc.lock")
    assert result in lock
    repo.write({"dvc.lock": lock.replace(result, result.replace(one, "f" * 32))})
    save(repo, "main")

    merged = merge(repo, "other")

    assert (0, {}) == (merged.exit_code, _status(repo) if is_accepted(repo) else None)


def test_different_files_of_one_directory(repo: Project) -> None:
    """Added, changed and removed come together, with the right size and count."""
    switch(repo, "-c", "other")
    change(repo, {"my data/b": "other", "my data/new": "new"}, "other")
    switch(repo, "main")
    repo.run("rm", "my data/a")
    change(repo, {"my data/mine": "mine"}, "main")

    merged = merge(repo, "other")

    assert (0, True) == (merged.exit_code, is_accepted(repo))
    assert (12, 3) == (out(repo, "my data.dvc")["size"], out(repo, "my data.dvc")["nfiles"])
    assert {} == _status(repo)
    assert ["b", "mine", "new"] == sorted(path.name for path in (repo.root / "my data").iterdir())


def test_the_same_file_of_one_directory(repo: Project) -> None:
    """A conflict that names it; the file is valid, and one command chooses."""
    switch(repo, "-c", "other")
    change(repo, {"my data/a": "theirs", "my data/new": "new"}, "other")
    switch(repo, "main")
    change(repo, {"my data/a": "ours"}, "main")

    merged = merge(repo, "other")

    assert (1, "UU my data.dvc", True) == (
        merged.exit_code,
        _unmerged(repo),
        is_accepted(repo),
    )
    assert "my data.dvc: my data/a: both sides changed it" in merged.stderr
    assert ("ours", "new") == (repo.read("my data/a"), repo.read("my data/new"))
    assert repo.lineal("data", "merge", "--take", "theirs", "my data/a").ok
    assert repo.lineal("data", "merge", "--continue").ok
    assert ("theirs", "", {}) == (repo.read("my data/a"), _unmerged(repo), _status(repo))


@pytest.mark.parametrize("side", ["ours", "theirs"])
def test_one_file_both_changed(repo: Project, side: str) -> None:
    """Nothing to merge in it: a person takes one."""
    switch(repo, "-c", "other")
    change(repo, {"one.txt": "theirs"}, "other")
    switch(repo, "main")
    change(repo, {"one.txt": "ours"}, "main")

    assert (1, "UU one.txt.dvc") == (merge(repo, "other").exit_code, _unmerged(repo))
    assert repo.lineal("data", "merge", "--take", side).ok

    assert repo.lineal("data", "merge", "--continue").ok
    assert side == repo.read("one.txt")


def test_criss_cross(repo: Project) -> None:
    """Two common ancestors that disagree: neither side may look unchanged."""
    switch(repo, "-c", "other")
    change(repo, {"one.txt": "theirs"}, "other")
    switch(repo, "main")
    change(repo, {"one.txt": "ours"}, "main")
    tips = [repo.run("git", "rev-parse", name).stdout.strip() for name in ("main", "other")]
    for branch, tip in (("main", tips[1]), ("other", tips[0])):
        repo.run("git", "switch", "-q", branch)
        assert 1 == merge(repo, tip).exit_code
        assert repo.lineal("data", "merge", "--take", "ours").ok
        repo.run("git", "commit", "--no-edit", "-q")

    merged = merge(repo, "main")

    assert (1, "UU one.txt.dvc") == (merged.exit_code, _unmerged(repo))


def test_a_renamed_dvc_file(repo: Project) -> None:
    """The other side's new data follows it."""
    switch(repo, "-c", "other")
    change(repo, {"two.txt": "other"}, "other")
    switch(repo, "main")
    assert repo.dvc("move", "two.txt", "moved.txt").ok
    save(repo, "main")

    merged = merge(repo, "other")

    assert (0, "moved.txt") == (merged.exit_code, out(repo, "moved.txt.dvc")["path"])
    assert is_accepted(repo)
    assert "other" == repo.read("moved.txt")


def test_removed_here_and_changed_there(repo: Project) -> None:
    """Git asks, as it does for any file; the driver is not."""
    switch(repo, "-c", "other")
    change(repo, {"two.txt": "other"}, "other")
    switch(repo, "main")
    assert repo.dvc("remove", "two.txt.dvc").ok
    save(repo, "main")

    merged = merge(repo, "other")

    assert (1, "DU two.txt.dvc") == (merged.exit_code, _unmerged(repo))


def test_in_a_worktree_without_lineal_on_the_path(repo: Project) -> None:
    """The command in the clone's settings names this installation."""
    switch(repo, "-c", "other")
    change(repo, {"one.txt": "other"}, "other", run=True)
    switch(repo, "main")
    change(repo, {"two.txt": "main"}, "main", run=True)
    assert repo.run("git", "worktree", "add", "-q", "-b", "tree", "../a tree").ok

    merged = repo.run("git", "merge", "--no-edit", "other", cwd="../a tree")

    assert (0, True) == (merged.exit_code, "stage" not in merged.stderr)


def test_what_is_no_lock_is_merged_by_lines(repo: Project) -> None:
    """Loudly, with the marks everybody knows."""
    switch(repo, "-c", "other")
    repo.write({"dvc.lock": "theirs: [\n"})
    save(repo, "other")
    repo.run("git", "switch", "-q", "main")
    repo.write({"dvc.lock": repo.read("dvc.lock").replace("1", "3")})
    save(repo, "main")

    merged = merge(repo, "other")

    assert (1, True) == (merged.exit_code, "<<<<<<<" in repo.read("dvc.lock"))
    assert "merged line by line instead" in merged.stderr


def _status(repo: Project) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(repo.dvc("status", "--json").stdout)
    return found


def _unmerged(repo: Project) -> str:
    listed = repo.run("git", "status", "--porcelain", "--untracked-files=no").stdout.splitlines()
    return "\n".join(line.replace('"', "") for line in listed if line[0] in "UD" or line[1] == "U")
