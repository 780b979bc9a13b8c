"""``lineal metrics diff``; tests/acceptance/test_reports.py has dvc beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.cli.test_metrics_show import commit

if TYPE_CHECKING:
    from tests.pipeline.place import Place


def test_the_workspace_is_compared_with_the_last_commit(place: Place) -> None:
    """Changed values only."""
    place.write({"dvc.yaml": "metrics: [m.json]\n", "m.json": '{"a": 1, "b": 2}'})
    commit(place, "one")
    place.write({"m.json": '{"a": 1.5, "b": 2}'})

    outcome = place.lineal("metrics", "diff")

    head = "Path    Metric    HEAD    workspace    Change\n"
    expected = f"{head}m.json  a         1       1.5          0.5\n"
    assert (0, expected, "") == outcome


def test_before_the_first_commit_there_is_nothing_to_compare(place: Place) -> None:
    """And nothing is wrong."""
    place.write({"dvc.yaml": "metrics: [m.json]\n", "m.json": '{"a": 1}'})

    assert (0, "{}\n", "") == place.lineal("metrics", "diff", "--json")


def test_a_revision_that_does_not_exist_is_named(place: Place) -> None:
    """Once there are commits to mistake it for."""
    commit(place, "one")

    outcome = place.lineal("metrics", "diff", "nope")

    assert (1, "") == (outcome.exit_code, outcome.stdout)
    assert "no such revision: 'nope'" in outcome.stderr
