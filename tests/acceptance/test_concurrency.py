"""Two processes at once in one repository: nothing is corrupted, and waiting is explained."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

import pytest
import yaml

if TYPE_CHECKING:
    import subprocess

    from tests.acceptance.harness.project import Project

pytestmark = pytest.mark.peer

WIDE = "stages:\n" + "".join(
    f"  s{n}: {{cmd: sleep 0.05; cat source > o{n}, deps: [source], outs: [o{n}]}}\n"
    for n in range(10)
)
SLOW = (
    "stages:\n  slow: {cmd: touch started; sleep 2; echo 1 > out, outs: [out]}\n"
    "  other: {cmd: echo 1 > other, outs: [other]}\n"
)


def lineal(project: Project, *argv: str) -> subprocess.Popen[str]:
    return project.start(os.fspath(project.tools.lineal), *argv)


def wait_for(project: Project, name: str) -> None:
    deadline = time.monotonic() + 30
    while not (project.root / name).exists():
        assert time.monotonic() < deadline, f"{name} never came"
        time.sleep(0.01)


def assert_complete(project: Project, count: int) -> None:
    lock = yaml.safe_load(project.read("dvc.lock"))
    assert count == len(lock["stages"])
    assert "{}" == project.dvc("status", "--json").stdout.strip()
    lines = project.read(".gitignore").splitlines()
    assert len(lines) == len(set(lines))


def test_two_runs_at_once_both_succeed(project: Project) -> None:
    """The second waits where it must; both end well and the lock is whole."""
    project.write({"dvc.yaml": WIDE, "source": "a\n"})
    both = [lineal(project, "repro"), lineal(project, "repro")]

    ends = [process.communicate(timeout=60) for process in both]

    assert [0, 0] == [process.returncode for process in both], ends
    assert_complete(project, 10)


def test_adding_different_files_at_once(project: Project) -> None:
    """Four ``add`` side by side: every .dvc file and every .gitignore line is there."""
    names = [f"f{number}" for number in range(4)]
    project.write({name: name * 1000 for name in names})
    both = [lineal(project, "add", name) for name in names]

    ends = [process.communicate(timeout=60) for process in both]

    assert [0] * 4 == [process.returncode for process in both], ends
    lines = sorted(project.read(".gitignore").splitlines())
    assert [f"/{name}" for name in names] == lines


def test_the_one_who_waits_says_for_whom(project: Project) -> None:
    """A running stage's output is locked; the second run names the process that holds it."""
    project.write({"dvc.yaml": SLOW})
    first = lineal(project, "repro", "slow")
    wait_for(project, "started")
    second = lineal(project, "repro", "slow")
    _, said = second.communicate(timeout=60)
    first.communicate(timeout=60)

    assert str(first.pid) in said
    assert [0, 0] == [first.returncode, second.returncode]


def test_the_peer_running_is_waited_for(project: Project) -> None:
    """dvc runs the stage, lineal wants the same: it waits, then finds nothing to do."""
    project.write({"dvc.yaml": SLOW})
    peer = project.start(os.fspath(project.tools.dvc), "repro", "slow")
    wait_for(project, "started")

    done = project.lineal("repro", "slow")
    peer.communicate(timeout=60)

    assert done.ok, done.stderr
    assert str(peer.pid) in done.stderr
    assert 0 == peer.returncode


def test_the_peer_fails_cleanly_while_we_run(project: Project) -> None:
    """dvc does not wait for a running stage; it must see that the stage is taken."""
    project.write({"dvc.yaml": SLOW})
    ours = lineal(project, "repro", "slow")
    wait_for(project, "started")

    peer = project.dvc("repro", "slow")
    ours.communicate(timeout=60)

    assert not peer.ok
    assert "busy" in peer.stderr or "lock" in peer.stderr
    assert 0 == ours.returncode
    assert "{}" == project.dvc("status", "--json", "slow").stdout.strip()


def test_another_stage_may_run_beside(project: Project) -> None:
    """While one stage's command runs, another process may run a stage it does not touch."""
    project.write({"dvc.yaml": SLOW})
    first = lineal(project, "repro", "slow")
    wait_for(project, "started")

    beside = project.lineal("repro", "other")
    first.communicate(timeout=60)

    assert beside.ok, beside.stderr
    assert_complete(project, 2)


def test_a_stage_may_call_lineal_about_itself_without_hanging(project: Project) -> None:
    """A command that asks for what its own stage holds is told so at once."""
    program = os.fspath(project.tools.lineal)
    text = f"stages:\n  s: {{cmd: echo x > out; {program} repro s, outs: [out]}}\n"
    project.write({"dvc.yaml": text})

    done = project.lineal("repro", timeout=30)

    assert not done.ok
