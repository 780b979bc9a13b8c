"""Plots with their templates filled: what a page or a program gets to see."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from lineal.base.errors import LinealError
from lineal.plots.fill import Filled, fill
from lineal.plots.model import ImagePlot, PlotFault
from lineal.plots.template import DEFAULT, find_template

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from lineal.plots.anchors import Spec
    from lineal.plots.model import Plot


class Drawing(NamedTuple):
    """One plot: a specification, or images; neither when nothing could be drawn.

    ``undrawable`` tells that the definition itself is wrong, whatever the data.
    """

    name: str
    spec: Spec = None
    apart: Mapping[str, Any] = MappingProxyType({})
    revs: Sequence[str] = ()
    images: Sequence[tuple[str, bytes]] = ()
    faults: Sequence[PlotFault] = ()
    undrawable: LinealError | None = None

    @property
    def is_image(self) -> bool:
        return bool(self.images)


def draw(
    plots: Iterable[Plot | ImagePlot], dvc_dir: str, cwd: str, *, split: bool = False
) -> list[Drawing]:
    return [
        Drawing(plot.name, images=plot.images, faults=plot.faults)
        if isinstance(plot, ImagePlot)
        else _filled(plot, dvc_dir, cwd, split=split)
        for plot in plots
    ]


def _filled(plot: Plot, dvc_dir: str, cwd: str, *, split: bool) -> Drawing:
    drawing = Drawing(plot.name, revs=plot.revs, faults=plot.faults)
    name = plot.props.get("template") or DEFAULT
    try:
        found: Filled = fill(find_template(name, dvc_dir, cwd), plot, name, split=split)
    except LinealError as error:
        return drawing._replace(undrawable=error)
    return drawing._replace(spec=found.spec or None, apart=found.apart)
