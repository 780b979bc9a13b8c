"""Whether the code at a commit is that of a recorded execution."""

from __future__ import annotations

import os.path
from typing import TYPE_CHECKING, Any

from lineal.base.canonical import plain
from lineal.base.errors import DataError, DocumentError
from lineal.ledger.edges import params_of
from lineal.pipeline.look import Looker
from lineal.storage.algorithm import LEGACY_MD5, MD5

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lineal.ledger.reproducing.record import Record
    from lineal.pipeline.graph import OutTable
    from lineal.pipeline.model import Stage
    from lineal.pipeline.workspace import Workspace


class Fitting:
    """Looks at the files of the commit; each of them once. ``outs`` are what its stages make."""

    __slots__ = ("_look", "_outs", "_ws")

    def __init__(self, ws: Workspace, outs: OutTable) -> None:
        self._ws = ws
        self._outs = outs
        self._look = Looker(ws)

    def problems(self, stage: Stage, record: Record) -> Iterator[str]:
        """What differs from the record, and so would make something else."""
        if plain(stage.cmd) != record.cmd:
            yield "its command is another one at this commit"
        yield from self._params(stage, record.params)
        for out in stage.outs:
            if out.external or not out.in_repo:
                yield f"it writes to {out.spelled}, which is outside of the project"
        declared = {os.path.relpath(dep.path, self._ws.root): dep for dep in stage.deps}
        for path in record.uses:
            # Else whoever shares facts could say what lies beside the code that is run.
            if path not in declared and "://" not in path and not os.path.isabs(path):
                yield f"{path} is none of its deps at this commit"
        for path, dep in declared.items():
            oid = record.uses.get(path)
            if oid is None or dep.external or not os.path.lexists(dep.path):
                continue
            if self._is_made(dep.path):
                continue
            if not self.is_there(path, oid):
                yield f"{path} is another one at this commit"

    def _is_made(self, path: str) -> bool:
        """Then it is not there yet, or only what Git has of it."""
        made = self._outs.containing(path) or next(iter(self._outs.within(path)), None)
        return made is not None

    def is_there(self, path: str, oid: str) -> bool:
        return oid in self.digests(f"{self._ws.root}/{path}")

    def digests(self, path: str) -> tuple[str, ...]:
        """In both algorithms: a fact does not say in which it was taken."""
        if not os.path.lexists(path):
            return ()
        try:
            seen = [self._ws.observer.observe(path, each) for each in (MD5, LEGACY_MD5)]
        except DataError:
            return ()
        return tuple(each.oid for each in seen if each is not None)

    def outside(self, stage: Stage | None, path: str) -> str | None:
        """What is at a URL or elsewhere on this machine now; None where that is not known."""
        dep = next((d for d in stage.deps if path in (d.path, d.spelled)), None) if stage else None
        if dep is None or dep.is_pinned:
            return None
        seen = self._look.dep(dep)
        if seen is None:
            raise DataError("it is not there any more")
        return seen.oid

    def _params(self, stage: Stage, recorded: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
        wdir = os.path.relpath(stage.wdir, self._ws.root)
        for item in stage.params:
            try:
                values = self._look.params(item)
            except DocumentError as exc:
                yield exc.message
                continue
            now = params_of({"params": {item.spelled: values or {}}}, wdir)
            for file, said in now.items():
                yield from _differing(file, recorded.get(file, {}), said)


def _differing(file: str, then: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    for key in sorted(then.keys() | now.keys()):
        if then.get(key) != now.get(key):
            yield f"{file}: {key} is {now.get(key)!r} at this commit, it was {then.get(key)!r}"
