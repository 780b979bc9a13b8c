"""Interrupting ``lineal run``: the real executable, real signals, a real terminal."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

import pytest

from tests.pipeline.place import Place, noting, wait_until

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator

INTERRUPTED = 130

#: Says that it is there, then stays for as long as no test lasts.
STAYING = "echo $$ > {0}.pid; exec sleep 60"


def staying(name: str, **more: object) -> dict[str, object]:
    return {"cmd": STAYING.format(name), **more}


def stubborn(name: str) -> dict[str, object]:
    """Takes note of an interrupt, and goes on."""
    trap = f"trap 'touch {name}.asked' INT; echo $$ > {name}.pid"
    return {"cmd": f"{trap}; while :; do sleep 0.02; done"}


def pid_of(place: Place, name: str) -> int:
    wait_until(lambda: place.exists(f"{name}.pid") and place.read(f"{name}.pid"))
    return int(place.read(f"{name}.pid"))


def is_gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def end(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    out, err = process.communicate(timeout=30)
    return process.returncode, out, err


@pytest.fixture
def chain(place: Place) -> Place:
    """Something quick, then something that stays, then something that waits for it."""
    place.stages(
        {
            "quick": noting("quick", outs="q"),
            "stays": staying("stays", deps=["q"], outs=["s"]),
            "late": noting("late", deps="s", outs="l"),
        }
    )
    return place


@pytest.fixture
def pair_of(place: Place) -> Place:
    """Something quick, then two that stay, side by side."""
    place.stages(
        {
            "quick": noting("quick", outs="q"),
            "left": staying("left", deps=["q"], outs=["l"]),
            "right": staying("right", deps=["q"], outs=["r"]),
            "late": noting("late", deps="l r", outs="x"),
        }
    )
    return place


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_to_the_process_alone_reaches_its_stage(
    chain: Place, number: signal.Signals
) -> None:
    """What was finished is recorded, what comes after is not begun."""
    process = chain.start("run")
    stage = pid_of(chain, "stays")
    process.send_signal(number)

    code, _, err = end(process)

    assert (INTERRUPTED, ["quick"], ["quick"]) == (code, chain.recorded(), chain.ran())
    assert is_gone(stage)
    assert "interrupted; finished stages are kept, `lineal run` continues" in err


def test_an_interrupt_of_the_whole_group_ends_each_once(chain: Place) -> None:
    """As a terminal does it."""
    process = chain.start("run")
    stage = pid_of(chain, "stays")
    os.killpg(process.pid, signal.SIGINT)

    code, _, err = end(process)

    assert (INTERRUPTED, ["quick"], True) == (code, chain.recorded(), is_gone(stage))
    assert "killed by signal 2" in err


@pytest.mark.parametrize("to_group", [False, True])
def test_stages_side_by_side_are_all_interrupted(pair_of: Place, *, to_group: bool) -> None:
    """Their own process groups keep the terminal's signal away, so we pass it on."""
    process = pair_of.start("run", "-j", "2")
    stages = [pid_of(pair_of, name) for name in ("left", "right")]
    (os.killpg if to_group else os.kill)(process.pid, signal.SIGINT)

    code, out, _ = end(process)

    assert (INTERRUPTED, ["quick"], ["quick"]) == (code, pair_of.recorded(), pair_of.ran())
    assert all(map(is_gone, stages))
    assert "[left] failed; its whole output:" in out


def test_the_next_run_continues(chain: Place) -> None:
    """Only what was not finished is run."""
    process = chain.start("run")
    pid_of(chain, "stays")
    process.send_signal(signal.SIGINT)
    end(process)
    chain.ran()
    chain.write({"dvc.yaml": chain.read("dvc.yaml").replace("exec sleep 60", "touch s")})

    assert chain.lineal("run").ok

    assert (["late"], ["quick", "stays", "late"]) == (chain.ran(), chain.recorded())


@pytest.mark.parametrize("names", [["one"], ["one", "two"]])
def test_a_second_interrupt_kills(place: Place, names: list[str]) -> None:
    """What ignored the first, alone or side by side."""
    place.stages({name: stubborn(name) for name in names})
    process = place.start("run", "-j", "2")
    stages = [pid_of(place, name) for name in names]

    process.send_signal(signal.SIGINT)
    wait_until(lambda: all(place.exists(f"{name}.asked") for name in names))
    process.send_signal(signal.SIGINT)
    code, _, err = end(process)

    assert (INTERRUPTED, len(names)) == (code, err.count("killed by signal 9"))
    wait_until(lambda: all(map(is_gone, stages)))


def test_a_stage_that_finishes_all_the_same_is_recorded(place: Place) -> None:
    """An interrupt asks; what got done in spite of it is not thrown away."""
    place.stages(
        {
            "a": {
                "cmd": "trap 'touch x; exit 0' INT; echo $$ > a.pid; while :; do sleep 0.02; done",
                "outs": ["x"],
            },
            "b": noting("b", deps="x", outs="y"),
        }
    )
    process = place.start("run")
    pid_of(place, "a")
    os.killpg(process.pid, signal.SIGINT)

    code, _, _ = end(process)

    assert (INTERRUPTED, ["a"], []) == (code, place.recorded(), place.ran())


@pytest.fixture
def holder(place: Place) -> Iterator[subprocess.Popen[str]]:
    """Another run, in the middle of writing ``x``."""
    place.stages({"a": staying("a", outs=["x"])})
    process = place.start("run")
    pid_of(place, "a")
    yield process
    process.send_signal(signal.SIGTERM)
    end(process)


def test_waiting_for_somebody_else_can_be_interrupted(
    place: Place, holder: subprocess.Popen[str]
) -> None:
    """There is nothing to finish; the message says for whom we waited."""
    process = place.start("run")
    assert process.stderr is not None
    told = process.stderr.readline()
    process.send_signal(signal.SIGINT)

    code, _, _ = end(process)

    assert (INTERRUPTED, True) == (code, told.startswith(f"waiting for PID {holder.pid} (lineal "))


def test_a_killed_run_leaves_what_was_finished(chain: Place) -> None:
    """SIGKILL gives no time for anything; the next run finds a stale claim and goes on."""
    process = chain.start("run")
    stage = pid_of(chain, "stays")
    process.kill()
    os.kill(stage, signal.SIGKILL)
    code, _, _ = end(process)
    chain.write({"dvc.yaml": chain.read("dvc.yaml").replace("exec sleep 60", "touch s")})
    chain.ran()

    assert chain.lineal("run").ok

    assert (-signal.SIGKILL, ["late"]) == (code, chain.ran())


def test_a_reader_that_goes_away_leaves_no_stage_behind(pair_of: Place) -> None:
    """``lineal run | head -1``: nobody would record what they still write."""
    read, write = os.pipe()
    process = pair_of.start("run", "-j", "2", stdout=write)
    os.close(write)
    stages = [pid_of(pair_of, name) for name in ("left", "right")]
    os.close(read)
    os.kill(stages[0], signal.SIGKILL)

    end(process)

    wait_until(lambda: is_gone(stages[1]))
    assert process.returncode != 0
