"""readings.csv -> one file per station, without readings no sensor could have made."""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from pathlib import Path

from settings import setting


def main(readings: str, stations: str) -> None:
    coldest, hottest = setting("prepare.coldest"), setting("prepare.hottest")
    kept = defaultdict(list)
    dropped = 0
    with open(readings, encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["celsius"] and coldest <= float(row["celsius"]) <= hottest:
                kept[row["station"]].append((row["date"], row["celsius"]))
            else:
                dropped += 1
    Path(stations).mkdir(parents=True)
    for station, rows in kept.items():
        lines = [f"{date},{celsius}\n" for date, celsius in sorted(rows)]
        Path(stations, f"{station}.csv").write_text("".join(lines), encoding="utf-8")
    print(f"{len(kept)} stations, {dropped} readings dropped")


main(*sys.argv[1:])
