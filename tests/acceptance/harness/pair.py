"""Two copies of one repository, one per tool, kept in step and compared after every command."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from tests.acceptance.harness.compare import assert_same
from tests.acceptance.harness.reconcile import (
    drop_damaged_objects,
    is_content_with_less,
    is_content_with_more,
    is_stopped_by_a_link,
    reconcile_failed_checkout,
    reconcile_failed_run,
)
from tests.acceptance.harness.snapshot import take_snapshot

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.acceptance.harness.oracle import Outcome
    from tests.acceptance.harness.project import Project

RUNS = ("repro", "run")


class Answers(NamedTuple):
    dvc: Outcome
    lineal: Outcome


class Pair(NamedTuple):
    """The peer's copy and ours."""

    dvc: Project
    lineal: Project

    def write(self, files: dict[str, str | bytes]) -> None:
        for project in self:
            project.write(files)

    def edit(self, change: Callable[[Project], object]) -> None:
        """Do to both copies what a user would do to one."""
        for project in self:
            change(project)

    def run(self, *argv: str, cwd: str = ".") -> Answers:
        """Run on both; both must succeed or both fail, and leave the same repository."""
        answers = self.ask(*argv, cwd=cwd)
        if argv[0] in RUNS and not answers.dvc.ok:
            self.settle(argv, cwd)
        if argv[0] == "checkout":
            reconcile_failed_checkout(self.dvc, self.lineal, answers, cwd)
        drop_damaged_objects(self.dvc, self.lineal, ".dir")
        self.assert_same(" ".join(argv))
        return answers

    def ask(self, *argv: str, cwd: str = ".") -> Answers:
        """Run on both and compare success only."""
        answers = Answers(self.dvc.dvc(*argv, cwd=cwd), self.lineal.lineal(*argv, cwd=cwd))
        if answers.dvc.ok != answers.lineal.ok and not self.is_intended(argv, answers, cwd):
            message = f"`{' '.join(argv)}`\n{told('dvc', answers.dvc)}\n" + told(
                "lineal", answers.lineal
            )
            raise AssertionError(message)
        return answers

    def is_intended(self, argv: tuple[str, ...], answers: Answers, cwd: str) -> bool:
        """One succeeds where the other fails, and the docs say why."""
        if argv[0] == "checkout" and answers.dvc.ok:
            return is_content_with_less(self.dvc, answers.lineal, cwd)
        if argv[0] == "checkout":
            return is_content_with_more(self.dvc, self.lineal, answers.dvc, cwd)
        return answers.lineal.ok and is_stopped_by_a_link(answers.dvc)

    def settle(self, argv: tuple[str, ...], cwd: str) -> None:
        """After a failure, which *independent* stages had run already is a matter of order.

        Going on past failures makes it a matter of fact again, the same for both tools.
        """
        if not {"-k", "--keep-going", "--ignore-errors", "--dry"} & set(argv):
            self.ask(*argv, "-k", cwd=cwd)
        reconcile_failed_run(self.dvc, self.lineal)

    def assert_same(self, after: str = "") -> None:
        assert_same(take_snapshot(self.dvc), take_snapshot(self.lineal), after=after)

    def assert_same_status(self, *argv: str, cwd: str = ".") -> None:
        """``status --json`` says the same, or neither can say anything."""
        answers = self.ask("status", "--json", *argv, cwd=cwd)
        if answers.dvc.ok and answers.lineal.ok:
            expected, actual = (json.loads(answer.stdout) for answer in answers)
            assert expected == actual, f"status\ndvc:    {expected}\nlineal: {actual}"


def told(tool: str, answer: Outcome) -> str:
    return f"{tool} exited with {answer.exit_code}\n{answer.stdout}{answer.stderr}"
