"""Killed, interrupted, resumed: finished stages keep their lock, cache and ``.gitignore``."""

from __future__ import annotations

import os
import random
import signal
import time
from typing import TYPE_CHECKING

import pytest
import yaml

from tests.acceptance.harness.snapshot import take_snapshot

if TYPE_CHECKING:
    import subprocess

    from tests.acceptance.harness.pair import Pair
    from tests.acceptance.harness.project import Project

pytestmark = pytest.mark.peer

STAGES = 12
INPUTS = ["source", *(f"o{n}" for n in range(STAGES - 1))]
STAGE = "  s{n}: {{cmd: sleep 0.02; cat {i} > o{n}; echo {n} >> o{n}, deps: [{i}], outs: [o{n}]}}\n"
CHAIN = "stages:\n" + "".join(STAGE.format(n=n, i=path) for n, path in enumerate(INPUTS))
SLOW = """\
stages:
  quick: {cmd: echo 1 > quick, outs: [quick]}
  slow: {cmd: cat quick > slow; touch started; sleep 60, deps: [quick], outs: [slow]}
"""


def locked(project: Project) -> set[str]:
    """Stages the lock knows; it must parse whatever happened."""
    if not (project.root / "dvc.lock").exists():
        return set()
    return set(yaml.safe_load(project.read("dvc.lock"))["stages"])


def wait_for(project: Project, name: str, process: subprocess.Popen[str]) -> None:
    while not (project.root / name).exists():
        assert process.poll() is None, process.communicate()
        time.sleep(0.01)


def assert_sound(project: Project) -> None:
    """Every locked output is ignored by Git and in the cache under its own digest."""
    # What a stage that was killed left behind is nobody's yet.
    for name in locked(project):
        output = f"o{name.removeprefix('s')}"
        assert f"/{output}" in project.read(".gitignore").splitlines()
        assert "" == project.run("git", "status", "--porcelain", "--", output).stdout
    for path, entry in take_snapshot(project).cache.items():
        if path.startswith(".dvc/cache/files/md5") and entry.kind == "file":
            assert 0o444 == entry.mode, path
    assert project.dvc("status").ok


@pytest.mark.parametrize("seed", range(8))
def test_killed_at_a_random_moment_then_run_again(project: Project, seed: int) -> None:
    """kill -9 of the whole group, twice; what is locked is sound, and the run completes."""
    project.write({"dvc.yaml": CHAIN, "source": "a\n"})
    moments = random.Random(seed)  # noqa: S311  # chance, not secrecy
    for _ in range(2):
        process = project.start(os.fspath(project.tools.lineal), "repro")
        time.sleep(moments.uniform(0.03, 0.8))
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        assert_sound(project)

    assert project.lineal("repro").ok

    assert {f"s{n}" for n in range(STAGES)} == locked(project)
    assert "{}" == project.dvc("status", "--json").stdout.strip()


def test_a_killed_run_ends_as_if_it_never_was(pair: Pair) -> None:
    """Killed by us, finished by us: equal to dvc's undisturbed run."""
    pair.write({"dvc.yaml": CHAIN, "source": "a\n"})
    process = pair.lineal.start(os.fspath(pair.lineal.tools.lineal), "repro")
    wait_for(pair.lineal, "o4", process)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()

    pair.run("repro")

    pair.assert_same_status()


def test_the_peer_takes_over_after_a_kill(project: Project) -> None:
    """No lock file of ours keeps dvc out."""
    project.write({"dvc.yaml": CHAIN, "source": "a\n"})
    process = project.start(os.fspath(project.tools.lineal), "repro")
    wait_for(project, "o4", process)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()

    assert project.dvc("repro").ok

    assert "{}" == project.dvc("status", "--json").stdout.strip()


@pytest.mark.parametrize("whole_group", [True, False])
def test_interrupted_and_resumed(project: Project, *, whole_group: bool) -> None:
    """Ctrl-C: the command stops, the finished stage is locked, the unfinished is not."""
    project.write({"dvc.yaml": SLOW})
    process = project.start(os.fspath(project.tools.lineal), "repro")
    wait_for(project, "started", process)
    send = os.killpg if whole_group else os.kill
    send(process.pid, signal.SIGINT)
    _, stderr = process.communicate(timeout=20)

    assert "Traceback" not in stderr
    assert process.returncode != 0
    assert {"quick"} == locked(project)
    assert "" == project.run("pgrep", "-f", f"{project.root}.*sleep 60").stdout

    project.write({"dvc.yaml": SLOW.replace("sleep 60", "true")})
    assert project.lineal("repro").ok


def test_a_stage_killed_from_outside_is_a_failed_stage(project: Project) -> None:
    """The command dies of a signal; the stages before it stay."""
    text = SLOW.replace("touch started; sleep 60", "kill -9 $$")
    project.write({"dvc.yaml": text})

    done = project.lineal("repro")

    assert not done.ok
    assert "slow" in done.stderr
    assert {"quick"} == locked(project)
    assert "/quick" in project.read(".gitignore")
