"""What has to run again, what is put in its place before, and what is in the way.

From the execution that is asked about upstream, until there are only sources. An execution is
run again where the code at this commit is its own: its command, its parameters and the files of
Git that it used are as recorded. What another state of the code made is taken as recorded.
"""

from __future__ import annotations

import os.path
from typing import TYPE_CHECKING, NamedTuple

from lineal.base.errors import LinealError
from lineal.ledger.kinds.execution import ADDED, IMPORTED
from lineal.ledger.reproducing.comparison import Taken
from lineal.ledger.reproducing.fitting import Fitting
from lineal.ledger.reproducing.record import Record, of_lock
from lineal.ledger.reproducing.subject import records
from lineal.ledger.trace.graph import HOLDS, Want
from lineal.ledger.trace.origins import Origins
from lineal.ledger.trace.reading import Reader
from lineal.pipeline.address import address
from lineal.pipeline.graph import OutTable, post_order

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lineal.ledger.stores.port import Store
    from lineal.pipeline.graph import Graph
    from lineal.pipeline.model import Out, Stage
    from lineal.pipeline.workspace import Workspace
    from lineal.storage.cache import Cache


class Input(NamedTuple):
    """Content that is put under a path, from the root; ``out`` is where it is recorded here."""

    path: str
    oid: str
    out: Out | None = None
    stage: Stage | None = None


class Job(NamedTuple):
    """A stage to be run again, and what is recorded of it."""

    stage: Stage
    record: Record


class Plan(NamedTuple):
    jobs: tuple[Job, ...]
    inputs: tuple[Input, ...]
    missing: tuple[str, ...]
    taken: tuple[Taken, ...]


def make_plan(
    there: Workspace,
    graph: Graph,
    history: History,
    wanted: Sequence[Record],
    *,
    from_inputs: bool,
) -> Plan:
    """``there`` is the project at the commit."""
    planning = _Planning(there, graph, history, from_inputs=from_inputs)
    for record in wanted:
        planning.subject(record)
    planning.work()
    return planning.plan()


class History(NamedTuple):
    """Where it is asked what made what: the ledger, and the lists of the user's cache."""

    store: Store
    cache: Cache


class _Planning:
    __slots__ = (
        "_fitting",
        "_from_inputs",
        "_graph",
        "_inputs",
        "_jobs",
        "_missing",
        "_origins",
        "_outs",
        "_pending",
        "_root",
        "_stages",
        "_store",
        "_taken",
    )

    def __init__(
        self, there: Workspace, graph: Graph, history: History, *, from_inputs: bool
    ) -> None:
        self._root = there.root
        self._graph = graph
        self._stages = {address(stage, there.root): stage for stage in graph.stages.values()}
        self._outs = OutTable(graph.stages.values(), lambda stage: address(stage, there.root))
        self._fitting = Fitting(there, self._outs)
        self._store = history.store
        self._origins = Origins(Reader(history.store), history.cache)
        self._from_inputs = from_inputs
        self._jobs: dict[str, Job] = {}
        self._inputs: dict[str, Input] = {}
        self._missing: dict[str, None] = {}
        self._taken: dict[str, Taken] = {}
        self._pending: list[Record] = []

    def subject(self, record: Record) -> None:
        stage = self._stages.get(record.stage)
        if stage is None:
            self._missing[f"the project at this commit has no stage '{record.stage}'"] = None
            return
        for problem in self._fitting.problems(stage, record):
            self._missing[f"{record.stage}: {problem}"] = None
        self._run_again(stage, record)

    def work(self) -> None:
        while self._pending:
            record = self._pending.pop()
            for path, oid in record.uses.items():
                self._want(path, oid, record)

    def plan(self) -> Plan:
        by_key = {job.stage.key: job for job in self._jobs.values()}
        order = [key for key in post_order(self._graph.upstream, by_key) if key in by_key]
        made = {made.path for job in self._jobs.values() for made in job.record.makes}
        inputs = tuple(each for each in self._inputs.values() if each.path not in made)
        jobs = tuple(by_key[key] for key in order)
        return Plan(jobs, inputs, tuple(self._missing), tuple(self._taken.values()))

    def _run_again(self, stage: Stage, record: Record) -> None:
        if record.stage not in self._jobs:
            self._jobs[record.stage] = Job(stage, record)
            self._pending.append(record)

    def _want(self, path: str, oid: str, user: Record) -> None:
        """See that these bytes will be there: made again, placed, or from Git."""
        if "://" in path or os.path.isabs(path):
            self._outside(path, oid, user)
            return
        makers, parts = self._made_by(path, oid, user)
        if parts:
            for part_path, part_oid in parts:
                self._want(part_path, part_oid, user)
            return
        for maker in makers:
            if self._again(maker):
                return
        if not self._fitting.is_there(path, oid):
            found = self._outs.get(f"{self._root}/{path}")
            out, stage = (None, None) if found is None else (found.out, found.stage)
            self._inputs[path] = Input(path, oid, out, stage)

    def _again(self, maker: Record) -> bool:
        """Whether what made it is run again here."""
        stage = self._stages.get(maker.stage)
        if maker.cmd is None or maker.payload.get("status") in {ADDED, IMPORTED}:
            return False
        if self._from_inputs:
            return maker.stage in self._jobs
        known = self._jobs.get(maker.stage)
        if known is not None:
            return known.record.makes == maker.makes
        if stage is None:
            self._taken[maker.stage] = Taken(maker.stage, "it is no stage of this commit")
            return False
        problem = next(iter(self._fitting.problems(stage, maker)), None)
        if problem is not None:
            self._taken[maker.stage] = Taken(maker.stage, problem)
            return False
        self._run_again(stage, maker)
        return True

    def _made_by(
        self, path: str, oid: str, user: Record
    ) -> tuple[list[Record], list[tuple[str, str]]]:
        """Who made it; or of which artifacts a directory was put together."""
        num = self._origins.reader.item_of(path, oid)
        if num is not None:
            want = Want(num, user.time, user.num)
            found = self._origins.of([want])[want]
            held = [each.item for each in found.through if each.how == HOLDS]
            if held:
                items = self._origins.reader.items(held)
                return [], [(items[each].path, items[each].oid) for each in held]
            if found.executions:
                return records(self._store, found.executions), []
        producer = self._outs.containing(f"{self._root}/{path}")
        if producer is None or producer.stage.cmd is None or not producer.out.recorded.oid:
            return [], []
        if producer.out.path == f"{self._root}/{path}" and producer.out.recorded.oid != oid:
            return [], []
        name = address(producer.stage, self._root)
        record = of_lock(producer.stage, name, self._root, user.time)
        return ([] if record is None else [record]), []

    def _outside(self, path: str, oid: str, user: Record) -> None:
        """Data elsewhere is used from where it is, if it is still the same."""
        stage = self._stages.get(user.stage)
        try:
            now = self._fitting.outside(stage, path)
        except LinealError as exc:
            self._missing[f"{user.stage}: {path}: {exc.message}"] = None
            return
        if now is not None and now != oid:
            self._missing[f"{user.stage}: {path} is not what it was then"] = None
