"""A run for people: what it was asked, what became of each stage, what it changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lineal.base.ids import short
from lineal.cli.log_text import who, with_command
from lineal.cli.moments import ago, clock, lasted, now
from lineal.cli.output import BOLD
from lineal.cli.status_colours import STATUS_COLOURS
from lineal.cli.values import (
    change_text,
    count,
    metric_text,
    print_rows,
    printable,
    short_commit,
    value_text,
)
from lineal.ledger.asking.told import reason_text, reasons_of, run_at_all

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lineal.cli.output import Console
    from lineal.ledger.asking.changes import Change
    from lineal.ledger.asking.log import ExecutionLine
    from lineal.ledger.asking.shown import ShownRun

_MOST_CHANGES = 12
_MOST_SKIPPED = 20


def tell_run(console: Console, run: ShownRun) -> None:
    payload = run.payload
    head(console, "run", short(run.id), payload["status"])
    console.say(f"  command      {printable(payload.get('command') or '?')}")
    tell_moment(console, payload)
    tell_code(console, payload, f"run:{short(run.id)}")
    for url in run.mirrors:
        console.say(f"  also at      {url}")
    if run.executions:
        console.say(console.paint("stages", BOLD))
        print_rows(console, [_stage_row(one) for one in run.executions], "  ")
    for group in ("skipped", "blocked"):
        stages = with_command(payload.get(group) or ())
        if stages:
            more = f" and {len(stages) - _MOST_SKIPPED} more" if len(stages) > _MOST_SKIPPED else ""
            console.say(f"  {group}: {', '.join(stages[:_MOST_SKIPPED])}{more}")
    _tell_values(console, run.executions)
    tell_environment(console, run.environment, run.environment_changes)
    failed = [one for one in run.executions if one.payload["status"] in ("failed", "killed")]
    if failed:
        console.note(f"why it failed: lineal show {_ref(failed[0])}")
    elif run.executions:
        console.note(f"one stage in full: lineal show {_ref(run.executions[0])}")


def head(console: Console, kind: str, id_: str, status: str, name: str = "") -> None:
    colour = STATUS_COLOURS.get(status)
    word = console.paint(status, colour) if colour else status
    console.say("  ".join(filter(None, (console.paint(f"{kind} {id_}", BOLD), name, word))))


def tell_moment(console: Console, payload: Mapping[str, Any]) -> None:
    took = f", took {lasted(payload['seconds'])}" if payload.get("seconds") is not None else ""
    started = payload["started"]
    console.say(f"  when         {clock(started)} ({ago(started, now())}){took}")
    author = payload.get("author")
    if author:
        mail = f" <{printable(author['email'])}>" if author.get("email") else ""
        host = f" on {printable(author['host'])}" if author.get("host") else ""
        console.say(f"  who          {who(author)}{mail}{host}")


def tell_code(console: Console, payload: Mapping[str, Any], ref: str) -> None:
    if payload.get("commit"):
        branch = f" on {payload['branch']}" if payload.get("branch") else ""
        dirty = bool(payload.get("dirty"))
        beyond = f", with changes: lineal show {ref} --diff" if dirty else ""
        console.say(f"  code         {short_commit(payload['commit'])}{branch}{beyond}")


def tell_environment(
    console: Console, environment: Mapping[str, Any] | None, changed: Sequence[Change]
) -> None:
    if environment is None:
        return
    words = [
        f"Python {environment['python']}" if environment.get("python") else "",
        str(environment.get("os") or ""),
        count(len(environment["packages"]), "package") if environment.get("packages") else "",
    ]
    console.say(f"{console.paint('environment', BOLD)}  {', '.join(filter(None, words))}")
    for one in changed[:_MOST_CHANGES]:
        console.say(f"  {change_text(one)}")
    if len(changed) > _MOST_CHANGES:
        console.say(f"  … {len(changed) - _MOST_CHANGES} more changes: --json has all")
    if changed:
        console.say("  (against the one before)")


def why_text(one: ExecutionLine) -> str:
    """The first reason, and how many more."""
    reasons = reasons_of(one.payload, first=one.first)
    alone = run_at_all(one.payload, first=one.first)
    if alone or not reasons:
        return alone or ""
    more = f" (+{len(reasons) - 1})" if len(reasons) > 1 else ""
    return reason_text(reasons[0], value_text) + more


def _stage_row(one: ExecutionLine) -> list[str]:
    seconds = one.payload.get("seconds")
    return [
        short(one.id),
        one.stage,
        one.payload["status"],
        "" if seconds is None else lasted(seconds),
        one.payload["error"].partition("\n")[0] if one.payload.get("error") else why_text(one),
    ]


def _tell_values(console: Console, executions: Sequence[ExecutionLine]) -> None:
    params = {one.key: change_text(one) for line in executions for one in line.changed_params}
    if params:
        console.say(console.paint("changed params", BOLD))
        for text in params.values():
            console.say(f"  {text}")
    metrics = [text for line in executions for text in metric_texts(line)]
    if metrics:
        console.say(console.paint("metrics", BOLD))
        for text in metrics:
            console.say(f"  {text}")


def metric_texts(line: ExecutionLine) -> list[str]:
    """All of them, with what changed since the execution before."""
    changed = {one.key: one for one in line.changed_metrics}
    return [
        metric_text(changed[key]) if key in changed and not line.first else f"{key} {value_text(v)}"
        for key, v in sorted(line.metrics.items())
    ]


def _ref(one: ExecutionLine) -> str:
    return f"exec:{short(one.id)}"
