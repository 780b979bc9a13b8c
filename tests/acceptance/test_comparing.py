"""``diff`` and ``data status`` say what dvc says, of one repository."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from lineal.pipeline.documents.emit import emit_yaml
from tests.acceptance.harness.project import new_project
from tests.acceptance.scenes import commit, make_ask, record

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.acceptance.harness.project import Project, Tools
    from tests.acceptance.scenes import Ask

    Scene = Callable[[Project], None]
    Build = Callable[[Scene], Project]

pytestmark = pytest.mark.peer

STAGE = {"stages": {"s": {"cmd": "echo 1 > x; mkdir -p d; echo 2 > d/1", "outs": ["x", "d"]}}}


def nothing(project: Project) -> None:
    """No commit yet."""


def tracked(project: Project) -> None:
    """Files, a directory, and a stage that never ran; committed."""
    project.write({"data/a": "1", "data/sub/b": "2", "f": "x", "g": "gg"})
    project.write({"dvc.yaml": emit_yaml(STAGE)})
    record(project, "data", "f", "g")


def changed(project: Project) -> None:
    """Modified, deleted, added and renamed, in a directory and beside it; x was never recorded."""
    tracked(project)
    project.write({"data/a": "11", "data/sub/c": "2", "new/x": "n", "untracked": "1", "x": "k"})
    for name in ("data/sub/b", "f", "g.dvc"):
        (project.root / name).unlink()
    (project.root / "g").rename(project.root / "h")
    project.dvc("add", "h", "new")


def without_cache(project: Project) -> None:
    """Also without what dvc remembers of it outside the repository."""
    changed(project)
    shutil.rmtree(project.root / ".dvc/cache")
    shutil.rmtree(project.root.parent / "site")


def pushed_in_part(project: Project) -> None:
    changed(project)
    project.dvc("remote", "add", "-d", "store", str(project.root.parent / "remote"))
    project.dvc("push", "new", "h")


def into_directory(project: Project) -> None:
    """A stage that ran, then a file that became a directory."""
    tracked(project)
    project.dvc("repro")
    commit(project)
    (project.root / "f").unlink()
    project.write({"f/1": "a", "f/2": "b"})
    record(project, "f")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, tools: Tools) -> Build:
    """The repositories above, each made once: nothing here changes them."""
    made: dict[Scene, Project] = {}

    def build(scene: Scene) -> Project:
        if scene not in made:
            made[scene] = new_project(tmp_path_factory.mktemp("scene") / "world", tools)
            scene(made[scene])
        return made[scene]

    return build


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Ask:
    return make_ask(monkeypatch, capfd)


DIFFS = {
    nothing: ["--json"],
    tracked: ["--md"],
    changed: ["", "--json --show-hash", "--targets data/a f.dvc h", "HEAD HEAD"],
    without_cache: ["--json --show-hash", "--hide-missing"],
    into_directory: [
        "HEAD~1 HEAD --show-hash",
        "HEAD HEAD~1 --md --show-hash",
        "HEAD~2 --json --show-hash",
    ],
}


@pytest.mark.parametrize(
    ("scene", "words"),
    [(scene, words) for scene, cases in DIFFS.items() for words in cases],
)
def test_diff_is_dvcs_to_the_byte(built: Build, scene: Scene, words: str, ask: Ask) -> None:
    """Text, Markdown and JSON; sorted by path as there."""
    project = built(scene)
    expected = project.dvc("diff", *words.split())

    actual = ask(project, "diff", *words.split())

    assert (0, expected.stdout) == (actual.exit_code, actual.stdout)


@pytest.mark.parametrize("words", ["nope", "HEAD nope", "--targets f.dvc nope"])
def test_diff_refuses_what_is_not_there(built: Build, words: str, ask: Ask) -> None:
    """dvc calls some of it an unexpected error."""
    project = built(tracked)
    answers = [project.dvc("diff", *words.split()), ask(project, "diff", *words.split())]

    assert [False, False] == [answer.ok for answer in answers]


STATES = {
    nothing: ["--untracked-files"],
    tracked: [""],
    changed: [
        "--granular --untracked-files",
        "--json data --unchanged",
        "--json --granular data/a x d --unchanged",
    ],
    without_cache: ["--granular --unchanged"],
    pushed_in_part: ["--json --not-in-remote --granular"],
    into_directory: ["--json --granular --unchanged"],
}


@pytest.mark.parametrize(
    ("scene", "words"),
    [(scene, words) for scene, cases in STATES.items() for words in cases],
)
def test_data_status_is_dvcs(built: Build, scene: Scene, words: str, ask: Ask) -> None:
    """As text or as JSON; dvc names paths in the order of a set."""
    project = built(scene)
    expected = project.dvc("data", "status", *words.split())

    actual = ask(project, "data", "status", *words.split())

    assert unordered(expected.stdout) == unordered(actual.stdout)


def unordered(text: str) -> Any:
    """Lists and lines sorted, and the commands in hints of either tool alike."""
    if text.startswith("{"):
        return _sorted(json.loads(text))
    return sorted(text.replace('"dvc ', '"lineal ').split("\n"))


def _sorted(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _sorted(item) for key, item in value.items()}
    return sorted(map(_sorted, value), key=str) if isinstance(value, list) else value
