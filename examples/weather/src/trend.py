"""For each station and day: the mean of the days before, and what it then was."""

from __future__ import annotations

import sys
from pathlib import Path
from statistics import fmean

from settings import setting
from stations import series


def main(stations: str, target: str) -> None:
    window = int(setting("trend.window"))
    lines = ["station,date,trend,celsius\n"]
    for station, days in series(stations).items():
        for index in range(window, len(days)):
            before = fmean(celsius for _, celsius in days[index - window : index])
            date, celsius = days[index]
            lines.append(f"{station},{date},{before:.2f},{celsius}\n")
    Path(target).write_text("".join(lines), encoding="utf-8")
    print(f"trend over {window} days: {len(lines) - 1} rows")


main(*sys.argv[1:])
