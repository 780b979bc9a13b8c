"""Looks at the workspace for what a stage declares: the facts `reasons` decides on."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from lineal.base.errors import DataError
from lineal.pipeline.params.lookup import MISSING, lookup
from lineal.pipeline.params.read import read_params_file
from lineal.pipeline.params.recorded import recorded_value
from lineal.pipeline.reasons import Seen, is_lacking
from lineal.pipeline.records import import_checksum
from lineal.storage.algorithm import MD5

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from lineal.pipeline.external.identity import UrlSeen
    from lineal.pipeline.external.source import Wanted
    from lineal.pipeline.model import Dep, Out, ParamsDep, Stage
    from lineal.pipeline.workspace import Workspace
    from lineal.storage.algorithm import Algorithm
    from lineal.storage.observe import Observation


class Looker:
    """Remembers what it saw until `forget`: within one moment a path is looked at once.

    A directory of 20,000 files that thirty stages read is walked once, not thirty times. What is
    wrong with a path is remembered, too: it is the error of whoever needs the path.
    """

    __slots__ = ("_cached", "_seen", "_urls", "_values", "_ws")

    def __init__(self, ws: Workspace) -> None:
        self._ws = ws
        self._seen: dict[tuple[str, Algorithm], Observation | DataError | None] = {}
        self._values: dict[str, object] = {}
        self._cached: dict[tuple[str, Algorithm], bool] = {}
        self._urls: dict[Wanted, UrlSeen | None] = {}

    def forget(self) -> None:
        """To be called whenever a command may have changed the workspace."""
        self._seen.clear()
        self._values.clear()
        self._cached.clear()
        self._urls.clear()

    def seen(self, stage: Stage) -> Seen:
        """The cache is asked first: an output it lacks is not looked at."""
        cached = tuple(self.is_cached(out) for out in stage.outs)
        return self.inputs_seen(stage)._replace(
            outs=tuple(
                None if is_lacking(out, cached=kept) else self.out(out)
                for out, kept in zip(stage.outs, cached, strict=True)
            ),
            cached=cached,
        )

    def workspace_seen(self, stage: Stage) -> Seen:
        """As if the cache had everything: what is in the workspace, and that alone."""
        return self.inputs_seen(stage)._replace(
            outs=tuple(self.out(out) for out in stage.outs),
            cached=tuple(True for _ in stage.outs),
        )

    def inputs_seen(self, stage: Stage) -> Seen:
        """Frozen stages are not judged by their dependencies, so these are not hashed."""
        self.ask_for_urls([stage])
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

    def warm(self, stages: Sequence[Stage]) -> None:
        """Hashes what is new in all of them at once, on all cores."""
        paths: dict[str, None] = {}
        for stage in stages:
            for out in stage.outs:
                if not out.external and out.recorded.algorithm == MD5:
                    paths.setdefault(out.path)
            for dep in () if stage.frozen else stage.deps:
                if not dep.external and dep.recorded.algorithm == MD5:
                    paths.setdefault(dep.path)
        for path, found in self._ws.observer.survey(list(paths)).items():
            self._seen[path, MD5] = found
        self.ask_for_urls(stages)

    def ask_for_urls(self, stages: Iterable[Stage]) -> None:
        """All the URLs of these stages at once: each costs a trip to somewhere."""
        items = [item for stage in stages for item in urls_of(stage)]
        if items:
            from lineal.pipeline.external.look import look_at  # deferred: threads, and remotes
            from lineal.pipeline.external.source import wanted  # deferred: as above

            unknown = [want for want in map(wanted, items) if want not in self._urls]
            self._urls.update(look_at(self._ws, unknown))

    def dep(self, dep: Dep) -> Observation | UrlSeen | None:
        if dep.is_pinned:
            return None
        return self.url(dep) if dep.external else self.file(dep)

    def out(self, out: Out) -> Observation | UrlSeen | None:
        return self.url(out) if out.external else self.file(out)

    def url(self, item: Dep | Out) -> UrlSeen | None:
        from lineal.pipeline.external.look import look_at  # deferred: as above
        from lineal.pipeline.external.source import wanted  # deferred: as above

        want = wanted(item)
        if want not in self._urls:
            self._urls.update(look_at(self._ws, [want]))
        return self._urls[want]

    def file(self, item: Dep | Out) -> Observation | None:
        key = item.path, item.recorded.algorithm
        if key not in self._seen:
            self._seen[key] = self._ws.observer.observe(*key)
        seen = self._seen[key]
        if isinstance(seen, DataError):
            raise seen
        return seen

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


def urls_of(stage: Stage) -> list[Dep | Out]:
    """What the stage depends on, or makes, elsewhere. Frozen stages do not look there."""
    deps = [] if stage.frozen else [d for d in stage.deps if d.external and not d.is_pinned]
    return [*deps, *(out for out in stage.outs if out.external)]
