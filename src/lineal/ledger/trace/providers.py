"""What else executions led to, in groups: each a function, and a line in `PROVIDERS`.

Versions and predictions are in rooms above this one, which add their groups themselves.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Protocol

from lineal.ledger.trace.moment import spell_time

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lineal.ledger.trace.reading import Reader


class Reached(Protocol):
    """What is known of an execution that was reached."""

    @property
    def id(self) -> bytes: ...
    @property
    def stage(self) -> str: ...
    @property
    def time(self) -> int: ...
    @property
    def run(self) -> bytes | None: ...


class Provider(Protocol):
    """Its rows, newest first, as JSON has them; executions come newest first."""

    def __call__(
        self, reader: Reader, executions: Mapping[int, Reached], /
    ) -> list[dict[str, Any]]: ...


def runs(reader: Reader, executions: Mapping[int, Reached]) -> list[dict[str, Any]]:
    stages: dict[bytes, list[str]] = {}
    for one in executions.values():
        if one.run is not None:
            stages.setdefault(one.run, []).append(one.stage)
    nums = {run for _, run in reader.rows("walk_runs", executions)}
    rows = sorted(reader.rows("walk_run_rows", nums), key=lambda row: -int(row[2]))
    return [
        {
            "id": bytes(id_).hex(),
            "started": spell_time(started),
            "status": status,
            "author": author,
            "host": host,
            "command": command,
            "commit": commit,
            "stages": list(dict.fromkeys(reversed(stages.get(bytes(id_), [])))),
        }
        for _, id_, started, status, author, host, command, commit in rows
    ]


def metrics(reader: Reader, executions: Mapping[int, Reached]) -> list[dict[str, Any]]:
    found: dict[int, list[tuple[str, Any]]] = {}
    for num, key, value in reader.rows("walk_metrics", executions):
        found.setdefault(num, []).append((key, json.loads(value)))
    return [
        {
            "key": key,
            "value": value,
            "stage": one.stage,
            "execution": one.id.hex(),
            "time": spell_time(one.time),
        }
        for num, one in executions.items()
        for key, value in sorted(found.get(num, ()))
    ]


def commits(reader: Reader, executions: Mapping[int, Reached]) -> list[dict[str, Any]]:
    """Those in which a record of theirs is known to have appeared."""
    names = {name for _, name in reader.rows("walk_commits_of", executions)}
    rows = sorted(reader.rows("walk_commits", names), key=lambda row: -int(row[2]))
    return [
        {"commit": name, "author": author, "time": spell_time(committed), "subject": subject}
        for name, author, committed, subject in rows
    ]


PROVIDERS: dict[str, Provider] = {"runs": runs, "metrics": metrics, "commits": commits}
