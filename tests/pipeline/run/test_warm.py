"""Steps in a process that is already warm: as if a shell had started each of them."""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING

import pytest

from lineal.pipeline.run.warm import WarmProcess, warm_arguments
from tests.pipeline.place import Place, wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

OURS = {"PATH": f"{os.path.dirname(sys.executable)}:/usr/bin:/bin"}


@pytest.mark.parametrize(
    "command",
    [
        "lineal step concat a b > c",
        "lineal step concat 'a b' c",
        "lineal step concat $IN out",
        "lineal step concat *.csv out",
        "lineal step concat a b && rm a",
        "lineal step concat ~/a b",
        "lineal step concat a b # why",
        "lineal step concat a\\ b c",
        "lineal step concat {a,b} c",
        "X=1 lineal step concat a b",
        "lineal stepconcat a b",
        "lineal run",
        "python step.py",
        " lineal step concat a b",
    ],
)
def test_what_a_shell_has_to_interpret_goes_to_a_shell(command: str) -> None:
    """And what is no step of ours."""
    assert warm_arguments(command, OURS) is None


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("lineal step concat a b", ["step", "concat", "a", "b"]),
        ("lineal step  concat  a-1/b.csv ü", ["step", "concat", "a-1/b.csv", "ü"]),
    ],
)
def test_plain_words_are_split_as_a_shell_would(command: str, words: list[str]) -> None:
    """At blanks."""
    assert words == warm_arguments(command, OURS)


def test_another_lineal_on_the_path_is_not_ours(tmp_path: Path) -> None:
    """The stage's environment decides which one it means."""
    other = tmp_path / "lineal"
    other.write_text("#!/bin/sh\n")
    other.chmod(0o755)

    assert warm_arguments("lineal step x", {"PATH": f"{tmp_path}:{OURS['PATH']}"}) is None
    assert warm_arguments("lineal step x", {"PATH": "/nowhere"}) is None


@pytest.fixture
def warm() -> Iterator[WarmProcess]:
    process = WarmProcess()
    yield process
    process.close()


class Bench:
    """Runs steps in the warm process, each with a log of its own."""

    def __init__(self, warm: WarmProcess, directory: Path) -> None:
        self.warm, self.directory = warm, directory

    def step(self, *words: str, cwd: str = ".", **env: str) -> tuple[int, str]:
        self.begin(*words, cwd=cwd, **env)
        code = self.result()
        return code, (self.directory / "log").read_text()

    def begin(self, *words: str, cwd: str = ".", **env: str) -> None:
        log = os.open(self.directory / "log", os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND)
        try:
            self.warm.start(
                ["step", *words], str(self.directory / cwd), {**OURS, **env}, (None, log, log)
            )
        finally:
            os.close(log)

    def result(self) -> int:
        codes: list[int] = []

        def ended() -> bool:
            result = self.warm.poll()
            codes.extend([] if result is None else [result[0]])
            return bool(codes)

        wait_until(ended)
        return codes[0]

    @property
    def pid(self) -> int:
        assert self.warm._process is not None
        return self.warm._process.pid


@pytest.fixture
def bench(warm: WarmProcess, tmp_path: Path) -> Bench:
    for name in ("a", "b", "sub/a"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(f"{name}\n")
    return Bench(warm, tmp_path)


def test_one_step_after_the_other_in_the_same_process(bench: Bench) -> None:
    """Each with its own directory, exit code and output."""
    first = bench.step("concat", "a", "b", "ab")
    pid = bench.pid
    second = bench.step("concat", "a", "out", cwd="sub")
    third = bench.step("concat", "gone", "out")

    assert (0, "joined 2 files into ab\n") == first
    assert (0, "joined 1 files into out\n") == second
    assert (1, "error: 'gone' does not exist\nhint: check 'deps:'\n") == third
    assert ("a\nb\n", "sub/a\n", pid) == (
        (bench.directory / "ab").read_text(),
        (bench.directory / "sub/out").read_text(),
        bench.pid,
    )


def test_wrong_usage_and_help_end_like_a_fresh_process(bench: Bench) -> None:
    """Exit codes 2 and 0; the process lives on."""
    wrong, helped = bench.step("concta"), bench.step("concat", "--help")
    after = bench.step("concat", "a", "out")

    assert (2, True) == (wrong[0], "did you mean 'concat'?" in wrong[1])
    assert (0, True, 0) == (helped[0], helped[1].startswith("usage: lineal step concat"), after[0])


def test_an_idle_process_that_was_killed_is_replaced(bench: Bench) -> None:
    """Nobody has to hear of it."""
    bench.step("concat", "a", "out")
    before = bench.pid
    os.kill(before, signal.SIGKILL)
    os.waitid(os.P_PID, before, os.WEXITED | os.WNOWAIT)

    again = bench.step("concat", "b", "out")

    assert (0, True) == (again[0], bench.pid != before)


def test_a_step_that_is_killed_ends_with_the_signal(bench: Bench) -> None:
    """And the next one runs in a new process."""
    os.mkfifo(bench.directory / "pipe")
    bench.begin("concat", "pipe", "out")
    before = bench.pid
    os.kill(before, signal.SIGKILL)

    killed, after = bench.result(), bench.step("concat", "a", "out")

    assert (-signal.SIGKILL, 0, True) == (killed, after[0], bench.pid != before)


def test_an_interrupt_ends_the_step_and_not_the_process(bench: Bench) -> None:
    """What it was writing does not stay behind."""
    os.mkfifo(bench.directory / "pipe")
    bench.begin("concat", "pipe", "out")
    wait_until((bench.directory / "out.part").exists)
    bench.warm.signal(signal.SIGINT)

    interrupted, after = bench.result(), bench.step("concat", "a", "out")

    assert (130, 0) == (interrupted, after[0])
    assert not (bench.directory / "out.part").exists()


def test_only_one_step_at_a_time(bench: Bench) -> None:
    """Who finds it busy goes to a shell."""
    os.mkfifo(bench.directory / "pipe")
    idle = [bench.warm.is_idle]
    bench.begin("concat", "pipe", "out")
    idle.append(bench.warm.is_idle)
    (bench.directory / "pipe").write_text("x")
    bench.result()
    idle.append(bench.warm.is_idle)

    assert [True, False, True] == idle


PIPELINE = {
    "one": {"cmd": "lineal step concat a ab", "deps": ["a"], "outs": ["ab"]},
    "two": {
        "cmd": "lineal step concat a b ../abb",
        "wdir": "sub",
        "deps": ["a"],
        "outs": ["../abb"],
    },
    "shell": {"cmd": "lineal step concat a b $PWD/abc", "deps": ["a"], "outs": ["abc"]},
}


@pytest.mark.parametrize("jobs", ["1", "2", "3"])
def test_a_run_gives_the_same_through_shells_and_warm(
    place: Place, monkeypatch: pytest.MonkeyPatch, jobs: str
) -> None:
    """Outputs, records, and what is said."""
    place.write({"a": "A", "b": "B", "sub/a": "1", "sub/b": "2"})
    place.stages(PIPELINE)
    warm = place.lineal("run", "-j", jobs)
    lock = place.read("dvc.lock")
    monkeypatch.setattr("lineal.pipeline.run.command.warm_arguments", lambda *_: None)

    shells = place.lineal("run", "-f", "-j", jobs)

    assert (True, lock, "A", "12", "AB") == (
        shells.ok,
        place.read("dvc.lock"),
        *(place.read(name) for name in ("ab", "abb", "abc")),
    )
    assert {line for line in warm.stdout.splitlines() if "joined" in line} == {
        line for line in shells.stdout.splitlines() if "joined" in line
    }


def test_files_of_the_project_do_not_pass_for_modules(place: Place) -> None:
    """``socket.py`` in the project is the user's own affair."""
    names = ("socket.py", "json.py", "lineal/__init__.py", "yaml.py")
    place.write({"a": "A", **dict.fromkeys(names, "raise SystemExit(9)")})
    place.stages({"one": PIPELINE["one"]})

    assert (True, "A") == (place.lineal("run").ok, place.read("ab"))
