"""Plots as values, from what a project declares to what is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lineal.base.errors import LinealError

#: Display properties by DVC's names: x, y, x_label, y_label, title, template, header.
Props = dict[str, Any]

#: What a data file holds once it is parsed.
Data: TypeAlias = Any

#: One mark of a plot: the fields of its row, and where it comes from.
Point = dict[str, Any]

PROPS = ("template", "x", "y", "x_label", "y_label", "title", "header")

IMAGES = frozenset({".gif", ".jpeg", ".jpg", ".png", ".svg"})


class Source(NamedTuple):
    """A data file of one revision: parsed rows, the bytes of an image, or what is wrong."""

    data: Data = None
    error: LinealError | None = None


class RevisionPlots(NamedTuple):
    """What one revision plots: by project file and id the properties, by path the data."""

    definitions: Mapping[str, Mapping[str, Props]] = {}
    sources: Mapping[str, Source] = {}
    error: LinealError | None = None


class PlotFault(NamedTuple):
    """Why a plot lacks a revision, or one file of it."""

    rev: str
    error: LinealError
    source: str | None = None


class Plot(NamedTuple):
    """One plot over all revisions, before a template is filled.

    ``props`` are the properties it is drawn by; ``series`` the files and fields of its y axis.
    """

    name: str
    points: Sequence[Point] = ()
    props: Mapping[str, Any] = {}
    series: Sequence[Mapping[str, str]] = ()
    revs: Sequence[str] = ()
    faults: Sequence[PlotFault] = ()


class ImagePlot(NamedTuple):
    """One image over all revisions, as pairs of revision and bytes."""

    name: str
    images: Sequence[tuple[str, bytes]] = ()
    faults: Sequence[PlotFault] = ()
