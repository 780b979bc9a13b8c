"""``lineal run`` from outside: every flag, and what is left behind when something fails."""

from __future__ import annotations

import pytest

from tests.pipeline.place import Place, noting

UP_TO_DATE = "Data and pipelines are up to date.\n"

FAILING = {"cmd": "exit 3", "outs": ["broken"]}
FAILING_TOO = {"cmd": "exit 4", "outs": ["broken too"]}


@pytest.fixture
def diamond(place: Place) -> Place:
    """``get`` to ``left`` and ``right`` to ``join``; and ``other`` beside them."""
    place.stages(
        {
            "get": noting("get", deps="source", outs="g"),
            "left": noting("left", deps="g", outs="l"),
            "right": noting("right", deps="g", outs="r"),
            "join": noting("join", deps="l r", outs="j"),
            "other": noting("other", outs="x"),
        }
    )
    place.write({"source": "1"})
    return place


@pytest.fixture
def done(diamond: Place) -> Place:
    """The diamond, run once."""
    assert diamond.lineal("run").ok
    diamond.ran()
    return diamond


@pytest.mark.parametrize("verb", ["run", "repro"])
def test_everything_runs_once_then_nothing(diamond: Place, verb: str) -> None:
    """Under both names."""
    first = (diamond.lineal(verb).ok, sorted(diamond.ran()))
    second = diamond.lineal(verb)

    assert (True, ["get", "join", "left", "other", "right"]) == first
    assert ([], True) == (diamond.ran(), second.stdout.endswith(UP_TO_DATE))


def test_each_stage_runs_after_what_it_waits_for(diamond: Place) -> None:
    """Side by side or not."""
    diamond.lineal("run", "-j", "3")
    order = diamond.ran()

    assert order.index("get") < min(order.index("left"), order.index("right"))
    assert max(order.index("left"), order.index("right")) < order.index("join")


def test_the_lock_does_not_depend_on_how_many_run_at_once(diamond: Place) -> None:
    """Byte for byte."""
    diamond.lineal("run", "-j", "3")
    wide = diamond.read("dvc.lock")
    (diamond.root / "dvc.lock").unlink()
    diamond.lineal("run", "-j", "1", "--no-run-cache", "-f")

    assert wide == diamond.read("dvc.lock")


@pytest.mark.parametrize(
    ("flags", "expected"),
    [
        (["left"], ["get", "left"]),
        (["-s", "join"], ["join"]),
        (["-s", "join", "left"], ["join", "left"]),
        (["--downstream", "left"], ["left", "join"]),
        (["-p", "left"], ["get", "join", "left", "right"]),
        (["-P", "left"], ["get", "join", "left", "other", "right"]),
        (["-p", "-s", "other"], ["other"]),
        (["--glob", "[lo]*"], ["get", "left", "other"]),
        (["dvc.yaml:other"], ["other"]),
        ([], ["get", "join", "left", "other", "right"]),
    ],
)
def test_which_stages_are_run(done: Place, flags: list[str], expected: list[str]) -> None:
    """All of them forced, so that choosing is all that counts."""
    assert done.lineal("run", "-f", *flags).ok

    found = done.ran()
    assert sorted(expected) == sorted(found)
    assert expected == found or "-s" not in flags


def test_a_directory_stands_for_the_stages_below_it(done: Place) -> None:
    """With -R; what they depend on comes along."""
    done.write({"sub/keep": ""})
    done.stages({"use": noting("use", deps="../x", outs="u")}, "sub/dvc.yaml")

    assert done.lineal("run", "-R", "sub").ok

    assert (["use"], True) == (done.read("sub/ran").split(), done.exists("sub/dvc.lock"))


def test_force_downstream_runs_what_depends_on_what_ran(done: Place) -> None:
    """Changed or not: the outputs of ``get`` stay the same."""
    done.write({"source": "2"})
    usual = (done.lineal("run", "join").ok, done.ran())
    done.write({"source": "3"})

    assert done.lineal("run", "join", "--force-downstream").ok

    assert ((True, ["get"]), ["get", "join", "left", "right"]) == (usual, sorted(done.ran()))


@pytest.mark.parametrize(
    ("flags", "code", "expected"),
    [
        ([], 1, ["a"]),
        (["-k"], 1, ["a", "c", "d"]),
        (["--ignore-errors"], 0, ["a", "c", "d", "e", "f"]),
    ],
)
def test_what_still_runs_after_a_failure(
    place: Place, flags: list[str], code: int, expected: list[str]
) -> None:
    """``b`` fails, ``e`` and ``f`` are below it, ``c`` and ``d`` are not."""
    place.write({"kept": "of another time"})
    place.stages(
        {
            "a": noting("a", outs="x"),
            "b": {"cmd": "exit 3", "deps": ["x"], "outs": [{"kept": {"persist": True}}]},
            "c": noting("c", deps="x", outs="y"),
            "d": noting("d", deps="y", outs="z"),
            "e": noting("e", deps="kept", outs="v"),
            "f": noting("f", deps="v", outs="w"),
        }
    )

    outcome = place.lineal("run", "-j", "1", *flags)

    assert (code, expected, expected) == (outcome.exit_code, place.ran(), place.recorded())


def test_keep_going_says_what_is_left_out(place: Place) -> None:
    """And fails in the end, naming what failed."""
    place.stages({"a": FAILING, "b": noting("b", deps="broken", outs="x"), "c": FAILING_TOO})

    outcome = place.lineal("run", "-k", "-j", "1")

    assert 1 == outcome.exit_code
    assert "warning: Stage 'b' will be skipped due to this failure" in outcome.stderr
    assert "error: failed to reproduce stages: 'a', 'c'" in outcome.stderr


def test_single_items_go_on_after_a_failure_too(place: Place) -> None:
    """They do not depend on each other, as far as anybody asked."""
    place.stages({"a": FAILING, "b": noting("b", outs="x")})

    outcome = place.lineal("run", "-s", "-k", "a", "b")

    assert (1, ["b"]) == (outcome.exit_code, place.ran())


def test_dry_says_what_would_run_and_runs_nothing(done: Place) -> None:
    """The project is as before."""
    done.write({"source": "2"})
    before = done.read("dvc.lock")

    outcome = done.lineal("run", "--dry", "-j", "1")

    assert "Running stage 'get':\n> echo get >> ran && echo get > g\n" in outcome.stdout
    assert ([], before, "get\n") == (done.ran(), done.read("dvc.lock"), done.read("g"))


def test_allow_missing_forgives_data_that_is_not_here(done: Place) -> None:
    """Not data that changed."""
    for name in ("source", "g", "l"):
        (done.root / name).unlink()
    forgiven = done.lineal("run", "--allow-missing", "join")
    done.write({"source": "2"})
    changed = done.lineal("run", "--allow-missing", "--dry", "join")

    assert (True, []) == (forgiven.ok, done.ran())
    assert forgiven.stdout.endswith(UP_TO_DATE)
    assert "Running stage 'get'" in changed.stdout


def test_no_commit_records_but_keeps_nothing(place: Place) -> None:
    """Neither in the cache nor in the run cache; ``commit`` makes up for it."""
    place.write({"in": "1"})
    place.stages({"a": noting("a", deps="in", outs="x")})

    place.lineal("run", "--no-commit")
    before = (place.recorded(), place.exists(".dvc/cache"))
    place.lineal("commit", "-f")

    assert (["a"], False) == before
    assert place.exists(".dvc/cache/files/md5")


def test_the_run_cache_brings_earlier_results_back(done: Place) -> None:
    """Unless it is not wanted."""
    done.write({"source": "2"})
    done.lineal("run", "get")
    done.ran()
    done.write({"source": "1"})

    restored = done.lineal("run", "get")
    after = done.ran()
    done.write({"source": "2"})
    done.lineal("run", "get", "--no-run-cache")

    assert ([], ["get"]) == (after, done.ran())
    assert "Stage 'get' is cached - skipping run, checking out outputs" in restored.stdout


def test_interactive_without_an_answer_stops(done: Place) -> None:
    """Nobody at the terminal is no consent."""
    done.write({"source": "2"})

    outcome = done.lineal("run", "-i")

    assert (1, [], True) == (
        outcome.exit_code,
        done.ran(),
        "error: stage 'get': the run was stopped at this question" in outcome.stderr,
    )


@pytest.mark.parametrize(("answer", "expected"), [(True, ["get"]), (False, [])])
def test_interactive_asks_before_each_stage(
    done: Place, monkeypatch: pytest.MonkeyPatch, expected: list[str], *, answer: bool
) -> None:
    """Only about those that would run."""
    asked: list[str] = []

    def reply(question: str) -> bool:
        asked.append(question)
        return answer

    monkeypatch.setattr("lineal.cli.run.confirm", reply)
    done.write({"source": "2"})
    done.lineal("run", "-i", "join")

    assert (["Run stage 'get'?"], expected) == (asked, done.ran())


def test_the_output_of_stages_side_by_side_is_kept_apart(place: Place) -> None:
    """Whole, each line with the stage's name, however they interleave in time."""
    for name in ("one", "two"):
        other = "two" if name == "one" else "one"
        place.write({f"{name}.sh": _takes_turns(name, other)})
    place.stages({name: {"cmd": f"sh {name}.sh"} for name in ("one", "two")})

    lines = place.lineal("run", "-j", "2").stdout.splitlines()

    said = [line for line in lines if " says " in line]
    expected = {name: [f"[{name}] {name} says {n}" for n in (1, 2, 3)] for name in ("one", "two")}
    assert said in (expected["one"] + expected["two"], expected["two"] + expected["one"])


def _takes_turns(name: str, other: str) -> str:
    """Says three things, each only after the other has said as many."""
    steps = [
        f"echo {name} says {n}; touch {name}.{n}; until [ -e {other}.{n} ]; do sleep 0.01; done"
        for n in (1, 2, 3)
    ]
    return "\n".join(steps)


def test_the_output_of_a_failed_stage_is_shown_whole(place: Place) -> None:
    """Both of its streams, in the order written."""
    place.stages({"bad": {"cmd": "echo out; echo err >&2; echo end; exit 7"}, "good": noting("g")})

    outcome = place.lineal("run", "-k", "-j", "2")

    shown = "[bad] failed; its whole output:\n[bad] out\n[bad] err\n[bad] end\n"
    assert shown in outcome.stdout
    assert "error: stage 'bad': failed to run: echo out; echo err >&2; echo end; exit 7" in (
        outcome.stderr
    )


def test_a_stage_alone_writes_for_itself(place: Place) -> None:
    """As with dvc: nothing in front of its lines, errors on stderr."""
    place.stages({"one": {"cmd": "echo out; echo err >&2"}})

    outcome = place.lineal("run")

    assert ("Running stage 'one':\n> echo out; echo err >&2\nout\n", True) == (
        outcome.stdout.partition("Generating")[0],
        "err\n" in outcome.stderr,
    )


def test_a_failed_stage_takes_back_only_its_own_gitignore_line(place: Place) -> None:
    """DVC takes back those of the stages that succeeded as well."""
    place.stages(
        {
            "good": noting("good", outs="x"),
            "bad": {**noting("bad", deps="x", outs="y"), "metrics": ["never-written"]},
        }
    )

    assert 1 == place.lineal("run", "-j", "1").exit_code

    assert ("/x\n", ["good"]) == (place.read(".gitignore"), place.recorded())


def test_old_outputs_stay_when_a_dependency_is_missing(done: Place) -> None:
    """DVC deletes them first and looks afterwards."""
    (done.root / "source").unlink()

    outcome = done.lineal("run", "get")

    assert (1, "get\n") == (outcome.exit_code, done.read("g"))
    assert "error: stage 'get': dependency 'source' does not exist" in outcome.stderr


def test_a_failed_command_leaves_finished_stages_recorded(diamond: Place) -> None:
    """And the next run goes on from there."""
    text = diamond.read("dvc.yaml")
    diamond.write({"dvc.yaml": text.replace("echo join >> ran", "exit 4; echo join >> ran")})
    failed = diamond.lineal("run", "join")
    recorded = diamond.recorded()
    diamond.ran()
    diamond.write({"dvc.yaml": text})

    assert (1, ["get", "left", "right"]) == (failed.exit_code, recorded)
    assert (True, ["join"]) == (diamond.lineal("run", "join").ok, diamond.ran())


def test_an_output_that_is_not_written_is_a_failure(place: Place) -> None:
    """Of the stage, with the path to look at."""
    place.stages({"a": {"cmd": "true", "outs": ["x"]}})

    outcome = place.lineal("run")

    assert (1, []) == (outcome.exit_code, place.recorded())
    assert "error: stage 'a': output 'x' does not exist" in outcome.stderr


@pytest.mark.parametrize(
    ("commands", "message"),
    [
        ("kill -9 $$", "killed by signal 9"),
        ("exit 255", "exited with 255"),
        (["rm -r ../sub", "true"], "could not be started: [Errno 2] No such file or directory"),
        ("true " + "x" * 3_000_000, "could not be started: [Errno 7] Argument list too long"),
    ],
)
def test_how_a_command_ended_is_said(place: Place, commands: str | list[str], message: str) -> None:
    """Also when it could not begin."""
    place.write({"sub/keep": ""})
    place.stages({"a": {"cmd": commands, "wdir": "sub"}})

    outcome = place.lineal("run")

    assert (1, True) == (outcome.exit_code, message in outcome.stderr)


def test_the_first_command_that_fails_is_the_last(place: Place) -> None:
    """Of several in one stage."""
    place.stages({"a": {"cmd": ["echo 1 >> ran", "exit 2", "echo 3 >> ran"]}})

    assert (1, ["1"]) == (place.lineal("run").exit_code, place.ran())


def test_a_frozen_stage_is_not_run(done: Place) -> None:
    """A warning says so; what comes after it still follows its outputs."""
    done.lineal("freeze", "get")
    done.write({"source": "2", "g": "by hand"})

    outcome = done.lineal("run", "-j", "1")

    assert ["left", "right"] == done.ran()
    assert "warning: stage: 'get' is frozen. Its dependencies are not going to" in outcome.stderr


def test_an_edited_source_of_data_is_recorded(place: Place) -> None:
    """A ``.dvc`` file takes part in a run: verified, not executed."""
    place.write({"data": "1"})
    place.lineal("add", "data")
    place.stages({"a": noting("a", deps="data", outs="x")})
    place.lineal("run")
    before = place.read("data.dvc")
    place.write({"data": "22"})

    outcome = place.lineal("run")

    assert "Verifying data sources in stage: 'data.dvc'" in outcome.stdout
    assert (True, ["a", "a"]) == (before != place.read("data.dvc"), place.ran())


def test_a_stage_may_ask_for_the_status_of_others(done: Place) -> None:
    """The project lock is free while a command runs."""
    done.write({"data": "1"})
    done.lineal("add", "data")
    command = "lineal status --json data.dvc > answer; touch mine"
    done.stages({"ask": {"cmd": command, "outs": ["mine"]}})

    assert done.lineal("run", "ask").ok

    assert "{}\n" == done.read("answer")


def test_a_stage_that_asks_about_itself_hears_who_is_writing(place: Place) -> None:
    """It cannot have a status yet; waiting for an answer would never end."""
    place.stages({"ask": {"cmd": "lineal status 2> answer; touch mine", "outs": ["mine"]}})

    assert place.lineal("run").ok

    assert "error: 'mine' is being written by PID" in place.read("answer")


def test_a_stage_cannot_run_itself(place: Place) -> None:
    """Refused at once, by name."""
    place.stages({"a": {"cmd": "lineal run a 2> answer; touch x", "outs": ["x"]}})

    assert place.lineal("run").ok

    assert "which started this command" in place.read("answer")


def test_quiet_says_nothing_of_what_went_well(diamond: Place) -> None:
    """On either stream."""
    outcome = diamond.lineal("run", "-q")

    assert (0, "", "") == outcome


def test_verbose_says_why(done: Place) -> None:
    """With the reasons that `why` and `status` give."""
    done.write({"source": "2"})

    outcome = done.lineal("run", "-v", "get")

    assert "  because dep source modified\n" in outcome.stderr


def test_the_files_for_git_are_named_once(place: Place) -> None:
    """The lock, and each .gitignore that gained a line."""
    place.write({"sub/keep": ""})
    place.stages({"a": noting("a", outs="x"), "b": noting("b", outs="sub/y")})

    outcome = place.lineal("run")

    assert "\tgit add .gitignore dvc.lock sub/.gitignore\n" in outcome.stdout


@pytest.mark.parametrize(
    ("flags", "message"),
    [
        (["-j", "-1"], "--jobs takes a positive number"),
        (["-j", "many"], "argument -j/--jobs: invalid int value"),
        (["--keep-goign"], "did you mean '--keep-going'?"),
    ],
)
def test_wrong_usage(place: Place, flags: list[str], message: str) -> None:
    """Exit code 2, and nothing is touched."""
    outcome = place.lineal("run", *flags)

    assert (2, True) == (outcome.exit_code, message in outcome.stderr)


def test_without_a_pipeline_the_hint_says_how_to_begin(place: Place) -> None:
    """Exit code 1."""
    outcome = place.lineal("run")

    assert (1, True) == (outcome.exit_code, "lineal stage add -n NAME" in outcome.stderr)
