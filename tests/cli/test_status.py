"""``lineal status``: text and JSON as dvc prints them."""

from __future__ import annotations

import json

import pytest

from tests.pipeline.place import Place, noting


@pytest.fixture
def changed(place: Place) -> Place:
    """A dependency, a parameter, an output, a command: each in a stage of its own."""
    place.write({"in": "1", "params.yaml": "lr: 1\n", "sub/keep": "", "data": "1"})
    place.lineal("add", "data")
    place.stages(
        {
            "dep": noting("dep", deps="in", outs="a"),
            "param": noting("param", outs="b", params=["lr"]),
            "out": noting("out", outs="c"),
            "cmd": noting("cmd", outs="d"),
            "same": noting("same", outs="e"),
        }
    )
    assert place.lineal("run").ok
    text = place.read("dvc.yaml").replace("echo cmd > d", "echo cmd >d")
    place.write({"in": "2", "params.yaml": "lr: 2\n", "data": "2", "dvc.yaml": text})
    (place.root / "c").unlink()
    return place


EXPECTED = {
    "dep": [{"changed deps": {"in": "modified"}}],
    "param": [{"changed deps": {"params.yaml": {"lr": "modified"}}}],
    "out": [{"changed outs": {"c": "deleted"}}],
    "cmd": ["changed command"],
    "data.dvc": [{"changed outs": {"data": "modified"}}],
}

TEXT = """\
cmd:
\tchanged command
dep:
\tchanged deps:
\t\tmodified:           in
param:
\tchanged deps:
\t\tparams.yaml:
\t\t\tmodified:           lr
"""


def test_json_has_dvcs_shape(changed: Place) -> None:
    """Stages without a change are left out."""
    outcome = changed.lineal("status", "--json")

    assert (0, EXPECTED, "") == (outcome.exit_code, json.loads(outcome.stdout), outcome.stderr)


def test_text_is_indented_as_dvcs(changed: Place) -> None:
    """In the order asked for."""
    assert TEXT == changed.lineal("status", "cmd", "dep", "param").stdout


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["dep"], {"dep"}),
        (["same"], set()),
        (["c"], {"out"}),
        (["data.dvc"], {"data.dvc"}),
        (["dvc.yaml"], {"dep", "param", "out", "cmd"}),
        (["-R", "."], set(EXPECTED)),
    ],
)
def test_targets(changed: Place, words: list[str], expected: set[str]) -> None:
    """Stages, outputs, files, directories."""
    found = json.loads(changed.lineal("status", "--json", *words).stdout)

    assert expected == set(found)


def test_with_deps_includes_what_comes_before(place: Place) -> None:
    """Otherwise only the target."""
    place.write({"in": "1"})
    place.stages({"a": noting("a", deps="in", outs="x"), "b": noting("b", deps="x", outs="y")})
    place.lineal("run")
    place.write({"in": "2"})

    alone, all_of_it = (
        json.loads(place.lineal("status", "--json", *flag, "b").stdout) for flag in ([], ["-d"])
    )

    assert ([], ["a"]) == (list(alone), list(all_of_it))


def test_quiet_answers_with_the_exit_code(changed: Place) -> None:
    """1 for changes, 0 for none; nothing is printed."""
    found = [changed.lineal("status", "-q", name) for name in ("dep", "same")]

    assert [(1, "", ""), (0, "", "")] == found


def test_nothing_changed(place: Place) -> None:
    """One line; an empty object."""
    place.stages({"a": noting("a", outs="x")})
    place.lineal("run")

    assert "Data and pipelines are up to date.\n" == place.lineal("status").stdout
    assert "{}\n" == place.lineal("status", "--json").stdout


def test_frozen_stages_are_warned_about(place: Place) -> None:
    """Their dependencies are not looked at."""
    place.write({"in": "1"})
    place.stages({"a": noting("a", deps="in", outs="x")})
    place.lineal("run")
    place.lineal("freeze", "a")
    place.write({"in": "2"})

    outcome = place.lineal("status", "--json")

    assert "{}\n" == outcome.stdout
    assert outcome.stderr.startswith("warning: stage: 'a' is frozen. Its dependencies are")


def test_nothing_is_written(changed: Place) -> None:
    """Asking changes no project file."""
    names = ("dvc.yaml", "dvc.lock", "data.dvc", ".gitignore")
    before = {name: changed.read(name) for name in names}
    changed.lineal("status")

    assert before == {name: changed.read(name) for name in names}


def test_flags_of_the_cloud_mean_nothing_without_it(place: Place) -> None:
    """The hint is the command that was meant."""
    outcome = place.lineal("status", "-T", "-j", "2")

    assert (2, "hint: lineal status --cloud --all-tags --jobs") == (
        outcome.exit_code,
        outcome.stderr.splitlines()[-1],
    )
