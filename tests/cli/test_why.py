"""``lineal why``: down to the value, the file, the word; and who follows."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.pipeline.place import Place, noting


@pytest.fixture
def done(place: Place) -> Place:
    """``get`` to ``train`` to ``report``; ``other`` beside them; all run."""
    place.write({"data/a.csv": "1", "data/b.csv": "2", "params.yaml": "lr: 0.1\nepochs: 3\n"})
    place.stages(
        {
            "get": noting("get", deps="data", outs="raw"),
            "train": noting("train", deps="raw", outs="model", params=["lr", "epochs"]),
            "report": noting("report", deps="model", outs="page"),
            "other": noting("other", outs="x"),
        }
    )
    assert place.lineal("run").ok
    place.ran()
    return place


def explained(place: Place, target: str) -> dict[str, Any]:
    (found,) = json.loads(place.lineal("why", target, "--json").stdout)
    assert isinstance(found, dict)
    return found


def causes(place: Place, target: str) -> list[tuple[str, list[str]]]:
    return [(cause["text"], cause["details"]) for cause in explained(place, target)["causes"]]


def test_nothing_changed_is_said_with_who_need_not_run_either(done: Place) -> None:
    """The whole answer, word for word."""
    expected = """\
train would be skipped: its command, dependencies, parameters and outputs are as recorded
  so it gives no reason to run: report
"""

    assert (0, expected, "") == done.lineal("why", "train")


def test_the_values_of_a_parameter_are_shown(done: Place) -> None:
    """As recorded, and as they are; and who follows."""
    done.write({"params.yaml": "lr: 0.2\nepochs: 3\n"})
    expected = """\
train would run, because
  - parameter lr of params.yaml changed
      0.1 -> 0.2
  then, if its outputs change: report
"""

    assert expected == done.lineal("why", "train").stdout


def test_the_files_of_a_directory_are_named(done: Place) -> None:
    """Added, deleted, modified."""
    done.write({"data/a.csv": "9", "data/c.csv": "3"})
    (done.root / "data/b.csv").unlink()
    done.lineal("commit", "-f", "other")

    ((text, details),) = causes(done, "get")

    assert "dependency data was modified" == text
    assert ["the list of its files as they were is not in the cache"] == details


def test_the_files_of_a_tracked_directory_are_named(place: Place) -> None:
    """What the cache knows of it makes that possible."""
    place.write({"data/a.csv": "1", "data/b.csv": "2"})
    place.lineal("add", "data")
    place.stages({"get": noting("get", deps="data", outs="raw")})
    place.lineal("run")
    place.write({"data/a.csv": "9", "data/c.csv": "3"})
    (place.root / "data/b.csv").unlink()

    assert [
        ("dependency data was modified", ["added c.csv", "deleted b.csv", "modified a.csv"])
    ] == causes(place, "get")


def test_the_words_of_a_command_are_compared(done: Place) -> None:
    """Only those that differ."""
    text = done.read("dvc.yaml").replace("echo train > model", "echo train --fast > model")
    done.write({"dvc.yaml": text})

    assert [("the command changed", ["(nothing) -> --fast"])] == causes(done, "train")


def test_a_file_is_told_by_digest_and_size(done: Place) -> None:
    """Old and new."""
    done.write({"model": "more than before"})

    ((text, (detail,)),) = causes(done, "train")

    assert ("output model was modified", True) == (text, detail.endswith("(16 B)"))


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ("lr: 0.1\n", ("parameter epochs of params.yaml is gone", ["was 3"])),
        (None, ("parameters file params.yaml does not exist", [])),
    ],
)
def test_parameters_that_are_gone(
    done: Place, params: str | None, expected: tuple[str, list[str]]
) -> None:
    """One of them, or all."""
    if params is None:
        (done.root / "params.yaml").unlink()
    else:
        done.write({"params.yaml": params})

    assert [expected] == causes(done, "train")


def test_a_new_parameter_is_new(done: Place) -> None:
    """With its value."""
    text = done.read("dvc.yaml").replace("    - epochs\n", "    - epochs\n    - seed\n")
    done.write({"dvc.yaml": text, "params.yaml": "lr: 0.1\nepochs: 3\nseed: 7\n"})

    assert [("parameter seed of params.yaml is new", ["now 7"])] == causes(done, "train")


def test_what_was_never_run_says_so(place: Place) -> None:
    """Everything is missing at once."""
    place.stages({"a": noting("a", deps="in", outs="out")})

    found = explained(place, "a")

    assert ("run", ["dependency in does not exist", "output out does not exist"]) == (
        found["verdict"],
        [cause["text"] for cause in found["causes"]],
    )


def test_an_unchanged_stage_below_a_changed_one_may_run(done: Place) -> None:
    """It waits for the verdict of what comes before it."""
    done.write({"params.yaml": "lr: 0.2\nepochs: 3\n"})

    found = explained(done, "report")

    assert ("may run", ["train"]) == (found["verdict"], found["waits_for"])


def test_what_the_run_cache_holds_is_restored(done: Place) -> None:
    """And `run` does just that."""
    done.write({"params.yaml": "lr: 0.2\nepochs: 3\n"})
    done.lineal("run")
    done.ran()
    done.write({"params.yaml": "lr: 0.1\nepochs: 3\n"})

    verdict = explained(done, "train")["verdict"]
    done.lineal("run")

    assert ("restore", []) == (verdict, done.ran())


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("model", ["train"]),
        ("raw/inside", ["get"]),
        ("data/a.csv", ["get"]),
        ("params.yaml", ["train"]),
        ("data", ["get"]),
    ],
)
def test_a_path_stands_for_who_makes_it_or_else_who_reads_it(
    done: Place, target: str, expected: list[str]
) -> None:
    """Inside a directory, too."""
    found = json.loads(done.lineal("why", target, "--json").stdout)

    assert expected == [one["stage"] for one in found]


def test_a_group_stands_for_its_stages(place: Place) -> None:
    """Each is explained by itself."""
    place.stages({"fit": {"foreach": ["a", "b"], "do": {"cmd": "echo ${item} > ${item}"}}})

    shown = place.lineal("why", "fit").stdout

    always = "  - it always runs (always_changed, or nothing to compare)\n"
    assert f"fit@a would run, because\n{always}fit@b would run, because\n{always}" == shown


def test_frozen_is_noted(done: Place) -> None:
    """Its dependencies do not count."""
    done.lineal("freeze", "get")
    done.write({"data/a.csv": "9"})

    found = explained(done, "get")

    assert ("skip", "frozen: its dependencies are not looked at") == (
        found["verdict"],
        found["note"],
    )


def test_a_data_file_by_its_name_or_that_of_its_dvc_file(place: Place) -> None:
    """Both mean the same."""
    place.write({"data": "1"})
    place.lineal("add", "data")

    assert "data.dvc" == explained(place, "data")["stage"] == explained(place, "data.dvc")["stage"]


def test_neither_stage_nor_path(done: Place) -> None:
    """With what was probably meant."""
    outcome = done.lineal("why", "modle")

    assert (1, "hint: did you mean 'model'?") == (
        outcome.exit_code,
        outcome.stderr.splitlines()[-1],
    )


def test_why_agrees_with_status_and_run(done: Place) -> None:
    """The same reasons: who is not skipped is in the status, and is run."""
    done.write({"params.yaml": "lr: 0.2\nepochs: 3\n", "x": "changed"})
    names = ["get", "train", "report", "other"]

    verdicts = {name: explained(done, name)["verdict"] for name in names}
    status = json.loads(done.lineal("status", "--json").stdout)
    done.lineal("run", "--no-run-cache")

    assert {"get": "skip", "train": "run", "report": "may run", "other": "run"} == verdicts
    assert {"train", "other"} == set(status) == set(done.ran())
