"""For each station and day of the year: the mean of the days around it."""

from __future__ import annotations

import sys
from pathlib import Path
from statistics import fmean

from settings import setting
from stations import series


def main(stations: str, target: str) -> None:
    reach = int(setting("season.smoothing"))
    lines = ["station,date,season\n"]
    for station, days in series(stations).items():
        for index, (date, _) in enumerate(days):
            around = days[max(0, index - reach) : index + reach + 1]
            usual = fmean(celsius for _, celsius in around)
            lines.append(f"{station},{date},{usual:.2f}\n")
    Path(target).write_text("".join(lines), encoding="utf-8")
    print(f"season smoothed over {2 * reach + 1} days: {len(lines) - 1} rows")


main(*sys.argv[1:])
