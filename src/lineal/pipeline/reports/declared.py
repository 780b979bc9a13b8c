"""What a project calls metrics, parameters and plots: its stages and its top-level sections."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple

from lineal.pipeline.discover import project_files
from lineal.pipeline.reports.contents import Contents

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lineal.pipeline.model import Stage
    from lineal.pipeline.templating.resolve import Resolver
    from lineal.pipeline.workspace import Workspace


class Declared(NamedTuple):
    """One state of a project; paths are absolute.

    ``plots`` has the top-level definitions by pipeline file, as written.
    """

    stages: list[Stage]
    metrics: list[str]
    params: list[str]
    plots: dict[str, list[Any]]
    resolvers: list[Resolver]
    contents: Contents


def declared(ws: Workspace) -> Declared:
    stages: list[Stage] = []
    metrics: list[str] = []
    params: list[str] = []
    plots: dict[str, list[Any]] = {}
    resolvers: list[Resolver] = []
    for file in project_files(ws):
        stages.extend(file.stages)
        if file.pipeline is None:
            continue
        path, resolver = file.pipeline.path, file.pipeline.resolver
        resolvers.append(resolver)
        directory = os.path.dirname(path)
        metrics += _absolute(directory, resolver.metrics())
        params += _absolute(directory, resolver.params())
        defined = resolver.plots()
        if defined:
            plots[path] = defined
    return Declared(stages, metrics, params, plots, resolvers, Contents(ws, stages))


def _absolute(directory: str, paths: Iterable[str]) -> list[str]:
    return [os.path.normpath(os.path.join(directory, path)) for path in paths]
