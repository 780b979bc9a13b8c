"""An impact for people: how much first, then the lists."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from lineal.base.ids import short
from lineal.cli.amounts import size_text
from lineal.cli.moments import ago, now
from lineal.cli.output import BOLD
from lineal.cli.values import print_rows, short_commit, short_oid, value_text
from lineal.ledger.trace.impact_json import counts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from lineal.cli.output import Console
    from lineal.ledger.trace.impact import Affected, Impact, Result

_MOST = 10
_MICRO = 1_000_000


def show_impact(console: Console, impact: Impact, *, everything: bool) -> None:
    if not impact.asked:
        console.say(console.paint(impact.ref, BOLD))
    for one in impact.asked:
        console.say(f"{console.paint(one.path, BOLD)}  {short_oid(one.oid)}")
    for one in impact.held[:_MOST]:
        console.say(f"  with it  {one.path}  {short_oid(one.oid)}")
    if len(impact.held) > _MOST:
        console.say(f"  with it  {len(impact.held) - _MOST} more that hold it")
    if not impact.executions:
        console.say("reached nothing the ledger knows")
        return
    _tell_counts(console, impact)
    present = now()
    show = _Lists(console, everything=everything)
    latest = [one for one in impact.results if one.latest]
    superseded = [one for one in impact.results if not one.latest]
    show("columns", impact.columns, lambda one: [f"{one[0]}#{one[1]}"])
    show("latest artifacts", latest, lambda one: _result(impact, one, present))
    show("superseded artifacts", superseded, lambda one: _result(impact, one, present))
    show(
        "executions",
        list(impact.executions.values()),
        lambda one: _execution(impact, one, present),
    )
    for name, rows in impact.groups.items():
        show(name, rows, lambda one, name=name: _ROWS.get(name, _any)(one, present))
    if show.cut:
        console.note("all of them: --all, or --json")


class _Lists:
    """Prints titled lists, and remembers whether one was cut."""

    __slots__ = ("_console", "_everything", "cut")

    def __init__(self, console: Console, *, everything: bool) -> None:
        self._console = console
        self._everything = everything
        self.cut = False

    def __call__(self, title: str, values: Sequence[Any], row: Callable[..., list[str]]) -> None:
        if not values:
            return
        self._console.say()
        self._console.say(self._console.paint(title, BOLD))
        shown = values if self._everything else values[:_MOST]
        print_rows(self._console, [row(one) for one in shown], "  ")
        if len(shown) < len(values):
            self.cut = True
            self._console.say(f"  … {len(values) - len(shown):,} more")


def _tell_counts(console: Console, impact: Impact) -> None:
    number = counts(impact)
    stages = list(dict.fromkeys(one.stage for one in impact.executions.values()))
    more = ", …" if len(stages) > _MOST else ""
    notes = {
        "artifacts": f"{number['latest']:,} latest, {number['superseded']:,} superseded",
        "executions": f"of {', '.join(stages[:_MOST])}{more}",
    }
    rows = [
        (
            f"{number[name]:,}",
            name if number[name] != 1 else name.removesuffix("s"),
            notes.get(name, ""),
        )
        for name in ("artifacts", "executions", *impact.groups)
        if number[name] or name in notes
    ]
    width = max(len(row[0]) for row in rows)
    print_rows(console, [(count.rjust(width), name, note) for count, name, note in rows], "  ")


def _counted(name: str, number: int) -> str:
    return name if number != 1 else name.removesuffix("s")


def _result(impact: Impact, one: Result, present: int) -> list[str]:
    made = impact.executions[one.execution]
    size = "" if one.item.size is None else size_text(one.item.size)
    when = ago(made.time, present)
    return [one.item.path, short_oid(one.item.oid), size, made.stage, short(made.id), when]


def _execution(impact: Impact, one: Affected, present: int) -> list[str]:
    return [
        short(one.id),
        ago(one.time, present),
        one.status,
        short_commit(one.commit),
        one.stage,
        "not seen to read it" if impact.read.get(one.num) is False else "",
    ]


def _run(row: dict[str, Any], present: int) -> list[str]:
    return [
        short(bytes.fromhex(row["id"])),
        _ago(row["started"], present),
        row["status"],
        row["author"],
        row["command"],
        ", ".join(row["stages"]),
    ]


def _metric(row: dict[str, Any], present: int) -> list[str]:
    id_ = short(bytes.fromhex(row["execution"]))
    return [row["key"], value_text(row["value"]), row["stage"], id_, _ago(row["time"], present)]


def _commit(row: dict[str, Any], present: int) -> list[str]:
    return [short_commit(row["commit"]), _ago(row["time"], present), row["author"], row["subject"]]


def _any(row: dict[str, Any], _present: int) -> list[str]:
    return [f"{key}: {value}" for key, value in row.items()]


def _ago(spelled: str, present: int) -> str:
    return ago(int(datetime.fromisoformat(spelled).timestamp() * _MICRO), present)


_ROWS: dict[str, Callable[[dict[str, Any], int], list[str]]] = {
    "runs": _run,
    "metrics": _metric,
    "commits": _commit,
}
