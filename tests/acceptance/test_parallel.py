"""``-j``: side by side, with an order that timing cannot change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.acceptance.harness.pair import Pair
    from tests.acceptance.harness.project import Project

pytestmark = pytest.mark.peer

# Each of the two waits until the other has begun: they can only end side by side.
MEETING = """\
stages:
  left: {cmd: touch l; until test -e r; do sleep 0.01; done; echo 1 > left, outs: [left]}
  right: {cmd: touch r; until test -e l; do sleep 0.01; done; echo 1 > right, outs: [right]}
"""


def wide(delays: list[float]) -> str:
    return "stages:\n" + "".join(
        f"  s{n}: {{cmd: sleep {delay}; cat source > o{n}, deps: [source], outs: [o{n}]}}\n"
        for n, delay in enumerate(delays)
    )


def test_independent_stages_run_side_by_side(project: Project) -> None:
    """They meet, or the test times out."""
    project.write({"dvc.yaml": MEETING})

    done = project.lineal("repro", "-j", "2", timeout=30)

    assert done.ok, done.stderr


def test_neither_lock_nor_gitignore_depends_on_timing(
    make_project: Callable[[str], Project],
) -> None:
    """Slow first or slow last: the same bytes but for the commands themselves."""
    texts = []
    for name, delays in (("one", [0.3, 0.1, 0.0, 0.2]), ("two", [0.0, 0.2, 0.3, 0.1])):
        project = make_project(name)
        project.write({"dvc.yaml": wide(delays), "source": "a"})
        assert project.lineal("repro", "-j", "4").ok
        lines = [*project.read("dvc.lock").splitlines(), project.read(".gitignore")]
        texts.append([line for line in lines if "cmd:" not in line])

    assert texts[0] == texts[1]


@pytest.mark.parametrize("jobs", ["1", "2", "8"])
def test_any_number_of_jobs_gives_what_dvc_gives(pair: Pair, jobs: str) -> None:
    """Only the order of new lock entries may differ from dvc's."""
    pair.write({"dvc.yaml": wide([0, 0, 0, 0]), "source": "a"})
    assert pair.dvc.dvc("repro").ok
    assert pair.lineal.lineal("repro", "-j", jobs).ok

    pair.assert_same("repro -j")


def test_output_of_stages_is_kept_apart(project: Project) -> None:
    """No line of one stage falls between the lines of another."""
    shout = "for i in 1 2 3 4 5; do echo {0}; sleep 0.02; done; echo 1 > {0}"
    text = "stages:\n" + "".join(
        f"  {name}: {{cmd: {shout.format(name)}, outs: [{name}]}}\n" for name in ("aaa", "bbb")
    )
    project.write({"dvc.yaml": text})

    done = project.lineal("repro", "-j", "2")

    said = [line for line in done.stdout.splitlines() if line in {"[aaa] aaa", "[bbb] bbb"}]
    assert ["[aaa] aaa"] * 5 + ["[bbb] bbb"] * 5 == sorted(said)
    assert said in (sorted(said), sorted(said, reverse=True))


def test_a_failure_shows_the_output_of_the_stage(project: Project) -> None:
    """Whole, and with the name of who said it."""
    project.write({"dvc.yaml": "stages:\n  s: {cmd: echo explained; false, outs: [o]}\n"})

    done = project.lineal("repro", "-j", "2")

    assert not done.ok
    assert "explained" in done.stdout + done.stderr
