"""A trace for people, as a list: the sources, or the runs that took part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.base.ids import short
from lineal.cli.amounts import size_text
from lineal.cli.moments import ago, now
from lineal.cli.values import ascii_only, print_rows, short_commit, short_oid
from lineal.ledger.trace.lineage import IN_GIT, UNKNOWN, sources

if TYPE_CHECKING:
    from lineal.cli.output import Console
    from lineal.ledger.trace.execution import Described
    from lineal.ledger.trace.lineage import Source, Trace


def show_sources(console: Console, trace: Trace) -> None:
    """One line each: what it is, and who brought it when, or which commit has it."""
    found = sources(trace)
    present = now()
    print_rows(console, [_source_row(trace, one, present) for one in found])
    if any(one.kind == UNKNOWN for one in found):
        console.note("what nobody is known to have made: lineal add PATH records where it is from")


def show_runs(console: Console, trace: Trace) -> None:
    """Newest first, with what each contributed."""
    by_run: dict[bytes | None, list[Described]] = {}
    for one in trace.executions.values():
        by_run.setdefault(one.run, []).append(one)
    present = now()
    newest = sorted(by_run.items(), key=lambda pair: -max(one.time for one in pair[1]))
    rows = [
        [
            "-" if run is None else short(run),
            ago(max(one.time for one in some), present),
            some[0].author,
            short_commit(some[0].commit, dirty=some[0].dirty),
            some[0].command or "outside a run",
            ", ".join(dict.fromkeys(one.stage for one in sorted(some, key=_moment))),
        ]
        for run, some in newest
    ]
    print_rows(console, rows)


def show_columns(console: Console, trace: Trace) -> None:
    """One line for each step, the nearest first."""
    rows = [
        [
            f"{one.target[0]}#{one.target_column}",
            "<-" if ascii_only() else "←",
            f"{one.source[0]}#{one.source_column}",
            one.how,
            trace.executions[one.execution].stage,
            short(trace.executions[one.execution].id),
        ]
        for one in trace.columns
    ]
    print_rows(console, rows)


def _moment(one: Described) -> tuple[int, int]:
    return one.time, one.num


def _source_row(trace: Trace, one: Source, present: int) -> list[str]:
    return [
        one.path,
        short_oid(one.oid),
        "" if one.size is None else size_text(one.size),
        _came(trace, one, present),
    ]


def _came(trace: Trace, one: Source, present: int) -> str:
    if one.kind == IN_GIT:
        return f"in Git at {short_commit(one.commit)}"
    if one.execution is None:
        return "made by nobody the ledger knows"
    made = trace.executions[one.execution]
    origin = f" from {one.url}" if one.url else ""
    by = f" by {made.author}" if made.author else ""
    return f"{one.kind}{origin} {ago(made.time, present)}{by}"
