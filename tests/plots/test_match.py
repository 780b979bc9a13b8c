"""Plots over several revisions."""

from __future__ import annotations

from lineal.base.errors import DataError
from lineal.plots.match import match_plots, named
from lineal.plots.model import ImagePlot, Plot, Props, RevisionPlots, Source

ROWS = [{"v": 1}, {"v": 2}]


def test_revisions_of_a_plot_are_one() -> None:
    """The properties of the first revision count; the later ones fill the gaps."""
    collected = {
        "workspace": RevisionPlots({"dvc.yaml": {"p": {"y": "v"}}}, {"p": Source(ROWS)}),
        "HEAD": RevisionPlots({"": {"p": {"y": "gone", "title": "T"}}}, {"p": Source(ROWS)}),
    }

    (plot,) = match_plots(collected)

    assert isinstance(plot, Plot)
    assert (["workspace", "HEAD"], 4, "T") == (plot.revs, len(plot.points), plot.props["title"])


def test_a_revision_that_fails_is_named_and_spoils_no_other() -> None:
    """Its file as well."""
    error = DataError("gone")
    collected = {
        "workspace": RevisionPlots({"": {"p": {}}}, {"p": Source(error=error)}),
        "HEAD": RevisionPlots({"": {"p": {}}}, {"p": Source(ROWS)}),
    }

    (plot,) = match_plots(collected)

    assert [("workspace", error, "p")] == [tuple(fault) for fault in plot.faults]
    assert isinstance(plot, Plot)
    assert ["HEAD"] == plot.revs


def test_images_are_kept_as_they_are() -> None:
    """By revision."""
    collected = {"HEAD": RevisionPlots({"": {"i/a.png": {}}}, {"i/a.png": Source(b"PNG")})}

    assert [ImagePlot("i/a.png", [("HEAD", b"PNG")], [])] == match_plots(collected)


def test_an_id_of_two_files_is_told_apart_by_them() -> None:
    """One that a single file has keeps its short name."""
    definitions: dict[str, dict[str, Props]] = {
        "dvc.yaml": {"p": {}, "q": {}},
        "sub/dvc.yaml": {"p": {}},
    }

    assert ["dvc.yaml::p", "sub/dvc.yaml::p", "q"] == list(named(definitions))
