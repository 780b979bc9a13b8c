"""Looks at the workspace for what a stage declares: the facts `reasons` decides on."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from lineal.base.errors import DataError, StageError
from lineal.pipeline.params.lookup import MISSING, lookup
from lineal.pipeline.params.read import read_params_file
from lineal.pipeline.params.recorded import recorded_value
from lineal.pipeline.reasons import Seen
from lineal.pipeline.records import import_checksum
from lineal.storage.digest import MD5

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lineal.pipeline.model import Dep, Out, ParamsDep, Stage
    from lineal.pipeline.workspace import Workspace
    from lineal.storage.digest import Algorithm
    from lineal.storage.observe import Observation


class Looker:
    """Remembers what it saw until `forget`: within one moment a path is looked at once.

    A directory of 20,000 files that thirty stages read is walked once, not thirty times.
    """

    __slots__ = ("_cached", "_seen", "_values", "_ws")

    def __init__(self, ws: Workspace) -> None:
        self._ws = ws
        self._seen: dict[tuple[str, Algorithm], Observation | None] = {}
        self._values: dict[str, object] = {}
        self._cached: dict[tuple[str, Algorithm], bool] = {}

    def forget(self) -> None:
        """To be called whenever a command may have changed the workspace."""
        self._seen.clear()
        self._values.clear()
        self._cached.clear()

    def seen(self, stage: Stage) -> Seen:
        return self.inputs_seen(stage)._replace(
            outs=tuple(self.out(out) for out in stage.outs),
            cached=tuple(self.is_cached(out) for out in stage.outs),
        )

    def inputs_seen(self, stage: Stage) -> Seen:
        """Frozen stages are not judged by their dependencies, so these are not hashed."""
        return Seen(
            deps=() if stage.frozen else tuple(self.dep(dep) for dep in stage.deps),
            params=() if stage.frozen else tuple(self._params_seen(p) for p in stage.params),
            outs=(),
            cached=(),
            checksum=import_checksum(stage.data) if stage.is_import else None,
        )

    def _params_seen(self, params: ParamsDep) -> Mapping[str, Any] | None:
        """Values that nothing was recorded of are not read: the file is new, whatever is in it."""
        if params.recorded is None:
            return {} if os.path.lexists(params.path) else None
        return self.params(params)

    def warm(self, stages: Iterable[Stage]) -> None:
        """Hashes what is new in all of them at once, on all cores."""
        paths: dict[str, None] = {}
        for stage in stages:
            for out in stage.outs:
                if not out.external and out.recorded.algorithm == MD5:
                    paths.setdefault(out.path)
            for dep in () if stage.frozen else stage.deps:
                if not dep.external and dep.recorded.algorithm == MD5:
                    paths.setdefault(dep.path)
        for path, found in self._ws.observer.observe_many(list(paths)).items():
            self._seen[path, MD5] = found

    def dep(self, dep: Dep) -> Observation | None:
        if dep.repo is not None:
            return None
        return self._path(dep.path, dep.recorded.algorithm)

    def out(self, out: Out) -> Observation | None:
        return self._path(out.path, out.recorded.algorithm)

    def _path(self, path: str, algorithm: Algorithm) -> Observation | None:
        if "://" in path:
            raise StageError(
                f"'{path}' is not on this machine; remote dependencies are not supported yet",
                hint="dvc repro runs stages with remote dependencies; its results are ours too",
            )
        key = path, algorithm
        if key not in self._seen:
            self._seen[key] = self._ws.observer.observe(path, algorithm)
        return self._seen[key]

    def is_cached(self, out: Out) -> bool:
        """Whether the recorded object of an output is in the cache, with all its members."""
        oid = out.recorded.oid
        if not out.cache or oid is None:
            return False
        key = oid, out.recorded.algorithm
        if key not in self._cached:
            self._cached[key] = self._ws.cache.has_all(oid, out.recorded.algorithm)
        return self._cached[key]

    def params(self, params: ParamsDep) -> Mapping[str, Any] | None:
        """The declared values that are there, as a lock would hold them; None without a file."""
        values = self._file_values(params)
        if values is None:
            return None
        if not params.keys:
            return {key: recorded_value(value) for key, value in values.items()}
        found = ((key, lookup(values, key)) for key in params.keys)
        return {key: recorded_value(value) for key, value in found if value is not MISSING}

    def _file_values(self, params: ParamsDep) -> Mapping[str, Any] | None:
        if params.path not in self._values:
            self._values[params.path] = read_params_file(params.path, self._ws.memo, self._ws.files)
        values = self._values[params.path]
        if values is None or isinstance(values, dict):
            return values
        raise DataError(
            f"'{self._ws.show(params.path)}' holds a {type(values).__name__},"
            " expected names with values",
            hint="write parameters as 'name: value'",
        )
