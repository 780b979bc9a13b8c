"""The descent of a bundle for people, on one screen: a line for each stage, then the sources.

All inputs of each stage, as a tree, are `trace_text`'s.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lineal.base.ids import short
from lineal.cli.amounts import size_text
from lineal.cli.moments import ago, lasted
from lineal.cli.output import DIM, YELLOW
from lineal.cli.trace_text import environment_text
from lineal.cli.values import columns_of_terminal, cut, printable, short_commit, value_text
from lineal.ledger.kinds.execution import ADDED, IMPORTED, RAN, REPORTED
from lineal.ledger.trace.lineage import IN_GIT, sources

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lineal.cli.output import Console
    from lineal.ledger.trace.execution import Described
    from lineal.ledger.trace.lineage import Source, Trace

_NOT_STAGES = frozenset((ADDED, IMPORTED, REPORTED))
_GRAVE = 0.15
_WIDTH = 110
_MOST_SOURCES, _MOST_DOUBTS, _MOST_WORD = 8, 3, 24


def show_descent(console: Console, trace: Trace, mark: str, present: int) -> None:
    stages = [one for one in _newest_first(trace) if one.status not in _NOT_STAGES]
    _show_stages(console, stages, mark, present)
    if trace.cut:
        console.say(console.paint(f"{_blank(mark)}… not followed further: --depth", DIM))
    found = sources(trace)
    for one in found[:_MOST_SOURCES]:
        console.say(f"{mark}{_source(trace, one, present)}")
    if len(found) > _MOST_SOURCES:
        console.say(f"{_blank(mark)}… {len(found) - _MOST_SOURCES} more sources")
    _show_around(console, stages, _blank(mark))


def _newest_first(trace: Trace) -> list[Described]:
    return sorted(trace.executions.values(), key=lambda one: (one.time, one.num), reverse=True)


def _show_stages(console: Console, stages: Sequence[Described], mark: str, present: int) -> None:
    rows = [
        (one.stage, short(one.id), one.status, ago(one.time, present), _took(one)) for one in stages
    ]
    widths = [max((len(row[at]) for row in rows), default=0) for at in range(5)]
    room = columns_of_terminal() or _WIDTH
    for at, (one, row) in enumerate(zip(stages, rows, strict=True)):
        lead = mark if at == 0 else _blank(mark)
        cells = "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True))
        console.say(printable(cut(f"{lead}{cells}  {_params(one)}".rstrip(), room)))


def _took(one: Described) -> str:
    return lasted(one.seconds) if one.status == RAN and one.seconds else ""


def _params(one: Described) -> str:
    """The section of a step has its name, which is said already."""
    words = []
    for key, value in one.params.items():
        text = value_text(value)
        text = text if len(text) <= _MOST_WORD else f"{text[: _MOST_WORD - 1]}…"
        words.append(f"{key.removeprefix(f'{one.stage}.')}={text}")
    return ", ".join(words)


def _source(trace: Trace, one: Source, present: int) -> str:
    size = "" if one.size is None else size_text(one.size)
    if one.kind == IN_GIT:
        came = f"in Git at {short_commit(one.commit)}"
    elif one.execution is None:
        came = "made by nobody the ledger knows"
    else:
        made = trace.executions[one.execution]
        came = f"{one.kind}{f' from {one.url}' if one.url else ''} {ago(made.time, present)}"
        came += f" by {made.author}" if made.author else ""
    return printable("  ".join(filter(None, (one.path, one.oid[:8], size, came))))


def _show_around(console: Console, stages: Sequence[Described], lead: str) -> None:
    """Who, at which code, in what; and what is doubtful about the record."""
    authors = ", ".join(_distinct(one.author for one in stages))
    commits = ", ".join(
        _distinct(short_commit(one.commit, dirty=one.dirty) for one in stages if one.commit)
    )
    run = f"{f'by {authors} ' if authors else ''}{f'at commit {commits}' if commits else ''}"
    around = [run.strip(), *_distinct(environment_text(one.environment) for one in stages)]
    for text in filter(None, around):
        console.say(printable(f"{lead}{text}"))
    doubts = list(_distinct(doubt for one in stages for doubt in _doubts(one)))
    for text in doubts[:_MOST_DOUBTS]:
        console.say(console.paint(printable(f"{lead}incomplete: {text}"), YELLOW))


def _doubts(one: Described) -> Iterator[str]:
    reasons: list[dict[str, Any]] = (one.payload.get("completeness") or {}).get("reasons") or []
    for reason in reasons:
        if reason.get("weight", 0) >= _GRAVE:
            yield str(reason.get("text", ""))


def _distinct(texts: Iterable[str]) -> Iterator[str]:
    return iter(dict.fromkeys(filter(None, texts)))


def _blank(mark: str) -> str:
    return " " * len(mark)
