"""Runs that are killed, and runs at the same time, told by whole commands."""

from __future__ import annotations

import json
import os
import signal
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator

    from tests.acceptance.harness.project import Project

# They end by themselves after a minute, whoever was killed.
WAIT = "for i in $(seq 3000); do [ -e {name} ] && break; sleep 0.02; done"
HELD = f"""\
stages:
  before: {{cmd: 'cp in before.out', deps: [in], outs: [before.out]}}
  slow:
    cmd: 'touch slow.up; {WAIT.format(name="go")}; cp before.out slow.out'
    deps: [before.out]
    outs: [slow.out]
  after: {{cmd: 'cp slow.out after.out', deps: [slow.out], outs: [after.out]}}
"""
# Neither ends before the other has begun.
TOGETHER = f"""\
stages:
  one:
    cmd: 'touch one.up; {WAIT.format(name="two.up")}; cp in one.out'
    deps: [in]
    outs: [one.out]
  two:
    cmd: 'touch two.up; {WAIT.format(name="one.up")}; cp in two.out'
    deps: [in]
    outs: [two.out]
  both: {{cmd: 'cat one.out two.out > both.out', deps: [one.out, two.out], outs: [both.out]}}
"""


def test_what_a_killed_run_did_is_known_and_it_goes_on(project: Project) -> None:
    """The stage that had ended counts, the one that had not is told as killed, and made nothing."""
    project.write({"dvc.yaml": HELD, "in": "input\n"})
    with started(project, "run") as running:
        until(project, "slow.up")
        os.killpg(running.pid, signal.SIGKILL)
    assert executions(project) == {("before", "ran"), ("slow", "killed")}
    assert ancestors(project, "before.out") == {("before", "ran")}
    assert reached(project, "in") == {("before", "ran"), ("slow", "killed")}
    assert project.lineal("verify").ok

    project.write({"go": ""})
    assert project.lineal("run").ok
    assert ancestors(project, "after.out") == {
        (name, "ran") for name in ("before", "slow", "after")
    }
    assert project.lineal("verify").ok


def test_two_runs_at_once_are_one_history(project: Project) -> None:
    """Each is a run of its own; what is made of both comes from both."""
    project.write({"dvc.yaml": TOGETHER, "in": "input\n"})
    with started(project, "run", "one") as first, started(project, "run", "two") as second:
        assert (first.wait(60), second.wait(60)) == (0, 0)
    assert project.lineal("run").ok

    assert ancestors(project, "both.out") == {(name, "ran") for name in ("one", "two", "both")}
    assert len(asked(project, "log")["runs"]) == 3
    assert project.lineal("verify").ok


@contextmanager
def started(project: Project, *argv: str) -> Iterator[subprocess.Popen[str]]:
    """In a group of its own, of which nothing is left."""
    process = project.start(os.fspath(project.tools.lineal), *argv)
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def until(project: Project, name: str) -> None:
    for _ in range(3000):
        if (project.root / name).exists():
            return
        time.sleep(0.02)
    message = f"{name} did not appear within a minute"
    raise AssertionError(message)


def executions(project: Project) -> set[tuple[str, str]]:
    return told(asked(project, "log", "--executions")["executions"])


def ancestors(project: Project, path: str) -> set[tuple[str, str]]:
    return told(list(asked(project, "trace", path)["executions"].values()))


def reached(project: Project, path: str) -> set[tuple[str, str]]:
    return told(asked(project, "impact", path)["executions"])


def told(found: list[dict[str, str]]) -> set[tuple[str, str]]:
    return {(each["stage"], each["status"]) for each in found}


def asked(project: Project, *argv: str) -> dict[str, Any]:
    done = project.lineal(*argv, "--json")
    assert done.ok, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found
