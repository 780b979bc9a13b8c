"""The page: what comes from a bundle stays text."""

from __future__ import annotations

import re

from lineal.bundle.format import Decision, Input
from lineal.serving.page import page_of
from tests.serving.rows import GOOD, served

HOSTILE = "</script><img src=x onerror=alert(1)>\"'"


def test_what_comes_from_a_bundle_never_becomes_markup() -> None:
    """Names, values, notes: a bundle may come from anybody."""
    inputs = (Input(name=HOSTILE, kind="text"),)
    said = served(
        endpoint=HOSTILE,
        model=HOSTILE,
        version=HOSTILE,
        target=HOSTILE,
        inputs=inputs,
        examples=({HOSTILE: HOSTILE},),
        decision=Decision(threshold=0.5, positive=HOSTILE, note=HOSTILE),
    )
    assert "<img" not in page_of(said).html


def test_only_our_own_script_and_style_may_run() -> None:
    """Everything else is forbidden unless it is listed."""
    policy = page_of(served()).policy
    expected = r"default-src 'none'; style-src 'sha256-\S+'; script-src 'sha256-\S+'; connect-src"
    assert re.match(expected, policy)


def test_every_field_has_a_label_and_its_hint() -> None:
    """A screen reader says name and expectation."""
    html = page_of(served()).html
    fields = re.findall(r'id="(field\d+)"', html)
    labelled = re.findall(r'<label for="(field\d+)"', html)
    described = re.findall(r'aria-describedby="(hint\d+) problem\d+"', html)
    assert (labelled, len(described)) == (fields, len(fields))


def test_with_a_token_no_row_of_the_bundle_is_shown() -> None:
    """Placeholders stand in; the token is asked for."""
    html = page_of(served(token=True, examples=())).html
    assert ('type="password"' in html, GOOD["country"] in html) == (True, False)
