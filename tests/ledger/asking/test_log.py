"""Pages of runs and executions, in every kind of store."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lineal.ledger.asking.changes import Change
from lineal.ledger.asking.filters import Filters, parse_condition
from lineal.ledger.asking.log import log_executions, log_runs
from tests.ledger.builder import BEGIN, DAY, Builder

if TYPE_CHECKING:
    from lineal.ledger.stores.port import Store


@pytest.fixture
def build(store: Store) -> Builder:
    """Three runs, a day apart: by Ann, by Bob with another rate, one that failed."""
    build = Builder(store)
    rates = [("ann@example.org", 0.1, 0.8), ("bob@example.org", 0.2, 0.9)]
    for day, (author, rate, auc) in enumerate(rates):
        with build.run(at=BEGIN + day * DAY, author=author, commit=f"{day}a" * 20):
            build.execution("train", params={"train.lr": rate}, metrics={"auc": auc})
    with build.run(at=BEGIN + 2 * DAY, command="lineal run report"):
        build.execution("report", status="failed", error="exit 3")
    return build


def listed(build: Builder, **filters: object) -> list[tuple[str, ...]]:
    page = log_runs(build.store, Filters(**filters), 10)  # type: ignore[arg-type]
    return [tuple(one.stage for one in run.executions) for run in page.runs]


def test_the_newest_run_is_first(build: Builder) -> None:
    """Each with what it executed."""
    assert [("report",), ("train",), ("train",)] == listed(build)


def test_a_page_goes_on_where_the_one_before_ended(build: Builder) -> None:
    """No run is twice, none is left out."""
    first = log_runs(build.store, Filters(), 2)
    second = log_runs(build.store, Filters(), 2, before=first.runs[-1].id)

    assert (True, False) == (first.more, second.more)
    assert 3 == len({run.id for page in (first, second) for run in page.runs})


def test_pages_of_a_stage_leave_out_none_of_one_time(store: Store) -> None:
    """What one commit brought has the time of the commit."""
    build = Builder(store)
    for _ in range(3):
        build.execution("train", at=BEGIN)
    filters = Filters(stages=("train",))
    found: list[bytes] = []
    for _ in range(3):
        page = log_executions(store, filters, 1, before=found[-1] if found else None)
        found += [one.id for one in page.executions]

    assert (3, found) == (len(found), sorted(set(found), reverse=True))


def test_changes_are_against_the_execution_before(build: Builder) -> None:
    """Of the same stage, whatever run it was in."""
    run = log_runs(build.store, Filters(authors=("bob",)), 1).runs[0]
    line = run.executions[0]

    assert (Change("train.lr", 0.1, 0.2),) == line.changed_params
    assert (Change("auc", 0.8, 0.9),) == line.changed_metrics


def test_runs_that_did_nothing_are_counted_only(build: Builder) -> None:
    """Unless they are asked for."""
    with build.run(at=BEGIN + 3 * DAY):
        build.skipped("train", "report")

    page = log_runs(build.store, Filters(), 10)

    assert (3, 1) == (len(page.runs), page.hidden)
    assert 4 == len(log_runs(build.store, Filters(idle=True), 10).runs)


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ({"stages": ("train",)}, 2),
        ({"stages": ("nope",)}, 0),
        ({"statuses": ("failed",)}, 1),
        ({"authors": ("BOB", "nobody")}, 1),
        ({"commit": "0a0a"}, 1),
        ({"since": BEGIN + DAY}, 2),
        ({"until": BEGIN + DAY}, 1),
        ({"params": (parse_condition("train.lr>0.1", "--param"),)}, 1),
        ({"params": (parse_condition("train.lr=0.1", "--param"),)}, 1),
        ({"metrics": (parse_condition("auc>=0.8", "--metric"),)}, 2),
        ({"metrics": (parse_condition("auc!=0.8", "--metric"),)}, 1),
        ({"metrics": (parse_condition("f1>0", "--metric"),)}, 0),
        ({"text": "REPORT"}, 1),
        ({"text": "100%"}, 0),
        ({"stages": ("train",), "authors": ("ann",)}, 1),
    ],
)
def test_filters_narrow(build: Builder, filters: dict[str, object], count: int) -> None:
    """Each alone, and two together."""
    assert count == len(listed(build, **filters))


@pytest.mark.parametrize(
    ("filters", "stages"),
    [
        ({}, ["report", "train", "train"]),
        ({"stages": ("train",)}, ["train", "train"]),
        ({"statuses": ("failed",)}, ["report"]),
        ({"authors": ("bob",)}, ["train"]),
        ({"metrics": (parse_condition("auc<0.85", "--metric"),)}, ["train"]),
        ({"commit": "1a1"}, []),
        ({"text": "rep"}, ["report"]),
    ],
)
def test_executions_are_listed_alike(
    build: Builder, filters: dict[str, object], stages: list[str]
) -> None:
    """The code of an execution is what it says itself."""
    page = log_executions(build.store, Filters(**filters), 10)  # type: ignore[arg-type]

    assert stages == [one.stage for one in page.executions]


def test_nothing_ran_yet(store: Store) -> None:
    """An empty page, no error."""
    assert ((), False, 0) == log_runs(store, Filters(), 10)
