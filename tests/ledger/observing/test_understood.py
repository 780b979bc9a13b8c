"""Lines of several processes, put together in the order of what happened."""

from __future__ import annotations

from lineal.ledger.observing import understood
from lineal.ledger.observing.evidence import Series
from lineal.ledger.observing.understood import series, understand


def test_what_one_process_wrote_is_no_input_of_another() -> None:
    """By when it happened, not by whose file is read first."""
    lines = [
        {"kind": "read", "path": "between.csv", "t": 20},
        {"kind": "write", "path": "between.csv", "t": 10},
    ]
    found = understand(lines)

    assert ((), ["between.csv"]) == (found.reads, [one.path for one in found.writes])


def test_the_last_value_of_a_metric_counts_and_all_are_its_series() -> None:
    """One that was said without a step is no series."""
    same = {"kind": "metric", "file": "m.json"}
    lines = [
        {**same, "name": "loss", "value": 0.5, "step": 0, "t": 1},
        {**same, "name": "loss", "value": 0.25, "step": 1, "t": 2},
        {**same, "name": "auc", "value": 0.9, "t": 3},
    ]
    found = understand(lines)

    assert ({"m.json": {"loss": 0.25, "auc": 0.9}}, {"loss": Series((0, 1), (0.5, 0.25))}) == (
        found.metrics,
        found.series,
    )


def test_values_json_cannot_hold_become_words() -> None:
    """A loss that is not a number is worth knowing."""
    line = {"kind": "metric", "name": "loss", "value": float("nan"), "file": "m.json"}

    assert {"m.json": {"loss": "nan"}} == understand([line]).metrics


def test_very_long_series_are_thinned_evenly() -> None:
    """The last point stays."""
    points = [(float(step), float(step)) for step in range(2 * understood.MOST_POINTS + 1)]
    found = series(points)

    assert (True, points[-1][0], 3.0) == (
        found.thinned and len(found.steps) <= understood.MOST_POINTS,
        found.steps[-1],
        found.steps[1] - found.steps[0],
    )
