"""An execution as an answer shows it: from its fact, the run's and the environment's."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from lineal.ledger.codec import unpack
from lineal.ledger.kinds.execution import param_keys

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lineal.ledger.stores.port import Row
    from lineal.ledger.trace.reading import Reader


class Described(NamedTuple):
    """``metrics`` and ``params`` are flat. ``dirty``: the tree differed from the commit.

    ``committed`` is the commit that brought its record, where that is known: with what was
    dirty. ``payload`` is all of the fact; empty when it was redacted.
    """

    num: int
    id: bytes
    stage: str
    status: str
    time: int
    seconds: float | None
    commit: str | None
    run: bytes | None
    author: str
    host: str
    command: str
    dirty: bool
    metrics: Mapping[str, Any]
    environment: Mapping[str, Any]
    payload: Mapping[str, Any]
    committed: str | None = None

    @property
    def cmd(self) -> list[str]:
        cmd = self.payload.get("cmd") or []
        return cmd.splitlines() if isinstance(cmd, str) else list(cmd)

    @property
    def params(self) -> dict[str, Any]:
        return param_keys(self.payload.get("params") or {})

    @property
    def score(self) -> float | None:
        score = (self.payload.get("completeness") or {}).get("score")
        return score if isinstance(score, int | float) else None


class _Run(NamedTuple):
    author: str
    host: str
    command: str
    dirty: bool
    environment: str | None


_NO_RUN = _Run("", "", "", dirty=False, environment=None)


def describe_executions(reader: Reader, nums: Iterable[int]) -> dict[int, Described]:
    wanted = list(dict.fromkeys(nums))
    payloads = _payloads(reader, wanted)
    runs = _runs(reader, wanted)
    metrics = _metrics(reader, wanted)
    environments: dict[str, Mapping[str, Any]] = {}
    found: dict[int, Described] = {}
    for row in reader.rows("walk_executions", wanted):
        num, payload = row[0], payloads.get(row[0], {})
        run = runs.get(num, _NO_RUN)
        author = payload.get("author") or run.author
        environment = payload.get("environment") or run.environment or ""
        if environment not in environments:
            environments[environment] = _environment(reader, environment)
        found[num] = _described(
            row, run._replace(author=_named(author)), metrics.get(num, {}), payload
        )._replace(environment=environments[environment])
    return _with_commits(reader, found)


def _with_commits(reader: Reader, found: dict[int, Described]) -> dict[int, Described]:
    """Who did what was done outside of a run is who committed its record."""
    for num, commit, author in reader.rows("walk_brought_by", found):
        one = found[num]
        found[num] = one._replace(committed=commit, author=one.author or author)
    return found


def _described(
    row: Row, run: _Run, metrics: Mapping[str, Any], payload: Mapping[str, Any]
) -> Described:
    num, id_, stage, status, time, seconds, commit, of_run = row
    return Described(
        num=num,
        id=bytes(id_),
        stage=stage,
        status=status,
        time=time,
        seconds=seconds,
        commit=commit,
        run=None if of_run is None else bytes(of_run),
        author=run.author,
        host=run.host,
        command=run.command,
        dirty=bool(payload.get("dirty") or run.dirty),
        metrics=metrics,
        environment={},
        payload=payload,
    )


def _payloads(reader: Reader, nums: list[int]) -> dict[int, Mapping[str, Any]]:
    rows = reader.rows("walk_payloads", nums)
    return {num: unpack(bytes(packed)) for num, packed in rows if packed is not None}


def _runs(reader: Reader, nums: list[int]) -> dict[int, _Run]:
    """By execution. Those of a run that goes on have no run yet."""
    pairs = list(reader.rows("walk_runs", nums))
    run_nums = {run for _, run in pairs}
    payloads = _payloads(reader, list(run_nums))
    runs = {}
    for num, _, _, _, author, host, command, _ in reader.rows("walk_run_rows", run_nums):
        payload = payloads.get(num, {})
        dirty, environment = bool(payload.get("dirty")), payload.get("environment")
        runs[num] = _Run(author, host, command, dirty, environment)
    return {num: runs[run] for num, run in pairs if run in runs}


def _metrics(reader: Reader, nums: list[int]) -> dict[int, dict[str, Any]]:
    found: dict[int, dict[str, Any]] = {}
    for num, key, value in reader.rows("walk_metrics", nums):
        found.setdefault(num, {})[key] = json.loads(value)
    return found


def _environment(reader: Reader, spelled: str) -> Mapping[str, Any]:
    try:
        rows = reader.store.rows("walk_fact", bytes.fromhex(spelled)) if spelled else []
    except ValueError:
        return {}
    return unpack(bytes(rows[0][1])) if rows and rows[0][1] is not None else {}


def _named(author: Any) -> str:  # noqa: ANN401  a name, or what a run says of who
    if isinstance(author, dict):
        return str(author.get("email") or author.get("name") or author.get("user") or "")
    return str(author or "")
