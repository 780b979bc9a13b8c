"""Years of a team's pipelines, as the facts that `lineal run` would have recorded.

Twenty pipelines of ten stages share raw data, code and settings. Somebody changes something at
one of the stages, and it is executed with all that follow: nine edges in, one or two out. Raw
data, a directory among it, gets a new version now and then. Everything follows from a seed.
"""

from __future__ import annotations

import hashlib
import random
from typing import TYPE_CHECKING, Any

from lineal.base.ids import RANDOM_BYTES, make_id
from lineal.ledger.fact import NewFact
from lineal.ledger.kinds import execution, listing, run

if TYPE_CHECKING:
    from collections.abc import Iterator

PIPELINES, STAGES = 20, 10
RAW = ("raw/customers.csv", "raw/orders.csv", "raw/products.csv")
IMAGES, MEMBERS = "raw/images", 20
BEGIN = 1_577_836_800_000_000
_PAUSE = 60_000_000
_NAMES = "extract clean join split encode scale select train evaluate report".split()


class History:
    """What is current of everything, as time goes by."""

    def __init__(self, seed: int = 0) -> None:
        self.random = random.Random(seed)  # noqa: S311  the same history every time
        self.now = BEGIN
        self.versions: dict[str, int] = {}
        self.images: dict[str, str] = {}

    def facts(self, executions: int) -> Iterator[list[NewFact]]:
        """Run after run, until so many executions have been told."""
        told = 0
        yield list(self._new_raw())
        while told < executions:
            facts: list[NewFact] = []
            if self.random.random() < 0.01:
                facts += self._new_raw()
            first = self.random.randrange(STAGES)
            facts += self._run(self.random.randrange(PIPELINES), first)
            told += STAGES - first
            yield facts

    def _new_raw(self) -> Iterator[NewFact]:
        for path in RAW:
            self._bump(path)
            yield self._execution(f"{path}.dvc", execution.ADDED, None, [], [self._edge(path)])
        before, held = self._images_oid(), dict(self.images)
        name = f"{self.random.randrange(MEMBERS):03}.png"
        self.images[name] = _md5(f"{name} {self._bump(IMAGES)}")
        added = {name: self.images[name]}
        removed = {name: held[name]} if name in held else {}
        payload: dict[str, Any] = {"oid": self._images_oid(), "added": added, "removed": removed}
        yield self._fact(listing.KIND, {**payload, "base": before if held else None})
        edge = self._edge(IMAGES)
        yield self._execution(f"{IMAGES}.dvc", execution.ADDED, None, [], [edge])

    def _run(self, pipeline: int, first: int) -> Iterator[NewFact]:
        id_ = self._id()
        self._bump(self.random.choice([f"p{pipeline:02}/{_NAMES[first]}.py", "lib/common.py"]))
        stages = []
        for stage in range(first, STAGES):
            stages.append(f"p{pipeline:02}/dvc.yaml:{_NAMES[stage]}")
            yield self._stage(id_, pipeline, stage)
        yield self._fact(run.KIND, _run_payload(self.now, stages, self.random.random()), id_)

    def _stage(self, of: bytes, pipeline: int, stage: int) -> NewFact:
        here, name = f"p{pipeline:02}", _NAMES[stage]
        before = [f"{here}/{_NAMES[one]}.out" for one in range(max(0, stage - 2), stage)]
        uses = [*before, *RAW, IMAGES, f"{here}/{name}.py", "lib/common.py", f"{here}/conf.json"]
        outs = [f"{here}/{name}.out"] + ([f"{here}/{name}.json"] if stage % 3 == 2 else [])
        for out in outs:
            self._bump(out)
        return self._execution(
            f"{here}/dvc.yaml:{name}",
            execution.RAN,
            of,
            [self._edge(path) for path in uses],
            [self._edge(path) for path in outs],
        )

    def _execution(
        self,
        stage: str,
        status: str,
        of: bytes | None,
        uses: list[dict[str, Any]],
        makes: list[dict[str, Any]],
    ) -> NewFact:
        self.now += _PAUSE
        value = round(self.random.random(), 6)
        payload = {
            "run": of.hex() if of else None,
            "stage": stage,
            "cmd": f"python {stage.partition(':')[2]}.py" if of else None,
            "status": status,
            "started": self.now,
            "seconds": value,
            "commit": hashlib.sha1(str(self.now // 10**11).encode()).hexdigest(),  # noqa: S324
            "uses": uses,
            "makes": makes,
            "params": {"params.yaml": {"train.lr": round(value, 2)}} if of else {},
            "metrics": {"metrics.json": {"auc": value}} if len(makes) > 1 else {},
            "resources": {"wall": value, "cpu": value, "memory": 100_000_000},
            "entry": _md5(f"{stage} {self.now}"),
        }
        return self._fact(execution.KIND, payload)

    def _fact(self, kind: str, payload: dict[str, Any], id_: bytes | None = None) -> NewFact:
        self.now += 1000
        return NewFact(id_ or self._id(), kind, self.now, payload)

    def _id(self) -> bytes:
        self.now += 1000
        return make_id(self.now, self.random.randbytes(RANDOM_BYTES))

    def _bump(self, path: str) -> int:
        self.versions[path] = self.versions.get(path, 0) + 1
        return self.versions[path]

    def _edge(self, path: str) -> dict[str, Any]:
        if path == IMAGES:
            return {"path": path, "oid": self._images_oid(), "size": 20_000, "nfiles": MEMBERS}
        oid = _md5(f"{path} {self.versions.get(path, 0)}")
        return {"path": path, "oid": oid, "size": 1000}

    def _images_oid(self) -> str:
        return f"{_md5(repr(sorted(self.images.items())))}.dir"


def last_stage(pipeline: int) -> str:
    """Ten executions lie behind what it makes."""
    return f"p{pipeline:02}/{_NAMES[-1]}.out"


def first_stage(pipeline: int) -> str:
    """Ten executions lie before what it makes."""
    return f"p{pipeline:02}/{_NAMES[0]}.out"


def _run_payload(now: int, stages: list[str], value: float) -> dict[str, Any]:
    return {
        "started": now,
        "seconds": value,
        "status": run.DONE,
        "command": "lineal run",
        "author": {"name": "Ann", "email": "ann@example.org", "host": "here"},
        "ran": stages,
    }


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
