"""A line for each run or execution, and what to say when there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lineal.base.ids import short
from lineal.cli.moments import ago, lasted, now
from lineal.cli.output import DIM
from lineal.cli.status_colours import STATUS_COLOURS
from lineal.cli.values import (
    change_text,
    columns_of_terminal,
    cut,
    dot,
    metric_text,
    printable,
    short_commit,
    value_text,
)
from lineal.ledger.asking.changes import ABSENT
from lineal.ledger.kinds.execution import FINISHED

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from lineal.cli.output import Console
    from lineal.ledger.asking.changes import Change
    from lineal.ledger.asking.log import ExecutionLine, ExecutionPage, Page, RunLine

# So many are named in a line; the rest is counted.
_MOST_VALUES = 4
_MOST_STAGES = 3
_STATUS_AT = 3


def show_runs(console: Console, page: Page, *, narrowed: bool, elsewhere: bool = False) -> None:
    """``elsewhere``: without a run, there are executions that others left."""
    present = now()
    header = ("run", "when", "who", "status", "stages", "commit", "changes")
    rows = [_run_row(one, present) for one in page.runs]
    if rows:
        _print(console, header, rows)
    elif narrowed:
        console.say("No run is like that. Without filters: lineal log")
    elif elsewhere:
        console.say("Nothing was run here; what others left: lineal log --executions")
        console.say("The past of the Git repository: lineal ledger import --git")
    else:
        console.say("Nothing was run yet: `lineal run` runs the pipeline and records it.")
    if page.hidden:
        runs = "1 run" if page.hidden == 1 else f"{page.hidden:,} runs"
        console.note(f"{runs} had nothing to do: --all shows them")
    if page.more and page.runs:
        console.note(f"older ones: lineal log --before {short(page.runs[-1].id)}")


def show_executions(console: Console, page: ExecutionPage, *, narrowed: bool) -> None:
    present = now()
    header = ("exec", "when", "stage", "status", "took", "commit", "changes")
    rows = [_execution_row(one, present) for one in page.executions]
    if rows:
        _print(console, header, rows)
    elif narrowed:
        console.say("No execution is like that. All of them: lineal log --executions")
    else:
        console.say("Nothing was run yet: `lineal run` runs the pipeline and records it.")
    if page.more:
        last = short(page.executions[-1].id)
        console.note(f"older ones: add --before {last}")


def who(author: Mapping[str, Any] | None) -> str:
    """The name Git knows, else the address, else the account."""
    known = author or {}
    return printable(str(known.get("name") or known.get("email") or known.get("user") or "?"))


def stages_text(payload: Mapping[str, Any]) -> str:
    """What failed comes first, then what ran by name, then counts."""
    parts = []
    groups = (("running", "running"), ("failed", "failed"), ("", "ran"), ("restored", "restored"))
    for word, group in groups:
        if payload.get(group):
            parts.append(f"{word} {_named(payload[group])}".strip())
    if not parts and not payload.get("blocked"):
        times = payload.get("times", 1)
        return "nothing to do" + (f", {times:,} times" if times > 1 else "")
    counts = [
        (group, len(with_command(payload.get(group, ())))) for group in ("blocked", "skipped")
    ]
    parts += [f"{count} {group}" for group, count in counts if count]
    return f" {dot()} ".join(parts)


def with_command(stages: Iterable[str]) -> list[str]:
    """Without ``.dvc`` files: they hold data, which cannot run."""
    return [stage for stage in stages if not stage.endswith(".dvc")]


def values_text(executions: Iterable[ExecutionLine]) -> str:
    """Parameters that changed, then metrics: how they changed, or what they are at first."""
    lines = list(executions)
    params = [change_text(one) for line in lines for one in line.changed_params]
    metrics = [
        text
        for line in lines
        for text in (
            [f"{key} {value_text(value)}" for key, value in sorted(line.metrics.items())]
            if line.first
            # What failed reported nothing, which is no news.
            else [metric_text(one) for one in line.changed_metrics if _is_told(one, line)]
        )
    ]
    return f" {dot()} ".join(filter(None, (_few(list(dict.fromkeys(params))), _few(metrics))))


def _is_told(change: Change, line: ExecutionLine) -> bool:
    return change.after is not ABSENT or line.payload["status"] in FINISHED


def _run_row(one: RunLine, present: int) -> list[str]:
    payload = one.payload
    return [
        short(one.id),
        ago(payload["started"], present),
        who(payload.get("author")),
        payload["status"],
        stages_text(payload),
        short_commit(payload.get("commit"), dirty=bool(payload.get("dirty"))),
        values_text(one.executions),
    ]


def _execution_row(one: ExecutionLine, present: int) -> list[str]:
    payload = one.payload
    seconds = payload.get("seconds")
    return [
        short(one.id),
        ago(payload["started"], present),
        one.stage,
        payload["status"],
        "" if seconds is None else lasted(seconds),
        short_commit(payload.get("commit"), dirty=bool(payload.get("dirty"))),
        payload["error"].partition("\n")[0] if payload.get("error") else values_text([one]),
    ]


def _print(console: Console, header: Sequence[str], rows: list[list[str]]) -> None:
    """The last column takes what the terminal has left."""
    rows = [[printable(text) for text in row] for row in rows]
    widths = [max(len(row[at]) for row in (header, *rows)) for at in range(len(header) - 1)]
    columns = columns_of_terminal()
    left = None if columns is None else max(20, columns - sum(widths) - 2 * len(widths))
    console.say(console.paint("  ".join(map(str.ljust, header, [*widths, 0])), DIM))
    for row in rows:
        cells = [text.ljust(width) for text, width in zip(row, widths, strict=False)]
        colour = STATUS_COLOURS.get(row[_STATUS_AT])
        if colour:
            cells[_STATUS_AT] = console.paint(cells[_STATUS_AT], colour)
        console.say("  ".join([*cells, cut(row[-1], left)]).rstrip())


def _named(stages: Sequence[str]) -> str:
    more = len(stages) - _MOST_STAGES
    return ", ".join(stages[:_MOST_STAGES]) + (f" +{more}" if more > 0 else "")


def _few(texts: Sequence[str]) -> str:
    more = len(texts) - _MOST_VALUES
    return ", ".join(texts[:_MOST_VALUES]) + (f" +{more}" if more > 0 else "")
