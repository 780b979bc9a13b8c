"""Rows judged by rules: what is violated, and what happens to it."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from lineal.base.errors import TableError
from lineal.steps.calling import run

ROWS = pl.DataFrame(
    {
        "_row": [1, 2, 4, 7],
        "country": ["IN", None, "EG", "IN"],
        "started": [2, 3, None, 1],
        "passed": [1, 4, 1, 1],
        "ok": [True, None, False, True],
    }
)


def violations(*rules: dict[str, Any]) -> list[tuple[str, list[int]]]:
    result = run("validate", {"rules": list(rules), "on_violation": "keep"}, {"rows": ROWS})
    found = result.outputs["report"]["violations"]
    return [(one["rule"], one["rows"]) for one in found]


@pytest.mark.parametrize(
    ("rule", "told", "rows"),
    [
        ({"column": "country", "nulls": False}, "country: no nulls", [2]),
        ({"column": "started", "min": 2}, "started: at least 2", [7]),
        ({"column": "started", "max": 2.5}, "started: at most 2.5", [2]),
        ({"column": "country", "values": ["IN"]}, "country: one of IN", [4]),
        ({"column": "passed", "values": [1, 2]}, "passed: one of 1, 2", [2]),
        ({"column": "ok", "values": [True]}, "ok: one of True", [4]),
        ({"column": "country", "unique": True}, "country: no value twice", [7]),
        ({"column": "country", "matches": "I."}, "country: matches I.", [4]),
        ({"column": "country", "matches": "I|EG"}, "country: matches I|EG", [1, 7]),
        ({"expression": "passed <= started"}, "passed <= started", [2]),
        ({"name": "fair", "expression": "passed <= started"}, "fair", [2]),
    ],
)
def test_each_rule_names_the_rows_that_break_it(
    rule: dict[str, Any], told: str, rows: list[int]
) -> None:
    """By their number in the source; where the answer is unknown, none is broken."""
    assert [(told, rows)] == violations(rule)


def test_a_rule_may_ask_for_several_things() -> None:
    """Each is counted on its own."""
    rule = {"column": "started", "nulls": False, "min": 2, "max": 2}

    assert [
        ("started: no nulls", [4]),
        ("started: at least 2", [7]),
        ("started: at most 2", [2]),
    ] == violations(rule)


RULES = [
    {"column": "country", "nulls": False},
    {"name": "passed at most started", "expression": "passed <= started"},
]


def test_the_report_says_what_was_there_and_what_became_of_it() -> None:
    """Counts, samples with the values concerned, and facts of each column."""
    result = run(
        "validate",
        {"rules": RULES, "on_violation": "drop"},
        {"rows": ROWS, "quarantine": ROWS.head(2)},
    )
    report = result.outputs["report"]

    assert {
        "rows": 4,
        "violations": [
            {
                "rule": "country: no nulls",
                "column": "country",
                "count": 1,
                "rows": [2],
                "samples": [{"_row": 2, "country": None}],
            },
            {
                "rule": "passed at most started",
                "column": None,
                "count": 1,
                "rows": [2],
                "samples": [{"_row": 2, "passed": 4, "started": 3}],
            },
        ],
        "quarantined": 2,
        "dropped": 1,
        "columns": {
            "country": {"nulls": 1, "distinct": 2},
            "started": {"nulls": 1, "distinct": 3, "min": 1, "max": 3},
            "passed": {"nulls": 0, "distinct": 2, "min": 1, "max": 4},
            "ok": {"nulls": 1, "distinct": 2},
        },
    } == report


@pytest.mark.parametrize(("done", "rows"), [("drop", [1, 4, 7]), ("keep", [1, 2, 4, 7])])
def test_rows_that_break_a_rule_go_or_stay(done: str, rows: list[int]) -> None:
    """As asked."""
    result = run("validate", {"rules": RULES, "on_violation": done}, {"rows": ROWS})

    assert rows == result.outputs["valid"]["_row"].to_list()


def test_or_the_step_stops_and_shows_them() -> None:
    """Which is what happens when nobody says otherwise."""
    with pytest.raises(TableError, match="2 rules are violated") as caught:
        run("validate", {"rules": RULES}, {"rows": ROWS})

    assert [
        "2 rules are violated",
        "  country: no nulls       1 row: 2",
        "  passed at most started  1 row: 2",
    ] == caught.value.message.split("\n")


def test_too_few_rows_stop_the_step_whatever_happens_to_bad_ones() -> None:
    """They are counted when the bad ones are gone."""
    params = {"rules": RULES, "on_violation": "drop", "min_rows": 4}

    with pytest.raises(TableError, match="3 rows are left, min_rows asks for 4"):
        run("validate", params, {"rows": ROWS})


@pytest.mark.parametrize(
    ("rule", "error"),
    [
        ({"column": "county", "min": 1}, "no column 'county'; did you mean 'country'"),
        ({"column": "country", "min": 1}, "'min' is for numbers, and 'country' is text"),
        ({"column": "passed", "matches": "1"}, "'matches' is for text, and 'passed' is a number"),
        ({"column": "passed", "values": ["1"]}, "'passed' is a number, and '1' is not"),
        ({"column": "country", "matches": "("}, "is not a regular expression"),
        ({"column": "country"}, "asks nothing of 'country'"),
        ({"min": 1}, "about nothing"),
        ({"column": "passed", "expression": "passed > 1"}, "a rule of its own"),
        ({"expression": "passd > 1"}, "passd"),
        ({"expression": "passed + 1"}, "truth"),
    ],
)
def test_a_rule_that_means_nothing_here_is_an_error(rule: dict[str, Any], error: str) -> None:
    """It is no violation, and never silently kept."""
    with pytest.raises(TableError, match=rf"validate\.rules\.0: .*{error}"):
        violations(rule)


def test_all_rules_that_mean_nothing_are_named_at_once() -> None:
    """By their place in the list."""
    with pytest.raises(TableError, match=r"rules\.1: .*\nvalidate\.rules\.2: "):
        violations({"column": "passed", "min": 0}, {"min": 1}, {"column": "x", "min": 1})
