"""``lineal plots show``, ``diff`` and ``templates``; how they compare with dvc and what a browser
makes of the page is in tests/acceptance.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.cli.test_metrics_show import commit

if TYPE_CHECKING:
    from tests.pipeline.place import Place


@pytest.fixture
def plots(place: Place) -> Place:
    place.write(
        {
            "dvc.yaml": "plots: [{loss.csv: {x: epoch}}, img, gone.csv]\n",
            "loss.csv": "epoch,loss\n0,3\n1,2\n",
            "img/a.svg": "<svg/>",
        }
    )
    return place


def test_the_page_is_one_file_and_its_address_is_said(plots: Place) -> None:
    """What is missing is named; the others are drawn."""
    outcome = plots.lineal("plots", "show")

    page = plots.read("dvc_plots/index.html")
    assert (0, f"file://{plots.root}/dvc_plots/index.html\n") == (outcome.exit_code, outcome.stdout)
    assert "warning: gone.csv, workspace: 'gone.csv' does not exist" in outcome.stderr
    assert all(text in page for text in ('data-id="loss.csv"', "data:image/svg+xml;base64,"))


def test_where_the_page_goes_and_what_it_looks_like_can_be_set(plots: Place) -> None:
    """By flags, or in the configuration; the template is found below .dvc."""
    plots.write({".dvc/page.html": "<i>mine</i>{plot_divs}"})
    for words in (["plots.out_dir", "elsewhere"], ["plots.html_template", "page.html"]):
        assert plots.lineal("config", *words).ok

    assert plots.lineal("plots", "show", "loss.csv").ok
    assert plots.read("elsewhere/index.html").startswith("<i>mine</i><section")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--show-vega"], "--show-vega is about one target"),
        (["--show-vega", "a", "b"], "--show-vega is about one target"),
        (["--show-vega", "a", "--json"], "exclude each other"),
    ],
)
def test_one_specification_is_about_one_target(
    plots: Place, words: list[str], message: str
) -> None:
    """Wrong usage."""
    outcome = plots.lineal("plots", "show", *words)

    assert (2, True) == (outcome.exit_code, message in outcome.stderr)


def test_a_template_that_is_not_there_fails_after_the_rest_is_drawn(plots: Place) -> None:
    """With a near name; the page says it at the plot."""
    outcome = plots.lineal("plots", "show", "-t", "simpel")

    assert 1 == outcome.exit_code
    assert "error: loss.csv: there is no template 'simpel'; did you mean 'simple'" in outcome.stderr
    assert "there is no template &#x27;simpel&#x27;" in plots.read("dvc_plots/index.html")


def test_without_a_plot_there_is_no_page(place: Place) -> None:
    """As in dvc."""
    outcome = place.lineal("plots", "show")

    assert (0, "", False) == (outcome.exit_code, outcome.stdout, place.exists("dvc_plots"))
    assert "No plots were loaded" in outcome.stderr


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([], ["workspace"]),
        (["HEAD"], ["workspace", "HEAD"]),
        (["HEAD", "HEAD~1"], ["HEAD", "HEAD~1"]),
    ],
)
def test_diff_takes_the_revisions_that_are_named(
    plots: Place, words: list[str], expected: list[str]
) -> None:
    """A single one is compared with the workspace, which comes first."""
    commit(plots, "one")
    plots.write({"loss.csv": "epoch,loss\n0,3\n1,1\n"})
    commit(plots, "two")

    said = json.loads(plots.lineal("plots", "diff", *words, "--json").stdout)

    assert expected == said["data"]["loss.csv"][0]["revisions"]


def test_diff_of_a_changed_workspace_is_with_the_last_commit(plots: Place) -> None:
    """Without being told."""
    commit(plots, "one")
    plots.write({"loss.csv": "epoch,loss\n0,3\n1,1\n"})

    said = json.loads(plots.lineal("plots", "diff", "--json").stdout)

    assert ["workspace", "HEAD"] == said["data"]["loss.csv"][0]["revisions"]


def test_templates_are_listed_and_printed(place: Place) -> None:
    """An unknown one is an error."""
    listed = place.lineal("plots", "templates").stdout.split()
    printed = json.loads(place.lineal("plots", "templates", "simple").stdout)
    unknown = place.lineal("plots", "templates", "simpel")

    assert ("linear" in listed, "line", 1) == (True, printed["mark"]["type"], unknown.exit_code)
