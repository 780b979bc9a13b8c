"""``lineal.artifacts`` beside ``dvc.api.artifacts_show``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import lineal
from lineal.base.errors import LinealError, TargetError, UsageError
from tests.acceptance.harness.project import new_project
from tests.api.conftest import stand_in
from tests.api.peer import Call

if TYPE_CHECKING:
    from tests.acceptance.harness.project import Project, Tools
    from tests.api.peer import DvcApi

TAGS = (
    *("model@v1.0.0", "model@v1.10.0", "model@v1.2.0", "sub=model@v0.1.0", "model#prod#1"),
    *("model#dev#2", "gone@v1.0.0", "unrelated"),
)

CALLS = [
    Call("artifacts_show", (name,), kwargs)
    for name, kwargs in (
        ("model", {}),
        ("model", {"version": "v1.2.0"}),
        ("model", {"version": "v9.9.9"}),
        ("model", {"stage": "prod"}),
        ("model", {"stage": "dev"}),
        ("model", {"stage": "nope"}),
        ("sub:model", {}),
        ("sub/dvc.yaml:model", {"version": "v0.1.0"}),
        ("gone", {}),
        ("nope", {}),
        ("no good", {}),
    )
]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, tools: Tools) -> Project:
    """Tags on two commits, the later of which moved the path."""
    project = new_project(tmp_path_factory.mktemp("registry") / "world", tools)
    for path in ("first.pkl", "second.pkl"):
        project.write(
            {
                "dvc.yaml": f"artifacts:\n  model:\n    path: {path}\n",
                "sub/dvc.yaml": f"artifacts:\n  model:\n    path: ../sub/{path}\n",
            }
        )
        assert project.run("git", "add", "-A").ok
        assert project.run("git", "commit", "-qm", path).ok
        if path == "first.pkl":
            tag(project, *TAGS[:2])
    tag(project, *TAGS[2:])
    assert project.run("git", "tag", "model@v5.0.0").ok
    return project


@pytest.fixture
def registry(made: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Nobody writes to it."""
    return stand_in(made, monkeypatch)


def tag(project: Project, *names: str) -> None:
    for name in names:
        assert project.run("git", "tag", "-a", name, "-m", name).ok


@pytest.mark.peer
def test_versions_and_stages_are_those_of_dvc(registry: Project, dvc_api: DvcApi) -> None:
    """The highest version, not the latest tag; only annotated tags count."""
    expected = [(one.value, one.refused is not None) for one in dvc_api.calls(CALLS)]

    assert expected == [ours(call) for call in CALLS]
    assert registry.root.is_dir()


def test_what_comes_back_opens_the_artifact(here: Project) -> None:
    """Its keys are arguments of ``lineal.open``."""
    here.write({"dvc.yaml": "artifacts:\n  model:\n    path: model.txt\n", "model.txt": "w\n"})
    assert here.run("git", "add", "-A").ok
    assert here.run("git", "commit", "-qm", "1").ok
    tag(here, "model@v1.0.0")
    here.write({"model.txt": "newer\n"})

    assert lineal.read(**lineal.artifacts("model")) == "w\n"


@pytest.mark.parametrize(
    ("name", "kwargs", "match", "hint"),
    [
        ("modle", {}, "no annotated tag is about an artifact 'modle'", "did you mean 'model'"),
        ("model", {"version": "v3.0.0"}, "no tag says what 'v3.0.0'", "v1.0.0, v1.10.0"),
        ("gone", {}, "declares no artifact 'gone' at", "artifacts"),
    ],
)
def test_what_is_not_there_is_named(
    registry: Project, name: str, kwargs: dict[str, str], match: str, hint: str
) -> None:
    """With what there is instead."""
    with pytest.raises(TargetError, match=match) as caught:
        lineal.artifacts(name, **kwargs)

    assert (True, True) == (hint in str(caught.value.hint), registry.root.is_dir())


def test_a_version_and_a_stage_exclude_each_other(here: Project) -> None:
    """Rather than one of them being ignored."""
    with pytest.raises(UsageError, match="by version or by stage"):
        lineal.artifacts("model", version="v1.0.0", stage="prod")
    assert here.root.is_dir()


def ours(call: Call) -> tuple[object, bool]:
    try:
        return lineal.artifacts(*map(str, call.args), **call.kwargs), False
    except LinealError:
        return None, True
