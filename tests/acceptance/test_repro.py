"""``repro``: what runs, what is skipped, and what each flag changes."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.acceptance.harness.pair import Pair

pytestmark = pytest.mark.peer

CHAIN = """\
stages:
  first: {cmd: cat source > one, deps: [source], outs: [one]}
  second: {cmd: cat one > two && echo ran >> log, deps: [one], outs: [two]}
  third: {cmd: cat two > three, deps: [two], outs: [three]}
"""
INDEPENDENT = """\
stages:
  bad: {cmd: test -e mended && cat source > bad, deps: [source], outs: [bad]}
  after: {cmd: cat bad > after, deps: [bad], outs: [after]}
  good: {cmd: cat source > good, deps: [source], outs: [good]}
"""


@pytest.fixture
def chain(pair: Pair) -> Pair:
    """Three stages in a row, run once."""
    pair.write({"dvc.yaml": CHAIN, "source": "a\n"})
    pair.run("repro")
    return pair


def test_a_second_run_does_nothing(chain: Pair) -> None:
    """Nothing is written, and both say the same."""
    answers = chain.run("repro")

    assert "Data and pipelines are up to date." in answers.lineal.stdout


def test_a_changed_source_runs_everything_below(chain: Pair) -> None:
    """A change travels down the chain."""
    chain.write({"source": "b\n"})

    chain.run("repro")

    assert "b\n" == chain.lineal.read("three")


def test_an_unchanged_output_stops_the_change(pair: Pair) -> None:
    """A stage that writes the same bytes again does not wake its dependents."""
    pair.write({"dvc.yaml": CHAIN.replace("cat source >", "wc -l < source >"), "source": "a\n"})
    pair.run("repro")
    pair.write({"source": "b\n"})

    pair.run("repro")

    assert "ran\n" == pair.lineal.read("log")


def test_a_target_stops_at_itself(chain: Pair) -> None:
    """Stages below the target are left alone."""
    chain.write({"source": "b\n"})

    chain.run("repro", "second")

    assert "a\n" == chain.lineal.read("three")


@pytest.mark.parametrize(
    "argv",
    [
        ("-f",),
        ("-s", "second"),
        ("-s", "-f", "second"),
        ("-f", "second"),
        ("--downstream", "second"),
        ("--force-downstream", "second"),
        ("--dry",),
        ("--no-commit",),
        ("--no-run-cache",),
        ("--allow-missing",),
        ("-p", "second"),
        ("-P",),
        ("-R", "."),
        ("--glob", "t*"),
        ("--glob", "*o*d"),
        ("-k",),
        ("--ignore-errors",),
        ("dvc.yaml",),
        ("dvc.yaml:first",),
        ("./dvc.yaml:first",),
        ("first", "third"),
        ("missing",),
        ("one",),
        ("missing.dvc",),
        ("missing/dvc.yaml:x",),
        ("second@key",),
    ],
    ids=" ".join,
)
def test_flags_and_targets_after_a_change(chain: Pair, argv: tuple[str, ...]) -> None:
    """Each flag leaves what dvc leaves, and fails where dvc fails."""
    chain.write({"source": "b\n"})

    chain.run("repro", *argv)

    chain.assert_same_status()


@pytest.mark.parametrize("flag", ["-k", "--ignore-errors", "--keep-going"])
def test_going_on_past_a_failure(pair: Pair, flag: str) -> None:
    """Independent stages run; dependents of the failed one as the flag says."""
    pair.write({"dvc.yaml": INDEPENDENT, "source": "a\n"})

    pair.run("repro", flag)

    assert "a\n" == pair.lineal.read("good")


def test_a_failed_run_is_taken_up_where_it_stopped(pair: Pair) -> None:
    """What succeeded is not run again."""
    pair.write({"dvc.yaml": INDEPENDENT, "source": "a\n"})
    pair.run("repro")
    pair.write({"mended": ""})

    pair.run("repro")

    assert "a\n" == pair.lineal.read("after")


def test_the_run_cache_answers_for_a_known_state(chain: Pair) -> None:
    """Going back to old inputs restores old outputs without running."""
    chain.write({"source": "b\n"})
    chain.run("repro")
    chain.write({"source": "a\n"})

    answers = chain.run("repro")

    assert "is cached - skipping run, checking out outputs" in answers.lineal.stdout
    assert "ran\nran\n" == chain.lineal.read("log")


def test_without_the_run_cache_a_known_state_runs(chain: Pair) -> None:
    """``--no-run-cache`` runs although the answer is known."""
    chain.write({"source": "b\n"})
    chain.run("repro")
    chain.write({"source": "a\n"})

    chain.run("repro", "--no-run-cache")

    assert "ran\nran\nran\n" == chain.lineal.read("log")


def test_a_deleted_output_comes_back(chain: Pair) -> None:
    """From the run cache, without running."""
    chain.edit(lambda project: (project.root / "two").unlink())

    chain.run("repro")

    assert "ran\n" == chain.lineal.read("log")


def test_a_lost_cache_runs_everything(chain: Pair) -> None:
    """An output that is not in the cache is a change, even if the workspace has it."""
    chain.write({"dvc.yaml": CHAIN.replace("cat one > two", "wc -c one > two")})
    chain.run("repro")
    chain.edit(lambda project: shutil.rmtree(project.root / ".dvc/cache"))
    chain.assert_same_status()

    chain.run("repro")

    assert "ran\nran\nran\n" == chain.lineal.read("log")


def test_missing_data_is_allowed_when_asked(chain: Pair) -> None:
    """``--allow-missing`` skips stages whose data is simply not here."""
    chain.edit(lambda project: shutil.rmtree(project.root / ".dvc/cache"))
    chain.edit(lambda project: (project.root / "one").unlink())
    chain.edit(lambda project: (project.root / "two").unlink())

    chain.run("repro", "--allow-missing")

    assert not (chain.lineal.root / "two").exists()


def test_a_frozen_stage_ignores_its_dependencies(chain: Pair) -> None:
    """Frozen in the file, as by ``freeze``."""
    chain.run("freeze", "second")
    chain.write({"source": "b\n"})

    chain.run("repro")
    chain.assert_same_status()
    chain.run("unfreeze", "second")
    chain.run("repro")

    assert "b\n" == chain.lineal.read("three")


def test_a_stage_that_changes_its_own_dependency(pair: Pair) -> None:
    """The lock records the dependency as it is after the command."""
    text = "stages:\n  s: {cmd: echo x >> source && cp source out, deps: [source], outs: [out]}\n"
    pair.write({"dvc.yaml": text, "source": "a\n"})

    pair.run("repro")
    pair.run("repro")

    assert "a\nx\n" == pair.lineal.read("source")


def test_a_stage_that_does_not_write_its_output(pair: Pair) -> None:
    """It fails, and the lock knows nothing of it."""
    pair.write({"dvc.yaml": "stages:\n  s: {cmd: 'true', outs: [never]}\n"})

    answers = pair.run("repro")

    assert not answers.lineal.ok
    assert not (pair.lineal.root / "dvc.lock").exists()


def test_an_edited_source_of_add_is_committed_again(pair: Pair) -> None:
    """``repro`` follows changed ``.dvc`` data by rewriting the file."""
    pair.write({"data": "a\n"})
    pair.run("add", "data")
    pair.write({"dvc.yaml": "stages:\n  s: {cmd: cat data > out, deps: [data], outs: [out]}\n"})
    pair.run("repro")
    pair.edit(lambda project: (project.root / "data").unlink())
    pair.write({"data": "b\n"})

    pair.run("repro")

    assert "b\n" == pair.lineal.read("out")


def test_pipelines_in_directories_follow_each_other(pair: Pair) -> None:
    """Dependencies cross files, and addresses are relative to where one stands."""
    pair.write(
        {
            "dvc.yaml": "stages:\n  up: {cmd: echo 1 > up, outs: [up]}\n",
            "sub/dvc.yaml": "stages:\n  low: {cmd: cat ../up > low, deps: [../up], outs: [low]}\n",
        }
    )

    pair.run("repro", "low", cwd="sub")
    pair.run("repro", "sub/dvc.yaml:low")
    pair.run("repro", "../dvc.yaml:up", cwd="sub")
    pair.run("repro", "dvc.yaml", cwd="sub")
    pair.run("repro", "-P", cwd="sub")

    pair.assert_same_status(cwd="sub")


def test_the_command_sees_its_stage_and_root(pair: Pair) -> None:
    """``DVC_STAGE`` and ``DVC_ROOT`` are part of the contract."""
    command = 'echo "$DVC_STAGE $(basename "$DVC_ROOT") $(basename "$PWD")" > out'
    pair.write(
        {
            "sub/w/.keep": "",
            "sub/dvc.yaml": f"stages:\n  s: {{cmd: '{command}', wdir: w, outs: [out]}}\n",
        }
    )

    pair.run("repro", "sub/dvc.yaml:s")

    assert "sub/dvc.yaml:s repo w\n" == pair.lineal.read("sub/w/out")


def test_each_line_is_a_shell_of_its_own(pair: Pair) -> None:
    """Variables do not survive from line to line, and the first failure stops."""
    text = 'stages:\n  s:\n    cmd:\n    - x=1\n    - echo "<$x>" > out\n    outs: [out]\n'
    pair.write({"dvc.yaml": text})

    pair.run("repro")

    assert "<>\n" == pair.lineal.read("out")
