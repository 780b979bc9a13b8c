"""Lines of evidence into `Evidence`. Pure: where they were read is `collect`'s."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from lineal.base.canonical import plain
from lineal.ledger.observing.evidence import Draw, Evidence, Series, Started, Touch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

#: Points of one metric that are kept as facts; the files of the series have all of them.
MOST_POINTS = 10_000
_MOST_NAMES = 2_000
_MOST_TEXT = 4_096

Line = dict[str, Any]


def understand(lines: Iterable[Line], faults: int = 0, *, cut: bool = False) -> Evidence:
    """In the order in which things happened, whichever process said them."""
    heard = _Heard()
    heard.faults, heard.cut = faults, cut
    for line in sorted(lines, key=_when):
        hear = _HEARD.get(line.get("kind", ""))
        try:
            if hear is not None:
                hear(heard, line)
        except (KeyError, TypeError, ValueError, OverflowError):
            heard.faults += 1
    return heard.evidence()


class _Heard:
    """What is gathered on the way."""

    __slots__ = (
        "columns",
        "cut",
        "faults",
        "figures",
        "logged",
        "metrics",
        "params",
        "points",
        "processes",
        "pythons",
        "random",
        "reads",
        "started",
        "writes",
    )

    def __init__(self) -> None:
        self.processes = self.faults = 0
        self.cut = False
        self.pythons: dict[str, None] = {}
        self.reads: dict[str, Touch] = {}
        self.writes: dict[str, Touch] = {}
        self.random: dict[Draw, None] = {}
        self.started: dict[Started, None] = {}
        self.metrics: dict[str, dict[str, Any]] = {}
        self.points: dict[str, list[tuple[float, float]]] = {}
        self.params: dict[str, Any] = {}
        self.figures: dict[str, dict[str, Any]] = {}
        self.columns: dict[tuple[str, ...], dict[str, Any]] = {}
        self.logged: dict[str, None] = {}

    def evidence(self) -> Evidence:
        return Evidence(
            self.processes,
            tuple(self.pythons),
            tuple(self.reads.values()),
            tuple(self.writes.values()),
            tuple(self.random),
            tuple(self.started),
            self.metrics,
            {name: series(points) for name, points in self.points.items()},
            self.params,
            tuple(self.figures.values()),
            tuple(self.columns.values()),
            tuple(self.logged),
            self.faults,
            self.cut,
        )


def series(points: list[tuple[float, float]]) -> Series:
    """Evenly thinned when there are very many; the last one always stays."""
    every = -(-len(points) // MOST_POINTS)
    kept = points if every <= 1 else points[(len(points) - 1) % every :: every]
    return Series(tuple(s for s, _ in kept), tuple(v for _, v in kept), len(kept) < len(points))


def _when(line: Line) -> float:
    moment = line.get("t")
    return moment if isinstance(moment, int | float) else 0


def _text(line: Mapping[str, Any], key: str, default: str | None = None) -> str:
    value = line[key] if default is None else line.get(key, default)
    is_missing = not value and default is None
    if not isinstance(value, str) or is_missing or len(value) > _MOST_TEXT:
        raise ValueError(key)
    return value


def _path(line: Mapping[str, Any]) -> str:
    """Of the project, without a way out of it, or absolute."""
    path = _text(line, "path")
    if "\0" in path or ".." in path.split("/"):
        raise ValueError(path)
    return path


def _observer(heard: _Heard, line: Line) -> None:
    heard.processes += 1
    heard.pythons[_text(line, "python", "")] = None


def _read(heard: _Heard, line: Line) -> None:
    path = _path(line)
    if path not in heard.writes:  # what it wrote itself is no input
        heard.reads.setdefault(path, Touch(path, _text(line, "at", ""), bool(line.get("code"))))


def _write(heard: _Heard, line: Line) -> None:
    path = _path(line)
    heard.writes.setdefault(path, Touch(path, _text(line, "at", "")))


def _random(heard: _Heard, line: Line) -> None:
    heard.random[Draw(_text(line, "what"), _text(line, "at", ""))] = None


def _started(heard: _Heard, line: Line) -> None:
    heard.started[Started(_text(line, "program"), _text(line, "at", ""))] = None


def _metric(heard: _Heard, line: Line) -> None:
    name, value, step = _text(line, "name"), line["value"], line.get("step")
    heard.metrics.setdefault(_text(line, "file", ""), {})[name] = plain(value)
    if not (_is_number(value) and _is_number(step)):
        return  # said once, without a step
    if not math.isfinite(step or 0):
        raise ValueError(name)
    if name not in heard.points and len(heard.points) >= _MOST_NAMES:
        heard.cut = True
        return
    heard.points.setdefault(name, []).append((float(step or 0), float(value)))


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _param(heard: _Heard, line: Line) -> None:
    heard.params[_text(line, "name")] = plain(line["value"])


def _figure(heard: _Heard, line: Line) -> None:
    wanted = ("name", "path", "oid", "size")
    heard.figures[_text(line, "name")] = {key: plain(line[key]) for key in wanted}


def _column(heard: _Heard, line: Line) -> None:
    source, target = line["from"], line["to"]
    ends = tuple(_text(end, key) for end in (source, target) for key in ("path", "column"))
    heard.columns[ends] = {
        "from": {"path": ends[0], "column": ends[1]},
        "to": {"path": ends[2], "column": ends[3]},
        "how": _text(line, "how", ""),
    }


def _logged(heard: _Heard, line: Line) -> None:
    heard.logged[_path(line)] = None


def _fault(heard: _Heard, line: Line) -> None:
    heard.faults += int(line.get("count", 1))


def _cut(heard: _Heard, _line: Line) -> None:
    heard.cut = True


_HEARD: dict[str, Callable[[_Heard, Line], None]] = {
    "observer": _observer,
    "read": _read,
    "write": _write,
    "random": _random,
    "started": _started,
    "metric": _metric,
    "param": _param,
    "figure": _figure,
    "column": _column,
    "logged": _logged,
    "fault": _fault,
    "cut": _cut,
}
