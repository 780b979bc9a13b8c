"""From what revisions define and hold to plots over all of them. Pure."""

from __future__ import annotations

import os.path
from typing import TYPE_CHECKING, Any, NamedTuple

from lineal.base.errors import LinealError
from lineal.plots.datapoints import points_of, sources_of
from lineal.plots.model import IMAGES, ImagePlot, Plot, PlotFault

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lineal.plots.model import Point, Props, RevisionPlots


class _Use(NamedTuple):
    """One revision's definition of a plot; ``own_id`` is its name within the project file."""

    rev: str
    own_id: str
    props: Props


def match_plots(collected: Mapping[str, RevisionPlots]) -> list[Plot | ImagePlot]:
    """One for each id, in the order of definition."""
    uses: dict[str, list[_Use]] = {}
    for rev, found in collected.items():
        for name, (own_id, props) in named(found.definitions).items():
            uses.setdefault(name, []).append(_Use(rev, own_id, props))
    return [
        _images(collected, group) if is_image(group[0].own_id) else _plot(collected, name, group)
        for name, group in uses.items()
    ]


def named(definitions: Mapping[str, Mapping[str, Props]]) -> dict[str, tuple[str, Props]]:
    """By id; one that several project files use is told apart by their names."""
    files: dict[str, list[str]] = {}
    for file, plots in definitions.items():
        for own_id in plots:
            files.setdefault(own_id, []).append(file)
    return {
        f"{file}::{own_id}" if len(among) > 1 and file else own_id: (
            own_id,
            definitions[file][own_id],
        )
        for own_id, among in files.items()
        for file in among
    }


def is_image(name: str) -> bool:
    return os.path.splitext(name)[1] in IMAGES


def _images(collected: Mapping[str, RevisionPlots], group: Sequence[_Use]) -> ImagePlot:
    name = group[0].own_id
    found = [(use.rev, collected[use.rev].sources[name]) for use in group]
    return ImagePlot(
        name,
        [(rev, source.data) for rev, source in found if source.data],
        [PlotFault(rev, source.error, name) for rev, source in found if source.error],
    )


def _plot(collected: Mapping[str, RevisionPlots], name: str, group: Sequence[_Use]) -> Plot:
    props = _combined(group)
    points: list[Point] = []
    first: Mapping[str, Any] = {}
    series: Sequence[Mapping[str, str]] = ()
    revs: list[str] = []
    faults: list[PlotFault] = []
    for use in group:
        sources = collected[use.rev].sources
        files = sources_of(use.own_id, use.props)
        for file in files:
            error = sources[file].error
            if error is not None:
                faults.append(PlotFault(use.rev, error, file))
        data = {file: sources[file].data for file in files if sources[file].data}
        try:
            found = points_of(use.own_id, data, props, use.rev)
        except LinealError as error:
            faults.append(PlotFault(use.rev, error))
            continue
        if not found.points:
            continue
        revs.append(use.rev)
        points += found.points
        if not first:
            first, series = found.props, found.series
    return Plot(name, points, {"title": name, **first}, series, revs, faults)


def _combined(group: Sequence[_Use]) -> Props:
    """What the first revision says counts; what it leaves open, the later ones say."""
    combined: Props = {}
    for use in reversed(group):
        combined.update(use.props)
    return combined
