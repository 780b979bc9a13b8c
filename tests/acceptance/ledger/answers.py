"""What Lineal answers, in the words of `truth`: acts and versions."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from tests.acceptance.ledger.truth import Act, Version

if TYPE_CHECKING:
    from tests.acceptance.harness.project import Project

MADE_SOMETHING = {"ran", "restored", "added", "imported", "observed"}


class Answers:
    """Asked of one project, through its commands."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._acts = self._number()

    def ask(self, *argv: str) -> Any:
        done = self._project.lineal(*argv, "--json")
        assert done.ok, done.stderr
        return json.loads(done.stdout)

    def acts(self) -> set[Act]:
        return set(self._acts.values())

    def ancestors(self, ref: str) -> set[Act]:
        return self._known(self.ask("trace", ref)["executions"])

    def sources(self, ref: str) -> set[Version]:
        """Files that were added, or that nobody made; directories by their path alone."""
        found = self.ask("trace", ref, "--raw")["sources"]
        return {Version(source["path"], source["oid"]) for source in found}

    def descendants(self, ref: str) -> set[Act]:
        """Those that made something of it; one that failed made nothing."""
        found = self.ask("impact", ref)["executions"]
        return self._known([each["id"] for each in found if each["status"] in MADE_SOMETHING])

    def listed(self, *filters: str) -> set[Act]:
        """The executions that `log` finds."""
        found = self.ask("log", "--executions", "--all", "-n", "10000", *filters)["executions"]
        return self._known([each["id"] for each in found if each["status"] in MADE_SOMETHING])

    def id(self, act: Act) -> str:
        (found,) = (id_ for id_, each in self._acts.items() if each == act)
        return found

    def _known(self, ids: list[str]) -> set[Act]:
        return {self._acts[id_] for id_ in ids}

    def _number(self) -> dict[str, Act]:
        rows = self.ask("log", "--executions", "--all", "-n", "10000")["executions"]
        done = [row for row in rows if row["status"] in MADE_SOMETHING]
        counts: Counter[str] = Counter()
        acts = {}
        for row in sorted(done, key=lambda row: row["started"]):
            counts[row["stage"]] += 1
            acts[row["id"]] = Act(row["stage"], counts[row["stage"]])
        return acts
