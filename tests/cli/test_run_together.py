"""Two of us on one pipeline at once, and one of us beside a running dvc."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.pipeline.place import Place, noting, wait_until

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path


def ends(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    out, err = process.communicate(timeout=60)
    return process.returncode, out, err


def gated(name: str, *, deps: str = "", outs: str = "") -> dict[str, object]:
    """Begins, then waits to be let through."""
    entry = noting(name, deps=deps, outs=outs)
    gate = f"touch {name}.begun; until [ -e open ]; do sleep 0.02; done; "
    return {**entry, "cmd": gate + entry["cmd"]}


def test_two_runs_of_one_pipeline_share_the_work(place: Place) -> None:
    """Every command runs once; both end well, and the lock is whole."""
    names = [f"s{n}" for n in range(6)]
    place.stages(
        {
            "first": gated("first", outs="f"),
            **{name: noting(name, deps="f", outs=f"{name}.out") for name in names},
            "last": noting("last", deps=" ".join(f"{name}.out" for name in names), outs="l"),
        }
    )
    runs = [place.start("run", "-j", jobs) for jobs in ("1", "2")]
    wait_until(lambda: place.exists("first.begun"))
    place.write({"open": ""})

    codes = [ends(run)[0] for run in runs]

    assert ([0, 0], sorted(["first", "last", *names])) == (codes, sorted(place.ran()))
    assert (set(place.recorded()), "{}\n") == (
        {"first", "last", *names},
        place.lineal("status", "--json").stdout,
    )


def test_who_waits_is_told_for_whom(place: Place) -> None:
    """By PID and command line; then finds that nothing is left to do."""
    place.stages({"slow": gated("slow", outs="x")})
    first = place.start("run")
    wait_until(lambda: place.exists("slow.begun"))
    second = place.start("run", "slow")
    assert second.stderr is not None
    told = second.stderr.readline()
    place.write({"open": ""})

    codes = (ends(first)[0], ends(second)[0])

    assert f"waiting for PID {first.pid} (lineal run) to finish with {place.root}/x\n" == told
    assert ((0, 0), ["slow"]) == (codes, place.ran())


def test_a_command_finds_what_came_before_it_recorded(place: Place) -> None:
    """It may itself ask ``dvc`` or ``lineal``, which read the lock."""
    names = [f"s{n}" for n in range(8)]
    stages = {"s0": noting("s0", outs="o0")}
    for n, name in enumerate(names[1:], start=1):
        stages[name] = noting(name, deps=f"o{n - 1}", outs=f"o{n}")
        stages[name]["cmd"] += f" && cp dvc.lock {name}.lock"
    place.stages(stages)

    assert place.lineal("run").ok

    found = {name: list(place.lock(f"{name}.lock")) for name in names[1:]}
    assert {name: names[: n + 1] for n, name in enumerate(names[1:])} == found


def test_stages_that_have_nothing_in_common_do_not_wait(place: Place) -> None:
    """Only paths count, not the project."""
    place.stages({"slow": gated("slow", outs="x"), "other": noting("other", outs="y")})
    first = place.start("run", "slow")
    wait_until(lambda: place.exists("slow.begun"))

    second = place.lineal("run", "other")
    place.write({"open": ""})

    assert (True, 0, ["other", "slow"]) == (second.ok, ends(first)[0], place.ran())
    assert {"other", "slow"} == set(place.recorded())


@pytest.mark.peer
def test_beside_a_running_dvc_both_records_are_kept(place: Place, dvc: Path) -> None:
    """The same locks: neither loses what the other has written."""
    place.stages({"theirs": gated("theirs", outs="x"), "ours": noting("ours", outs="y")})
    theirs = place._replace(executable=dvc).start("repro", "-q", "theirs")
    wait_until(lambda: place.exists("theirs.begun"))

    ours = place.lineal("run", "ours")
    place.write({"open": ""})

    assert (True, 0) == (ours.ok, ends(theirs)[0])
    assert {"ours", "theirs"} == set(place.recorded())
    assert "{}\n" == place.lineal("status", "--json").stdout


@pytest.mark.peer
def test_what_dvc_is_making_is_waited_for_and_not_made_again(place: Place, dvc: Path) -> None:
    """Its claim names it."""
    place.stages({"slow": gated("slow", outs="x"), "after": noting("after", deps="x", outs="y")})
    theirs = place._replace(executable=dvc).start("repro", "-q", "slow")
    wait_until(lambda: place.exists("slow.begun"))
    ours = place.start("run", "after")
    assert ours.stderr is not None
    told = ours.stderr.readline()
    place.write({"open": ""})

    codes = (ends(theirs)[0], ends(ours)[0])

    assert told.startswith(f"waiting for PID {theirs.pid} (")
    assert ((0, 0), ["slow", "after"]) == (codes, place.ran())
