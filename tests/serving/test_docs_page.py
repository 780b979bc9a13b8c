"""The page of a server in a real browser: it can be used, and nothing is fetched from elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser import chromium

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

    from tests.serving.server import Server


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    """The page as it opens."""
    with chromium() as browser:
        yield browser.new_page()


@pytest.fixture
def opened(page: Page, server: Server) -> Page:
    page.goto(f"http://127.0.0.1:{server.port}/")
    return page


def test_an_example_is_predicted_with_the_keyboard_alone(opened: Page) -> None:
    """It is filled in; Enter sends it."""
    opened.get_by_label("country").focus()
    opened.keyboard.press("Enter")
    expect(opened.get_by_role("status")).to_contain_text("Decision 0, at a score of 0.1192.")


def test_what_is_wrong_is_said_at_its_field(opened: Page) -> None:
    """A screen reader hears it with the field, which has the focus."""
    opened.get_by_label("minutes").fill("many")
    opened.get_by_role("button", name="Predict").click()
    field = opened.get_by_label("minutes")
    expect(field).to_be_focused()
    expected = 'a number, or null expected a number, or null; got text "many"'
    expect(field).to_have_accessible_description(expected)


def test_another_example_fills_the_fields(opened: Page) -> None:
    """Null is an empty field."""
    opened.get_by_label("Example").select_option("row 4")
    values = [opened.get_by_label(name).input_value() for name in ("minutes", "country")]
    assert values == ["", "elsewhere"]


def test_nothing_is_complained_of_and_nothing_comes_from_elsewhere(
    page: Page, server: Server
) -> None:
    """The policy forbids it, and the page does not try."""
    seen: list[str] = []
    page.on("console", lambda message: seen.append(message.text))
    page.on("pageerror", lambda error: seen.append(str(error)))
    page.on("request", lambda request: seen.append(request.url))
    page.goto(f"http://127.0.0.1:{server.port}/docs")
    page.get_by_role("button", name="Predict").click()
    expect(page.get_by_role("status")).to_contain_text("Decision")
    base = f"http://127.0.0.1:{server.port}"
    assert seen == [f"{base}/docs", f"{base}/predict"]


def test_it_fits_a_telephone(opened: Page) -> None:
    """Nothing makes it wider than the screen."""
    opened.set_viewport_size({"width": 360, "height": 800})
    assert opened.evaluate("document.documentElement.scrollWidth") == 360
