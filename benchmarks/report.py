"""From rows to JSON, Markdown and the terminal. No measuring here."""

from __future__ import annotations

import json
import os
import platform
from typing import TYPE_CHECKING, Any

from benchmarks.bench import Bar, Row

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "| work | dvc | lineal | ratio | floor | to the floor | bar | met |"
RULE = "|---|---:|---:|---:|---:|---:|---|---|"


def write_report(rows: list[Row], directory: Path, *, date: str, peer: str) -> None:
    results = directory / "results"
    results.mkdir(exist_ok=True)
    machine = machine_facts() | {"date": date, "dvc": peer}
    document = {"machine": machine, "rows": [as_json(row) for row in rows]}
    (results / f"{date}.json").write_text(json.dumps(document, indent=2) + "\n")
    (directory / "RESULTS.md").write_text(markdown(rows, machine))


def published(directory: Path) -> list[Row]:
    """The rows of the newest results."""
    newest = max((directory / "results").glob("*.json"), default=None)
    if newest is None:
        return []
    found = json.loads(newest.read_text())["rows"]
    return [from_json(row) for row in found]


def from_json(row: dict[str, Any]) -> Row:
    bars = [{key: bar[key] for key in Bar._fields} for bar in row["bars"]]
    return Row(**{**row, "bars": tuple(Bar(**bar) for bar in bars)})


def merged(old: list[Row], new: list[Row]) -> list[Row]:
    """New rows in the places of those they replace; rows that were not there before follow."""
    rows = {row.work: row for row in old}
    order = [row.work for row in old]
    after = ""
    for row in new:
        if row.work not in rows:
            order.insert(order.index(after) + 1 if after in order else len(order), row.work)
        rows[row.work] = row
        after = row.work
    return [rows[work] for work in order]


def markdown(rows: list[Row], machine: dict[str, str]) -> str:
    facts = ", ".join(f"{name} {value}" for name, value in machine.items())
    return "\n".join(
        [
            "# Side by side with dvc, and with others where a row says so",
            "",
            f"Written by `make bench`: {facts}. Whole processes, best of several, interleaved;",
            "the floor is the least work that could give the answer (`floor.py`).",
            "",
            HEAD,
            RULE,
            *(line(row) for row in rows),
            "",
            "![How many times faster, and how time grows](results/plot.svg)",
            "",
        ]
    )


def line(row: Row) -> str:
    ratio = f"{row.ratio:.1f} x" if row.ratio else ""
    distance = f"{row.distance:.1f} x" if row.distance else ""
    work = f"{row.work} ({row.note})" if row.note else row.work
    cells = (
        work,
        amount(row.dvc, row.unit),
        amount(row.lineal, row.unit),
        ratio,
        amount(row.floor, row.unit),
        distance,
        "; ".join(promise(bar) for bar in row.bars),
        "; ".join(verdict(bar) for bar in row.bars),
    )
    return "| " + " | ".join(cells) + " |"


def amount(value: float | None, unit: str) -> str:
    if value is None:
        return ""
    if unit == "s" and value < 1:
        return f"{value * 1000:.0f} ms"
    if value < 1:
        return f"{value:.3f} {unit}"
    return f"{value:.1f} {unit}" if value < 100 else f"{value:.0f} {unit}"


def promise(bar: Bar) -> str:
    return f"{'≥' if bar.at_least else '≤'} {bar.limit:g} {bar.text}"


def verdict(bar: Bar) -> str:
    return f"{'yes' if bar.met else '**no**'} ({bar.value:.2f})"


def as_json(row: Row) -> dict[str, object]:
    return {**row._asdict(), "bars": [{**bar._asdict(), "met": bar.met} for bar in row.bars]}


def machine_facts() -> dict[str, str]:
    return {
        "cores": str(os.cpu_count()),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.release()}",
    }
