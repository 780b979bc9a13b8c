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
    from collections.abc import Callable, Mapping, Sequence

    from lineal.cli.output import Console
    from lineal.ledger.trace.impact import Affected, Impact, Result

    _Rows = Mapping[str, Callable[[dict[str, Any], int], list[str]]]

_MOST = 10
_SHORT_BUNDLE = 12
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
    if not impact.executions and not any(impact.groups.values()):
        console.say("reached nothing the ledger knows")
        return
    _tell_counts(console, impact)
    present = now()
    show = _Lists(console, everything=everything)
    _show_groups(show, impact, _FIRST, present)
    _show_newest(show, impact, present)
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
    _show_groups(show, impact, _ROWS, present)
    if show.cut:
        console.note("all of them: --all, or --json")


class _Lists:
    """Prints titled lists, and remembers whether one was cut."""

    __slots__ = ("_console", "_everything", "cut")

    def __init__(self, console: Console, *, everything: bool) -> None:
        self._console = console
        self._everything = everything
        self.cut = False

    def __call__(
        self, title: str, values: Sequence[Any], row: Callable[..., list[str]], total: int = 0
    ) -> None:
        """``total`` is how many there are, when not all are given."""
        total = max(total, len(values))
        if not values:
            return
        self._console.say()
        self._console.say(self._console.paint(title, BOLD))
        shown = values if self._everything else values[:_MOST]
        print_rows(self._console, [row(one) for one in shown], "  ")
        if len(shown) < total:
            self.cut = True
            self._console.say(f"  … {total - len(shown):,} more")


def _tell_counts(console: Console, impact: Impact) -> None:
    number = counts(impact)
    stages = list(dict.fromkeys(one.stage for one in impact.executions.values()))
    more = ", …" if len(stages) > _MOST else ""
    notes = {
        "artifacts": f"{number['latest']:,} latest, {number['superseded']:,} superseded",
        "executions": f"of {', '.join(stages[:_MOST])}{more}",
    }
    first = [name for name in impact.groups if name in _FIRST]
    others = [name for name in impact.groups if name not in _FIRST]
    rows = [
        (
            f"{number[name]:,}",
            _counted(name, number[name]),
            notes.get(name, ""),
        )
        for name in (*first, "artifacts", "executions", *others)
        if number[name] or name in notes
    ]
    width = max(len(row[0]) for row in rows)
    print_rows(console, [(count.rjust(width), name, note) for count, name, note in rows], "  ")


def _counted(name: str, number: int) -> str:
    if number != 1:
        return name
    return name.removesuffix("es") if name == "aliases" else name.removesuffix("s")


def _show_groups(show: _Lists, impact: Impact, rows_of: _Rows, present: int) -> None:
    for name, row_of in rows_of.items():
        show(name, impact.groups.get(name, ()), lambda one, row_of=row_of: row_of(one, present))


def _show_newest(show: _Lists, impact: Impact, present: int) -> None:
    """Of all versions together, as they were served."""
    newest = [
        {**row, "version": one["version"]}
        for one in impact.groups.get("predictions", ())
        for row in one["newest"]
    ]
    newest.sort(key=lambda row: str(row["id"]), reverse=True)
    total = impact.totals.get("predictions", 0)
    show("newest predictions", newest, lambda one: _prediction(one, present), total)


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


def _version(row: dict[str, Any], present: int) -> list[str]:
    gates = f"gates {row['verdict']}" if row["verdict"] else "not judged"
    return [row["name"], str(row["bundle"])[:_SHORT_BUNDLE], _ago(row["time"], present), gates]


def _alias(row: dict[str, Any], _present: int) -> list[str]:
    return [str(row["alias"]), "is", str(row["version"])]


def _served(row: dict[str, Any], present: int) -> list[str]:
    decisions = ", ".join(
        f"{number:,} decided {value_text(said)}" for said, number in row["decisions"].items()
    )
    first, last = (_ago(row[name], present) for name in ("first", "last"))
    when = last if first == last else f"{first} to {last}"
    return [row["version"], f"{row['count']:,}", when, decisions]


def _prediction(row: dict[str, Any], present: int) -> list[str]:
    return [
        short(bytes.fromhex(str(row["id"]).replace("-", ""))),
        _ago(row["time"], present),
        str(row["version"]),
        str(row["endpoint"]),
        f"score {value_text(row['score'])}",
        f"decided {value_text(row['decision'])}",
    ]


def _ago(spelled: str, present: int) -> str:
    return ago(int(datetime.fromisoformat(spelled).timestamp() * _MICRO), present)


#: What a person looks for first: what came of it beyond the pipeline.
_FIRST: _Rows = {
    "versions": _version,
    "aliases": _alias,
    "predictions": _served,
}
_ROWS: _Rows = {
    "runs": _run,
    "metrics": _metric,
    "commits": _commit,
}
