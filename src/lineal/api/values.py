"""``lineal.params`` and ``lineal.metrics``: what one state of a project says, by name."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from lineal.api.opening import Where, opened
from lineal.pipeline.reports.metrics import metrics_of
from lineal.pipeline.reports.params import Keys, keys_of, params_of
from lineal.pipeline.targets import find_stages

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lineal.pipeline.reports.values import FileValues
    from lineal.pipeline.workspace import Workspace


def params(
    *targets: str,
    repo: str | None = None,
    stages: str | Iterable[str] | None = None,
    rev: str | None = None,
    deps: bool = False,
    config: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The parameters of a project, of some of its stages, or of the files named.

    A name that two files have is returned as ``file:name``. ``deps`` leaves out what no stage
    depends on.
    """
    chosen = [stages] if isinstance(stages, str) else list(stages or ())
    with opened(Where(repo, rev, config=config)) as ws:
        listed = _listed(ws, targets, chosen)
        # Stages without parameters have none, which is not to be taken for all there are.
        nothing = bool(chosen) and not listed
        return {} if nothing else _by_name(ws, params_of(ws, listed, deps_only=deps))


def metrics(
    *targets: str,
    repo: str | None = None,
    rev: str | None = None,
    config: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The metrics of a project, or of the files named.

    A name that two files have is returned as ``file:name``.
    """
    with opened(Where(repo, rev, config=config)) as ws:
        return _by_name(ws, metrics_of(ws, targets))


def _listed(ws: Workspace, targets: Iterable[str], stages: Iterable[str]) -> Keys:
    """Files named are meant whole, whatever stages take of them."""
    found = keys_of(stage for text in stages for stage in find_stages(ws, text))
    return {**found, **{os.path.join(ws.cwd, target): [] for target in targets}}


def _by_name(ws: Workspace, files: Mapping[str, FileValues]) -> dict[str, Any]:
    for values in files.values():
        if values.error is not None:
            raise values.error
    said = [(os.path.relpath(path, ws.cwd), _named(ws, path, one)) for path, one in files.items()]
    names = [name for _, data in said for name in data]
    return {
        name if names.count(name) == 1 else f"{file}:{name}": value
        for file, data in said
        for name, value in data.items()
    }


def _named(ws: Workspace, path: str, values: FileValues) -> dict[str, Any]:
    """A file that is a single value is known by its own name."""
    data = values.data
    return data if isinstance(data, dict) else {os.path.relpath(path, ws.cwd): data}
