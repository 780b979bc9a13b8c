"""What a run leaves in the ledger."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

import pytest

from lineal.ledger.journal import FACT, JournalWriter
from lineal.ledger.kept import read_kept
from lineal.pipeline.run.work import Work
from tests.ledger.recording.conftest import commit, statuses, told
from tests.pipeline.place import noting, wait_until

if TYPE_CHECKING:
    from tests.pipeline.place import Place


@pytest.fixture
def trained(place: Place) -> Place:
    """One stage with everything a stage can have, committed and run."""
    place.write({"in": "x\n", "params.yaml": "lr: 0.1\nnet: {depth: 3}\n"})
    place.stages(
        {
            "train": {
                "cmd": "cp in out; echo '{\"auc\": 0.9}' > m.json; echo said; echo complained >&2",
                "deps": ["in"],
                "outs": ["out"],
                "params": ["lr", "net"],
                "metrics": [{"m.json": {"cache": False}}],
            }
        }
    )
    commit(place)
    assert place.lineal("run").ok
    return place


def test_what_it_used_and_made_with_values(trained: Place) -> None:
    """Edges with sizes and roles, parameters and metrics flat."""
    (one,) = told(trained)

    assert {
        "uses": [("in", "401b30e3b8b5d629635a5c613cdb7919", 2, None)],
        "makes": [
            ("m.json", "5bd28bcec988a807142d9f241ccd26c7", 13, "metric"),
            ("out", "401b30e3b8b5d629635a5c613cdb7919", 2, None),
        ],
        "params": {"params.yaml": {"lr": 0.1, "net.depth": 3}},
        "metrics": {"m.json": {"auc": 0.9}},
        "status": "ran",
        "exit": 0,
    } == {
        **{key: one[key] for key in ("params", "metrics", "status", "exit")},
        **{key: [edge_of(edge) for edge in one[key]] for key in ("uses", "makes")},
    }


def edge_of(edge: dict[str, object]) -> tuple[object, ...]:
    return edge["path"], edge["oid"], edge["size"], edge.get("role")


def test_its_output_is_kept_by_its_digest(trained: Place) -> None:
    """Both streams, and in the place where the last output of each stage stays."""
    (one,) = told(trained)
    kept = read_kept(f"{trained.root}/.lineal/ledger", one["log"])

    assert (b"said\ncomplained\n", "said\ncomplained\n") == (
        b"".join(sorted(kept.splitlines(keepends=True), reverse=True)),
        trained.read(".lineal/logs/train.log"),
    )


def test_what_it_took_is_measured(trained: Place) -> None:
    """Time, processors, memory, bytes; all more than nothing."""
    (one,) = told(trained)

    assert {"wall", "cpu", "memory", "read", "written"} == {
        name for name, value in one["resources"].items() if value > 0
    }


def test_the_code_and_the_environment_it_ran_in(trained: Place) -> None:
    """A clean tree: a commit and no difference."""
    (one,) = told(trained)
    (environment,) = told(trained, "environment")
    (run,) = told(trained, "run")

    assert (True, False, run["commit"], ["train"]) == (
        "lineal" in environment,
        "dirty" in one,
        one["commit"],
        run["ran"],
    )


def test_why_with_the_values_of_before_and_now(trained: Place) -> None:
    """Later nobody could tell them."""
    trained.write({"params.yaml": "lr: 0.2\nnet: {depth: 3}\n"})
    trained.lineal("run")

    assert [
        {
            "what": "param",
            "path": "params.yaml",
            "how": "modified",
            "key": "lr",
            "before": 0.1,
            "now": 0.2,
        }
    ] == told(trained)[-1]["why"]


def test_code_that_differs_from_the_commit_is_kept(trained: Place) -> None:
    """As a difference that can be applied; what stages write is no part of it."""
    trained.write({"params.yaml": "lr: 0.3\nnet: {depth: 3}\n"})
    trained.lineal("run")
    kept = read_kept(f"{trained.root}/.lineal/ledger", told(trained)[-1]["dirty"])

    assert (True, False) == (b"+lr: 0.3" in kept, b"dvc.lock" in kept)


def test_one_environment_is_one_fact(trained: Place) -> None:
    """However many runs there are in it."""
    trained.lineal("run", "-f")

    assert (1, 2) == (len(told(trained, "environment")), len(told(trained, "run")))


def test_a_result_that_was_restored(trained: Place) -> None:
    """Nothing ran, and it is there again."""
    for rate in ("0.2", "0.1"):
        trained.write({"params.yaml": f"lr: {rate}\nnet: {{depth: 3}}\n"})
        trained.lineal("run")

    assert [("train", "ran"), ("train", "ran"), ("train", "restored")] == statuses(trained)


def test_a_failure_with_its_log(place: Place) -> None:
    """And what depends on it is blocked."""
    place.stages({"bad": noting("bad", cmd="echo why; exit 3"), "ok": noting("ok", outs="o")})
    place.lineal("run", "-k")
    (bad,) = (one for one in told(place) if one["stage"] == "bad")
    (run,) = told(place, "run")

    assert (("failed", 3, b"why\n"), ("failed", ["bad"], ["ok"])) == (
        (bad["status"], bad["exit"], read_kept(f"{place.root}/.lineal/ledger", bad["log"])),
        (run["status"], run["failed"], run["ran"]),
    )


def test_a_stage_that_cannot_even_begin(place: Place) -> None:
    """Its error says why."""
    place.stages({"a": noting("a", deps="missing", outs="o")})
    place.lineal("run")

    assert [("failed", "dependency 'missing' does not exist")] == [
        (one["status"], one["error"]) for one in told(place)
    ]


def test_a_command_that_could_not_be_started_was_not_killed(place: Place) -> None:
    """It says what shells say."""
    place.stages({"a": {"cmd": "true " + "x" * 3_000_000}})
    place.lineal("run")
    (fact,) = told(place)

    assert ("failed", 127) == (fact["status"], fact["exit"])


def test_stages_side_by_side_have_logs_too(place: Place) -> None:
    """Each its own."""
    place.stages({name: {"cmd": f"echo {name} > {name}; echo I am {name}"} for name in "ab"})
    place.lineal("run", "-j", "2")
    logs = [read_kept(f"{place.root}/.lineal/ledger", one["log"]) for one in told(place)]

    assert [b"I am a\n", b"I am b\n"] == sorted(logs)


def test_nothing_is_recorded_of_what_is_only_shown(place: Place) -> None:
    """A dry run."""
    place.stages({"a": noting("a", outs="o")})
    place.lineal("run", "--dry")

    assert ([], []) == (told(place), told(place, "run"))


def test_runs_with_nothing_to_do_are_told_together(trained: Place) -> None:
    """However many: one fact, with their number."""
    for _ in range(3):
        trained.lineal("run")
    *_, idle = told(trained, "run")

    assert (3, 1, "done") == (idle["times"], idle["looked"], idle["status"])


def test_killed_in_the_middle_what_was_done_is_known(place: Place) -> None:
    """The next who asks finds the journal: one stage ran, one was killed with its log so far."""
    place.stages(
        {
            "first": noting("first", outs="one"),
            "second": noting("second", deps="one", cmd="echo so far; sleep 60"),
        }
    )
    process = place.start("run")
    wait_until(lambda: list(place.root.glob(".lineal/ledger/evidence/*.log")))
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    os.killpg(process.pid, signal.SIGKILL)
    first, second = told(place)
    (run,) = told(place, "run")

    assert (("ran", "killed"), b"so far\n", ("killed", ["first"], ["second"])) == (
        (first["status"], second["status"]),
        read_kept(f"{place.root}/.lineal/ledger", second["log"]),
        (run["status"], run["ran"], run["failed"]),
    )


def test_interrupted_it_is_recorded_as_such(place: Place) -> None:
    """The stage was killed, the run interrupted."""
    place.stages({"slow": {"cmd": "touch begun; sleep 60"}})
    process = place.start("run")
    wait_until(lambda: place.exists("begun"))
    os.killpg(process.pid, signal.SIGINT)
    process.wait()

    assert ([("slow", "killed")], ["interrupted"]) == (
        statuses(place),
        [run["status"] for run in told(place, "run")],
    )


def test_two_runs_at_once_are_both_told(place: Place) -> None:
    """Each in its own journal."""
    place.stages({name: {"cmd": f"echo {name} > {name}", "outs": [name]} for name in "ab"})
    for process in [place.start("run", name) for name in "ab"]:
        process.communicate()

    assert [("a", "ran"), ("b", "ran")] == sorted(statuses(place))


def test_what_cannot_reach_the_store_waits(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """The run says where, and the next who opens the ledger finds it."""
    place.stages({"a": noting("a", outs="o")})
    monkeypatch.setenv("LINEAL_LEDGER", "postgresql://nobody@127.0.0.1:1/none")
    run = place.lineal("run")
    monkeypatch.delenv("LINEAL_LEDGER")

    assert (0, True, [("a", "ran")]) == (
        run.exit_code,
        "waits in .lineal/ledger/journal" in run.stderr,
        statuses(place),
    )


def test_a_journal_that_cannot_be_written_is_said(place: Place) -> None:
    """And the stages are made all the same."""
    place.stages({"a": noting("a", outs="o")})
    place.write({".lineal/ledger/journal": "in the way\n"})
    run = place.lineal("run")

    assert (0, True, True) == (
        run.exit_code,
        "will not know what it did" in run.stderr,
        place.exists("o"),
    )


def test_a_journal_that_cannot_be_written_on_is_nobody_elses(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who asks meanwhile does not take the run for killed; in the end all of it is told."""
    say = JournalWriter.say

    def full(journal: JournalWriter, what: str, value: object) -> None:
        if what == FACT:
            raise OSError(28, "full")
        say(journal, what, value)

    monkeypatch.setattr(JournalWriter, "say", full)
    place.stages(
        {
            "a": noting("a", outs="o"),
            "b": {"cmd": f"{place.executable} log > told", "deps": ["o"]},
        }
    )
    run = place.lineal("run")

    assert (0, True, False) == (run.exit_code, "full" in run.stderr, "killed" in place.read("told"))
    assert [("a", "ran"), ("b", "ran")] == statuses(place)
    assert [] == list((place.root / ".lineal/ledger/journal").glob("*.jsonl"))


def test_given_up_in_between_nothing_is_left_lying(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What had begun is told as killed, with its output."""
    place.stages({"a": {"cmd": "echo so far"}})
    monkeypatch.setattr(Work, "complete", _give_up)
    with pytest.raises(ZeroDivisionError):
        place.lineal("run")

    assert [("a", "killed")] == statuses(place)
    assert "log" in told(place)[0]
    assert [] == os.listdir(place.root / ".lineal/ledger/evidence")


def _give_up(*_words: object) -> None:
    raise ZeroDivisionError
