"""``lineal params diff``; tests/acceptance/test_reports.py has dvc beside it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.test_metrics_show import commit

if TYPE_CHECKING:
    from tests.pipeline.place import Place

PIPELINE = """\
vars: [vars.yaml]
stages:
  s:
    cmd: echo ${v}
    params: [lr]
"""


@pytest.fixture
def changed(place: Place) -> Place:
    place.write({"dvc.yaml": PIPELINE, "params.yaml": "lr: 1\nmore: a\n", "vars.yaml": "v: 1\n"})
    commit(place, "one")
    place.write({"params.yaml": "lr: 2\nmore: b\n", "vars.yaml": "v: 2\nw: 1\n"})
    return place


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([], {"params.yaml": ["lr", "more"], "vars.yaml": ["v"]}),
        (["--deps"], {"params.yaml": ["lr"], "vars.yaml": ["v"]}),
        (["--targets", "vars.yaml"], {"vars.yaml": ["v", "w"]}),
        (["HEAD", "HEAD"], {}),
    ],
)
def test_parameters_are_those_of_stages_files_and_templates(
    changed: Place, words: list[str], expected: dict[str, Any]
) -> None:
    """``--deps`` leaves out what nothing depends on."""
    said = json.loads(changed.lineal("params", "diff", "--json", *words).stdout)

    assert expected == {path: list(names) for path, names in said.items()}


def test_a_date_is_shown_as_it_is_recorded(place: Place) -> None:
    """Dvc cannot print it as JSON."""
    place.write({"params.yaml": "day: 2026-01-01\n"})
    commit(place, "one")
    place.write({"params.yaml": "day: 2026-01-02\n"})

    said = json.loads(place.lineal("params", "diff", "--json").stdout)

    assert {"params.yaml": {"day": {"old": "2026-01-01", "new": "2026-01-02"}}} == said
