"""Plots of revisions: what each defines, and the data it has for that."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from lineal.base.errors import LinealError
from lineal.pipeline.reports.contents import bring_missing
from lineal.pipeline.reports.declared import declared
from lineal.pipeline.reports.reading import missing_file
from lineal.pipeline.revisions import WORKSPACE_NAME, at_revision
from lineal.plots.datapoints import sources_of
from lineal.plots.definitions import definitions_of, plot_props
from lineal.plots.model import IMAGES, RevisionPlots, Source
from lineal.plots.parsing import parsed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lineal.pipeline.reports.declared import Declared
    from lineal.pipeline.workspace import Workspace
    from lineal.plots.definitions import Definitions
    from lineal.plots.model import Props


class _Opened(NamedTuple):
    """One revision, with what it plots and the files that takes."""

    ws: Workspace
    project: Declared
    definitions: Definitions

    @property
    def files(self) -> list[str]:
        plots = (each for named in self.definitions.values() for each in named.items())
        return list(
            dict.fromkeys(file for own_id, own in plots for file in sources_of(own_id, own))
        )


def collect_plots(
    ws: Workspace, revs: Sequence[str], targets: Sequence[str], props: Props
) -> dict[str, RevisionPlots]:
    """In the order asked for, the workspace first; revisions without a plot are left out."""
    names = sorted(dict.fromkeys(revs), key=lambda name: name != WORKSPACE_NAME)
    places = {name: ws if name == WORKSPACE_NAME else at_revision(ws, name) for name in names}
    opened = {name: _opened(there, targets, props) for name, there in places.items()}
    bring_missing(
        [
            (one.project.contents, [_absolute(one.ws, file) for file in one.files])
            for one in opened.values()
            if isinstance(one, _Opened)
        ]
    )
    collected = {
        name: _plots_of(one, props) if isinstance(one, _Opened) else RevisionPlots(error=one)
        for name, one in opened.items()
    }
    return {name: found for name, found in collected.items() if found.definitions or found.error}


def _opened(ws: Workspace, targets: Sequence[str], props: Props) -> _Opened | LinealError:
    try:
        project = declared(ws)
        return _Opened(ws, project, definitions_of(ws, project, targets, props))
    except LinealError as error:
        return error


def _plots_of(opened: _Opened, props: Props) -> RevisionPlots:
    ws, project = opened.ws, opened.project
    flags = {out.path: out.flags for stage in project.stages for out in stage.outs}
    sources = {
        file: _source(ws, project, file, {**plot_props(flags.get(path, {})), **props})
        for file, path in ((file, _absolute(ws, file)) for file in opened.files)
    }
    return RevisionPlots(opened.definitions, sources)


def _source(ws: Workspace, project: Declared, file: str, props: Props) -> Source:
    path = _absolute(ws, file)
    try:
        raw = project.contents.read(path)
        if raw is None:
            raise missing_file(ws, path)
        if os.path.splitext(file)[1] in IMAGES:
            return Source(raw)
        header = props.get("header") is not False
        return Source(parsed(path, raw, project.contents, ws.memo, header=header))
    except LinealError as error:
        return Source(error=error)


def _absolute(ws: Workspace, path: str) -> str:
    return os.path.normpath(os.path.join(ws.cwd, path))
