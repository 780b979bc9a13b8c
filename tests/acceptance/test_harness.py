"""The harness itself: the quick oracle answers as the real executable does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.acceptance.harness.compare import assert_same, differences, lock_blocks
from tests.acceptance.harness.snapshot import take_snapshot

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.acceptance.harness.project import Project

pytestmark = pytest.mark.peer

PIPELINE = """\
stages:
  a: {cmd: cp source a, deps: [source], outs: [a]}
  b: {cmd: mkdir d && cp a d/x, deps: [a], params: [lr], outs: [d]}
"""


def scene(project: Project) -> None:
    project.write({"dvc.yaml": PIPELINE, "source": "s\n", "params.yaml": "lr: 1\n"})


def test_the_quick_oracle_leaves_what_the_real_executable_leaves(
    make_project: Callable[[str], Project],
) -> None:
    """A forked child and a fresh process give the same repository."""
    quick, real = make_project("quick"), make_project("real")
    scene(quick)
    scene(real)

    answered = quick.dvc("repro")
    ran = real.run(str(real.tools.dvc), "repro")

    assert_same(take_snapshot(real), take_snapshot(quick))
    assert ran.exit_code == answered.exit_code
    # DVC keeps the files to track in a set: their order changes from process to process.
    assert sorted(ran.stdout.split()) == sorted(answered.stdout.split())


def test_a_failing_command_gives_its_exit_code_and_errors(project: Project) -> None:
    """Exit code and stderr come back through the socket."""
    done = project.dvc("repro", "missing")

    assert "does not exist" in done.stderr
    assert 255 == done.exit_code


def test_a_changed_mode_is_a_difference(project: Project) -> None:
    """Modes are part of a snapshot."""
    project.write({"file": "x"})
    before = take_snapshot(project)
    (project.root / "file").chmod(0o755)

    found = differences(before, take_snapshot(project))

    assert ["workspace: file: mode 0644 by dvc, 0755 by lineal"] == found


def test_appended_stages_may_come_in_another_order() -> None:
    """Order is free, bytes of a block are not."""
    one = b"schema: '2.0'\nstages:\n  a:\n    cmd: x\n  b:\n    cmd: y\n"
    two = b"schema: '2.0'\nstages:\n  b:\n    cmd: y\n  a:\n    cmd: x\n"

    assert lock_blocks(one) == lock_blocks(two)


def test_a_lock_is_compared_without_the_spaces_at_a_fold() -> None:
    """They are no part of the command."""
    one = b"schema: '2.0'\nstages:\n  a:\n    cmd: x &&  \n      y\n"

    assert lock_blocks(one) == lock_blocks(one.replace(b"&&  ", b"&& "))
