"""The page of plots in a real browser: everything is drawn, nothing is complained of or fetched."""

from __future__ import annotations

import random
import shutil
from typing import TYPE_CHECKING, NamedTuple

import pytest

from lineal.plots.template import template_names
from tests.acceptance.harness.project import new_project
from tests.browser import chromium

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from tests.acceptance.harness.project import Project, Tools

HOSTILE = "</script><img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


class Seen(NamedTuple):
    """What a page did while it was drawn."""

    page: Page
    complaints: list[str]
    requests: list[str]

    def states(self) -> dict[str, str | None]:
        """By name of the plot whether it was drawn."""
        cards = self.page.query_selector_all(".plot:has(.canvas)")
        return {
            str(card.get_attribute("data-id")): canvas.get_attribute("data-state")
            for card in cards
            if (canvas := card.query_selector(".canvas")) is not None
        }


def opened(browser: Browser, address: str, scheme: str = "light") -> Seen:
    context = browser.new_context(offline=True, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    seen = Seen(page, [], [])
    page.on("console", lambda message: seen.complaints.append(message.text))
    page.on("pageerror", lambda error: seen.complaints.append(str(error)))
    page.on("request", lambda request: seen.requests.append(request.url))
    page.goto(address)
    page.wait_for_selector("html[data-drawn]")
    return seen


def numbers(seed: int) -> str:
    pick = random.Random(seed)  # noqa: S311  no secret
    rows = [f"{step},{pick.random()},{pick.choice('ab')}" for step in range(20)]
    return "\n".join(["step.x,a[0],kind", *rows, ""])


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory, tools: Tools) -> Project:
    """A plot by every template, of two revisions; images; names that mean harm."""
    project = new_project(tmp_path_factory.mktemp("plots"), tools)
    plots = [
        f"- {name}: {{template: {name}, x: {x}, y: {{t.csv: {y}}}}}"
        for name in template_names()
        for x, y in [("kind", "kind") if "conf" in name or "jitter" in name else axes(name)]
    ]
    image = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
    project.write(
        {
            "dvc.yaml": "\n".join(
                [
                    "plots:",
                    *plots,
                    "- series: {x: step.x, y: {t.csv: ['a[0]', step.x]}}",
                    f'- "{HOSTILE}": {{y: {{t.csv: "a[0]"}}, title: "{HOSTILE}"}}',
                    "- img",
                    "",
                ]
            ),
            "t.csv": numbers(1),
            "img/a.svg": image,
        }
    )
    project.run("git", "add", "-A")
    project.run("git", "commit", "-qm", "one")
    project.write({"t.csv": numbers(2)})
    return project


@pytest.fixture
def copied(drawn: Project, tmp_path: Path) -> Project:
    """The same, for a test that changes it."""
    shutil.copytree(drawn.root, tmp_path / "repo")
    return drawn._replace(root=tmp_path / "repo")


def axes(name: str) -> tuple[str, str]:
    return ("'a[0]'", "kind") if name.startswith("bar") else ("step.x", "'a[0]'")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_plot_is_drawn_without_a_word_or_a_request(
    browser: Browser, drawn: Project, scheme: str
) -> None:
    """The only address that is asked for is that of the page."""
    address = drawn.lineal("plots", "diff").stdout.strip()

    seen = opened(browser, address, scheme)

    assert dict.fromkeys([*template_names(), "series", HOSTILE], "drawn") == seen.states()
    assert ([], [address]) == (seen.complaints, seen.requests)
    assert 2 == seen.page.locator(".images img").count()


def test_plots_can_be_found_by_name(browser: Browser, drawn: Project) -> None:
    """The others are hidden."""
    seen = opened(browser, drawn.lineal("plots", "show").stdout.strip())

    seen.page.fill("#filter", "conf")

    assert 2 == seen.page.locator(".plot:visible").count()


def test_templates_of_dvc_are_drawn(browser: Browser, copied: Project) -> None:
    """Also those in the older grammar that its confusion matrices use."""
    for name in template_names():
        text = copied.dvc("plots", "templates", name).stdout
        copied.write({f".dvc/plots/{name}.json": text})

    seen = opened(browser, copied.lineal("plots", "diff").stdout.strip())

    assert {"drawn"} == set(seen.states().values())


def test_a_plot_that_cannot_be_drawn_says_so_and_spoils_no_other(
    browser: Browser, copied: Project
) -> None:
    """At its place on the page."""
    copied.write({".dvc/plots/simple.json": '{"data": {"values": "<DVC_METRIC_DATA>"}, "mark": 3}'})

    seen = opened(browser, copied.lineal("plots", "show").stdout.strip())

    states = seen.states()
    assert ("failed", "drawn") == (states["simple"], states["linear"])
    assert "cannot be drawn" in seen.page.inner_text('.plot[data-id="simple"]')
