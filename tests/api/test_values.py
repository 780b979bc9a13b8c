"""``lineal.params`` and ``lineal.metrics`` beside ``dvc.api``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import lineal
from lineal.base.errors import DataError, LinealError, RevisionError
from tests.acceptance.harness.project import new_project
from tests.api.conftest import stand_in, tagged
from tests.api.peer import Call

if TYPE_CHECKING:
    from tests.acceptance.harness.project import Project, Tools
    from tests.api.peer import DvcApi

FILES: dict[str, str | bytes] = {
    "dvc.yaml": """\
params: [top.json]
metrics: [scores.yaml]
stages:
  train:
    cmd: echo '{"acc":0.5,"deep":{"f1":0.25},"name":"x","list":[1]}' > m.json
    deps: [params.yaml]
    params: [train.lr, seed, other.toml: [a.b]]
    metrics: [m.json]
  plain:
    cmd: echo 1 > plain
    outs: [plain]
""",
    "params.yaml": "train: {lr: 0.1, epochs: 3}\nseed: 7\nunused: yes\n",
    "other.toml": "seed = 9\n[a]\nb = 1\nc = 2\n",
    "top.json": '{"t": 1}\n',
    "scores.yaml": "acc: 0.75\nauc: 0.5\n",
    "sub/dvc.yaml": "stages:\n  s:\n    cmd: echo 1 > out\n    params: [p]\n    outs: [out]\n",
    "sub/params.yaml": "p: {q: 1}\nseed: 8\n",
}

CALLS = [
    Call("params_show"),
    Call("params_show", (), {"deps": True}),
    Call("params_show", (), {"rev": "v1"}),
    Call("params_show", ("other.toml",)),
    Call("params_show", ("other.toml", "params.yaml")),
    Call("params_show", (), {"stages": "train"}),
    Call("params_show", (), {"stages": ["train", "sub/dvc.yaml:s"]}),
    Call("params_show", (), {"stages": "nope"}),
    Call("params_show", ("nope.yaml",)),
    Call("params_show", (), {"rev": "nope"}),
    Call("metrics_show"),
    Call("metrics_show", (), {"rev": "v1"}),
    Call("metrics_show", ("m.json",)),
    Call("metrics_show", ("scores.yaml",), {"rev": "v1"}),
    Call("metrics_show", ("nope.json",)),
]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, tools: Tools) -> Project:
    """Committed as ``v1`` after a run, then changed."""
    project = new_project(tmp_path_factory.mktemp("reporting") / "world", tools)
    project.write(FILES)
    assert project.dvc("repro", "-q", "-P").ok
    tagged(project, "v1")
    project.write({"params.yaml": "train: {lr: 0.2}\nseed: 70\n", "scores.yaml": "acc: 1\n"})
    return project


@pytest.fixture
def reporting(made: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Nobody writes to it."""
    return stand_in(made, monkeypatch)


@pytest.mark.peer
def test_values_are_those_of_dvc(reporting: Project, dvc_api: DvcApi) -> None:
    """Of the workspace, of a revision, of files and of stages; and what is refused."""
    expected = [(one.value, one.refused is not None) for one in dvc_api.calls(CALLS)]

    assert expected == [ours(call) for call in CALLS]
    assert reporting.root.is_dir()


@pytest.mark.peer
def test_values_from_below_name_files_as_seen_from_there(
    reporting: Project, dvc_api: DvcApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The prefix of a name that two files have is a path."""
    monkeypatch.chdir(reporting.root / "sub")
    calls = [Call("params_show"), Call("metrics_show"), Call("params_show", (), {"stages": "s"})]
    expected = [(one.value, one.refused is not None) for one in dvc_api.calls(calls)]

    assert expected == [ours(call) for call in calls]


def test_an_unknown_revision_is_an_error(reporting: Project) -> None:
    """Not an empty answer."""
    with pytest.raises(RevisionError, match="'nope'"):
        lineal.metrics(rev="nope")
    assert reporting.root.is_dir()


def test_a_file_that_is_not_there_is_an_error(reporting: Project) -> None:
    """Named, so that a typo does not read as no values."""
    with pytest.raises(DataError, match=r"'nope\.yaml' does not exist"):
        lineal.params("nope.yaml")
    assert reporting.root.is_dir()


def ours(call: Call) -> tuple[object, bool]:
    function = lineal.params if call.name == "params_show" else lineal.metrics
    try:
        return function(*map(str, call.args), **call.kwargs), False
    except LinealError:
        return None, True
