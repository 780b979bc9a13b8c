"""``lineal step validate``: rows judged by the rules of a contract, and what was violated.

What to do with rows that break a rule is for ``on_violation`` to say: they are dropped, kept, or
the step stops. The report counts them in any case. A rule whose answer is unknown for a row,
because a value is missing, is not broken by it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

import msgspec
import polars as pl
from msgspec import Meta

from lineal.base.errors import TableError
from lineal.steps.contract.checks import checks_of
from lineal.steps.contract.report import Violation, column_facts, told, violation
from lineal.steps.contract.rule import Rule  # noqa: TC001  msgspec resolves it
from lineal.steps.step import DOCUMENT, ROW, TABLE, Computed, Port, Result, Step

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lineal.steps.contract.checks import Check

_DROP, _STOP = "drop", "stop"


class Params(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    rules: Annotated[
        tuple[Rule, ...], Meta(description="what has to hold; [] asks nothing of the rows")
    ]
    on_violation: Annotated[
        Literal["drop", "keep", "stop"],
        Meta(description="whether rows that break a rule go, stay, or stop the step"),
    ] = "stop"
    min_rows: Annotated[
        int, Meta(ge=0, description="the step stops when fewer rows than these are left")
    ] = 1


class Report(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``contract.json``: ``rows`` were judged, ``dropped`` of them are gone.

    ``quarantined`` were set aside before, and are not among them.
    """

    rows: int
    violations: list[Violation]
    quarantined: int
    dropped: int
    columns: dict[str, dict[str, Any]]


def decide(params: Params, given: Mapping[str, Any]) -> Result:
    rows: pl.DataFrame = given["rows"]
    if ROW not in rows.columns:
        raise TableError(
            f"--rows: the table has no column '{ROW}'", hint="make it by `lineal step ingest`"
        )
    broken = [check for check in checks_of(params.rules, rows) if check.broken.any()]
    violations = [violation(check, rows) for check in broken]
    if violations and params.on_violation == _STOP:
        raise _violated(violations)
    valid = _without(rows, broken) if params.on_violation == _DROP else rows
    _check_count(valid, params.min_rows, violations)
    quarantine = given.get("quarantine")
    report = Report(
        rows=rows.height,
        violations=violations,
        quarantined=0 if quarantine is None else quarantine.height,
        dropped=rows.height - valid.height,
        columns=column_facts(rows),
    )
    return Result(
        outputs={"valid": valid, "report": report},
        lines=tuple(_lines(params, report)),
        columns=tuple(
            Computed(("rows", name), ("valid", name), "unchanged")
            for name in rows.columns
            if name != ROW
        ),
        metrics={"violations": sum(one.count for one in violations), "dropped": report.dropped},
    )


STEP = Step(
    help="Judge rows by the rules of a contract.",
    inputs=(
        Port("rows", TABLE, "rows as ingest wrote them"),
        Port("quarantine", TABLE, "rows set aside before; they are counted", optional=True),
    ),
    outputs=(
        Port("valid", TABLE, "the rows that go on"),
        Port("report", DOCUMENT, "what was violated, with counts, row numbers and samples"),
    ),
    params=Params,
    decide=decide,
)


def _without(rows: pl.DataFrame, broken: list[Check]) -> pl.DataFrame:
    if not broken:
        return rows
    return rows.filter(~pl.any_horizontal([check.broken for check in broken]))


def _violated(violations: list[Violation]) -> TableError:
    return TableError(
        "\n".join([f"{_rules(len(violations))} violated", *told(violations)]),
        hint="mend the rows in the source, or say on_violation: drop",
    )


def _check_count(valid: pl.DataFrame, least: int, violations: list[Violation]) -> None:
    if valid.height < least:
        counts = f"{valid.height:,} rows are left, min_rows asks for {least:,}"
        raise TableError(
            "\n".join([counts, *told(violations)]), hint="look at the source, and at the rules"
        )


def _lines(params: Params, report: Report) -> Iterator[str]:
    if not report.violations:
        yield f"{report.rows:,} rows, no violation of {len(params.rules)} rules"
        return
    done = f"dropped {report.dropped:,}" if params.on_violation == _DROP else "kept all"
    yield f"{report.rows:,} rows, {_rules(len(report.violations))} violated, {done}"
    yield from told(report.violations)


def _rules(count: int) -> str:
    return "1 rule is" if count == 1 else f"{count} rules are"
