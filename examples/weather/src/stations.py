"""Reading what `prepare` wrote."""

from __future__ import annotations

from pathlib import Path


def series(directory: str) -> dict[str, list[tuple[str, float]]]:
    """Station -> (date, celsius), by date."""
    found = {}
    for path in sorted(Path(directory).glob("*.csv")):
        rows = (line.split(",") for line in path.read_text(encoding="utf-8").splitlines())
        found[path.stem] = [(date, float(celsius)) for date, celsius in rows]
    return found
