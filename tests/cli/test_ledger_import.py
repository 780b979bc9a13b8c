"""``lineal ledger import``: a history that the real dvc wrote, and what is said about it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.acceptance.scenes import commit, git, make_ask

if TYPE_CHECKING:
    from tests.acceptance.harness.project import Project
    from tests.acceptance.scenes import Ask

PIPELINE = """\
stages:
  double:
    cmd: cp in.txt out.txt
    deps: [in.txt]
    outs: [out.txt]
  measure:
    cmd: cp params.yaml m.yaml
    deps: [out.txt]
    params: [rate]
    metrics: [{m.yaml: {cache: false}}]
"""


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Ask:
    return make_ask(monkeypatch, capfd)


def test_a_history_of_dvc_with_a_merge_can_be_asked_about(project: Project, ask: Ask) -> None:
    """Every ``dvc repro`` that left a record is an execution, with its metrics."""
    project.write({"in.txt": "1", "params.yaml": "rate: 1\n", "dvc.yaml": PIPELINE})
    assert project.dvc("repro", "-q").ok
    commit(project)
    git(project, "checkout", "-qb", "side")
    project.write({"params.yaml": "rate: 2\n"})
    assert project.dvc("repro", "-q").ok
    commit(project)
    git(project, "checkout", "-q", "-")
    project.write({"README": "x"})
    commit(project)
    git(project, "merge", "-q", "--no-edit", "side")
    done = ask(project, "ledger", "import", "--git", "--json")
    said = json.loads(done.stdout)
    shown = json.loads(ask(project, "log", "--executions", "--json").stdout)

    assert (0, "") == (done.exit_code, done.stderr)
    assert (4, 3, 3, []) == tuple(
        said[key] for key in ("looked_at", "commits", "executions", "broken")
    )
    assert shown


def test_what_was_done_is_said_in_a_sentence(project: Project, ask: Ask) -> None:
    """And nothing new in one that is shorter."""
    project.write({"in.txt": "1"})
    assert project.dvc("add", "-q", "in.txt").ok
    commit(project)
    first = ask(project, "ledger", "import", "--git").stdout
    again = ask(project, "ledger", "import", "--git").stdout

    assert "1 commit read in" in first
    assert "1 execution found, 0 known before" in first
    assert again == "Nothing new: every commit there is was imported.\n"


def test_a_broken_record_is_warned_about_and_no_failure(project: Project, ask: Ask) -> None:
    """With the commit to look at."""
    project.write({"x.dvc": "outs: 3\n"})
    git(project, "add", "-A")
    git(project, "commit", "-qm", "broken")
    done = ask(project, "ledger", "import", "--git")

    assert done.exit_code == 0
    assert "warning: x.dvc: skipped 1 version, first in " in done.stderr


@pytest.mark.parametrize("words", [(), ("--git", "HEAD", "--all")])
def test_what_to_import_has_to_be_clear(project: Project, ask: Ask, words: tuple[str, ...]) -> None:
    """Exit 2, with the command that would do."""
    done = ask(project, "ledger", "import", *words)

    assert done.exit_code == 2
