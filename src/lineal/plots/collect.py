"""Plots of revisions: what each defines, and the data it has for that."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from lineal.base.errors import DataError, LinealError
from lineal.pipeline.reports.declared import declared
from lineal.pipeline.revisions import WORKSPACE_NAME, at_revision
from lineal.plots.datapoints import sources_of
from lineal.plots.definitions import definitions_of, plot_props
from lineal.plots.model import IMAGES, RevisionPlots, Source
from lineal.plots.parsing import parsed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lineal.pipeline.reports.declared import Declared
    from lineal.pipeline.workspace import Workspace
    from lineal.plots.model import Props


def collect_plots(
    ws: Workspace, revs: Sequence[str], targets: Sequence[str], props: Props
) -> dict[str, RevisionPlots]:
    """In the order asked for, the workspace first; revisions without a plot are left out."""
    names = sorted(dict.fromkeys(revs), key=lambda name: name != WORKSPACE_NAME)
    places = {name: ws if name == WORKSPACE_NAME else at_revision(ws, name) for name in names}
    collected = {name: _plots_of(there, targets, props) for name, there in places.items()}
    return {name: found for name, found in collected.items() if found.definitions or found.error}


def _plots_of(ws: Workspace, targets: Sequence[str], props: Props) -> RevisionPlots:
    try:
        project = declared(ws)
        definitions = definitions_of(ws, project, targets, props)
    except LinealError as error:
        return RevisionPlots(error=error)
    files = dict.fromkeys(
        file
        for plots in definitions.values()
        for plot_id, own in plots.items()
        for file in sources_of(plot_id, own)
    )
    flags = {out.path: out.flags for stage in project.stages for out in stage.outs}
    return RevisionPlots(
        definitions,
        {
            file: _source(ws, project, file, {**plot_props(flags.get(path, {})), **props})
            for file, path in ((file, _absolute(ws, file)) for file in files)
        },
    )


def _source(ws: Workspace, project: Declared, file: str, props: Props) -> Source:
    path = _absolute(ws, file)
    try:
        raw = project.contents.read(path)
        if raw is None:
            raise _missing(ws, file)
        if os.path.splitext(file)[1] in IMAGES:
            return Source(raw)
        header = props.get("header") is not False
        return Source(parsed(path, raw, project.contents, ws.memo, header=header))
    except LinealError as error:
        return Source(error=error)


def _missing(ws: Workspace, file: str) -> DataError:
    where = "in the workspace" if ws.revision is None else f"at {ws.revision[:7]}"
    return DataError(
        f"'{file}' does not exist {where}",
        hint="lineal run makes what stages plot; lineal checkout brings it from the cache",
    )


def _absolute(ws: Workspace, path: str) -> str:
    return os.path.normpath(os.path.join(ws.cwd, path))
