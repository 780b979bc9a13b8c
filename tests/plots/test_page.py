"""The page, as text; that it draws is for tests/acceptance/test_plots_page.py."""

from __future__ import annotations

import hashlib
import json
import re

import pytest

from lineal.base.errors import DataError
from lineal.plots.bundled import read_asset, scripts
from lineal.plots.draw import Drawing
from lineal.plots.model import PlotFault
from lineal.plots.page import Parts, custom_page, page_of

PARTS = Parts("p{}", ["run()"])
EVIL = "</script><script>alert(1)</script>"


def test_nothing_of_a_project_can_end_what_it_is_put_into() -> None:
    """Neither a name, nor data, nor a message."""
    drawing = Drawing(
        EVIL, {"data": [EVIL, "&"]}, revs=[EVIL], faults=[PlotFault(EVIL, DataError(EVIL))]
    )

    page = page_of([drawing], PARTS, EVIL)

    assert (2, 0) == (page.count("</script>"), page.count("<script>alert"))
    (data,) = re.findall(r'<script type="application/json"[^>]*>(.*?)</script>', page)
    assert {"data": [EVIL, "&"]} == json.loads(data)


def test_only_the_scripts_that_were_put_in_may_run() -> None:
    """The policy names each by its digest."""
    page = page_of([], PARTS, "p")

    assert "script-src &#x27;sha256-" in page
    assert "default-src &#x27;none&#x27;" in page


def test_numbers_that_json_does_not_know_become_nothing() -> None:
    """A gap in the line instead of a page that cannot be read."""
    page = page_of([Drawing("p", {"v": [float("nan"), 1.0]})], PARTS, "p")

    assert '{"v":[null,1.0]}' in page


def test_images_come_last_in_the_order_of_their_numbers() -> None:
    """Nine before ten."""
    names = ["i/10.png", "i/9.png", "z.csv", "a.csv"]
    drawings = [
        Drawing(name, images=[("HEAD", b"x")] if name.endswith("png") else ()) for name in names
    ]

    page = page_of(drawings, PARTS, "p")

    assert ["z.csv", "a.csv", "i/9.png", "i/10.png"] == re.findall(r'data-id="([^"]*)"', page)


def test_a_plot_without_data_says_so() -> None:
    """And why."""
    drawing = Drawing("p", faults=[PlotFault("HEAD", DataError("gone"))])

    page = page_of([drawing], PARTS, "p")

    assert 'class="empty">No data to draw.</p>\n<p class="fault"><b>HEAD</b> gone</p>' in page


def test_a_page_of_ones_own_gets_plots_and_scripts() -> None:
    """What a plot is called is not taken for a place."""
    page = custom_page("<b>{scripts}</b>{plot_divs}", [Drawing("{scripts}")], PARTS)

    assert (1, 1) == (page.count("<script>run()</script>"), page.count("<h2>"))


def test_a_page_of_ones_own_without_a_place_for_plots_is_refused() -> None:
    """The place is named."""
    with pytest.raises(DataError, match=r"\{plot_divs\}"):
        custom_page("<b></b>", [], PARTS)


def test_the_scripts_are_those_of_the_manifest() -> None:
    """Byte for byte as they came from npm."""
    listed = {one["file"]: one["sha256"] for one in json.loads(read_asset("manifest.json"))}

    found = {name: hashlib.sha256(read_asset(name).encode()).hexdigest() for name in listed}

    assert listed == found


def test_no_script_ends_its_element_or_asks_for_its_map() -> None:
    """They are put into the page as they are."""
    text = "\n".join(scripts())

    assert (False, False) == ("</script" in text, "sourceMappingURL" in text)
