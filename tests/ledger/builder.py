"""Facts for tests, said in a line each: a history with a clock of its own.

    build = Builder(store)
    build.execution("raw.csv.dvc", status="added", makes={"raw.csv": "r1"})
    with build.run(author="ann@example.org") as run:
        train = build.execution(
            "train",
            uses={"raw.csv": "r1"},
            makes={"model.pkl": "m1"},
            params={"train.lr": 0.1},
            metrics={"auc": 0.9},
        )
        build.skipped("report")

A word like ``r1`` stands for some bytes, whose MD5 is `oid("r1")`; ``r1/`` is a directory.
An edge that needs more than its oid is a mapping: ``{"oid": "r1", "size": 0, "role": "metric"}``.
"""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from lineal.base.ids import RANDOM_BYTES, make_id
from lineal.ledger.append import append
from lineal.ledger.fact import NewFact
from lineal.ledger.kinds import alias, commit, environment, execution, listing, run, version
from lineal.ledger.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lineal.ledger.stores.port import Store

#: When the history begins: noon of 2026-01-31, UTC.
BEGIN = 1_769_860_800_000_000
SECOND = 1_000_000
DAY = 86_400 * SECOND

Content = str | dict[str, Any]


def oid(word: str) -> str:
    """The MD5 that a word stands for; an oid is itself, and so is anything with a colon."""
    if ":" in word or _is_md5(word.removesuffix(".dir")):
        return word
    name = word.removesuffix("/")
    return hashlib.md5(name.encode()).hexdigest() + (".dir" if name != word else "")  # noqa: S324


def sha(word: str) -> str:
    """The SHA-256 that a word stands for."""
    return hashlib.sha256(word.encode()).hexdigest()


class Builder:
    """Each call appends; time moves on by ``step`` with each fact, unless told ``at``."""

    __slots__ = ("_count", "_pending", "_run", "now", "step", "store", "writer")

    def __init__(self, store: Store, writer: Writer | None = None, *, now: int = BEGIN) -> None:
        self.store = store
        self.writer = writer or Writer("builder", "builder@here:/project")
        self.now = now
        self.step = SECOND
        self._count = 0
        self._run: Run | None = None
        self._pending: list[NewFact] | None = None

    def execution(
        self,
        stage: str,
        *,
        uses: Mapping[str, Content] | None = None,
        makes: Mapping[str, Content] | None = None,
        params: Mapping[str, Any] | None = None,
        metrics: Mapping[str, Any] | None = None,
        status: str = execution.RAN,
        at: int | None = None,
        **more: Any,
    ) -> bytes:
        """Its id. ``params`` and ``metrics`` are flat, of the default files.

        ``more`` is any other field of the payload, as it is: ``why``, ``error``, ``log``, ….
        """
        id_, time = self._next(at)
        payload: dict[str, Any] = {
            "run": self._run.id.hex() if self._run else None,
            "stage": stage,
            "cmd": None if stage.endswith(".dvc") else f"python {stage}.py",
            "wdir": "",
            "status": status,
            "started": time,
            "seconds": 1.0,
            "uses": _edges(uses),
            "makes": _edges(makes),
            "params": {execution.DEFAULT_PARAMS_FILE: dict(params)} if params else {},
            "metrics": {"metrics.json": dict(metrics)} if metrics else {},
            **more,
        }
        self._append(NewFact(id_, execution.KIND, time, payload))
        if self._run:
            self._run.note(stage, status)
        return id_

    def skipped(self, *stages: str) -> None:
        """Stages the run of now had no reason to run."""
        assert self._run is not None
        self._run.stages["skipped"] += stages

    @contextmanager
    def run(
        self, *, at: int | None = None, author: str = "ann@example.org", **more: Any
    ) -> Iterator[Run]:
        """What executes within belongs to it; its fact comes last, as a real run's does.

        ``more`` is any other field of the payload: ``commit``, ``dirty``, ``status``, ``command``.
        """
        id_, time = self._next(at)
        self._run = made = Run(id_)
        try:
            yield made
        finally:
            self._run = None
        failed = bool(made.stages["failed"])
        payload = {
            "started": time,
            "seconds": (self.now - time) / SECOND,
            "status": run.FAILED if failed else run.DONE,
            "command": "lineal run",
            "author": {"email": author, "name": author.partition("@")[0], "host": "here"},
            **made.stages,
            **more,
        }
        self._append(NewFact(id_, run.KIND, self.now, payload))

    def environment(self, **fields: Any) -> str:
        """Its id, spelled as runs and executions spell it."""
        id_, time = self._next(None)
        self._append(NewFact(id_, environment.KIND, time, fields))
        return id_.hex()

    def listing(
        self,
        directory: str,
        added: Mapping[str, str],
        *,
        removed: Mapping[str, str] | None = None,
        base: str | None = None,
    ) -> bytes:
        """What a directory (a word that ends with a slash) holds, or how it differs from base."""
        payload = {
            "oid": oid(directory),
            "base": None if base is None else oid(base),
            "added": {path: oid(word) for path, word in added.items()},
            "removed": {path: oid(word) for path, word in (removed or {}).items()},
        }
        return self.fact(listing.KIND, payload)

    def commit(self, sha: str, *, author: str = "ann@example.org", **more: Any) -> bytes:
        """A commit; ``entries`` are hex digests by stage."""
        payload = {
            "commit": sha,
            "parents": [],
            "author": author,
            "committed": self.now,
            "subject": f"commit {sha[:7]}",
            "entries": {},
            **more,
        }
        return self.fact(commit.KIND, payload)

    def version(self, model: str, number: int, bundle: str, **more: Any) -> bytes:
        """A registered bundle, which is a word; ``path`` and ``oid`` are the item it is."""
        payload = {"model": model, "number": number, "bundle": sha(bundle), "verdict": "pass"}
        return self.fact(version.KIND, {**payload, **more})

    def moved(self, model: str, number: int, bundle: str, name: str, **more: Any) -> bytes:
        """A move of the alias ``name``; ``more`` may say another verb or outcome."""
        payload = {
            "model": model,
            "alias": name,
            "verb": alias.PROMOTE,
            "outcome": alias.MOVED,
            "number": number,
            "bundle": sha(bundle),
            **more,
        }
        return self.fact(alias.KIND, payload)

    def fact(self, kind: str, payload: Mapping[str, Any], at: int | None = None) -> bytes:
        """Any other kind, with its payload as it is."""
        id_, time = self._next(at)
        self._append(NewFact(id_, kind, time, payload))
        return id_

    @contextmanager
    def together(self) -> Iterator[None]:
        """One transaction for all that is said within: for histories that are long."""
        pending: list[NewFact] = []
        self._pending = pending
        try:
            yield
        finally:
            self._pending = None
        append(self.store, self.writer, pending)

    def _next(self, at: int | None) -> tuple[bytes, int]:
        self.now = self.now + self.step if at is None else at
        self._count += 1
        seed = f"{self.writer.id} {self._count}".encode()
        return make_id(self.now, hashlib.sha256(seed).digest()[-RANDOM_BYTES:]), self.now

    def _append(self, new: NewFact) -> None:
        if self._pending is None:
            append(self.store, self.writer, [new])
        else:
            self._pending.append(new)


class Run:
    """A run that is being told: its id, and the stages so far."""

    __slots__ = ("id", "stages")

    def __init__(self, id_: bytes) -> None:
        self.id = id_
        self.stages: dict[str, list[str]] = {
            name: [] for name in ("ran", "restored", "skipped", "failed", "blocked")
        }

    def note(self, stage: str, status: str) -> None:
        if status in (execution.FAILED, execution.KILLED):
            self.stages["failed"].append(stage)
        elif status == execution.RESTORED:
            self.stages["restored"].append(stage)
        else:
            self.stages["ran"].append(stage)


def _edges(contents: Mapping[str, Content] | None) -> list[dict[str, Any]]:
    return [_edge(path, content) for path, content in (contents or {}).items()]


def _edge(path: str, content: Content) -> dict[str, Any]:
    if isinstance(content, str):
        return {"path": path, "oid": oid(content), "size": 100}
    return {"path": path, "size": 100, **content, "oid": oid(content["oid"])}


def _is_md5(word: str) -> bool:
    return len(word) == 32 and set(word) <= set("0123456789abcdef")
