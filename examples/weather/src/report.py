"""Forecast each day as a mix of trend and season; report the mean absolute error."""

from __future__ import annotations

import csv
import json
import sys
from collections import defaultdict
from pathlib import Path
from statistics import fmean

from settings import setting


def main(table: str, report: str, metrics: str) -> None:
    weight = setting("report.trend_weight")
    errors = defaultdict(list)
    with open(table, encoding="utf-8") as file:
        for row in csv.DictReader(file):
            forecast = weight * float(row["trend"]) + (1 - weight) * float(row["season"])
            errors[row["station"]].append(abs(forecast - float(row["celsius"])))
    means = {station: fmean(found) for station, found in sorted(errors.items())}
    lines = [f"| {station} | {mean:.2f} |\n" for station, mean in means.items()]
    head = "| station | mean error, °C |\n|---|---|\n"
    Path(report).write_text(head + "".join(lines), encoding="utf-8")
    overall = round(fmean(error for found in errors.values() for error in found), 3)
    Path(metrics).write_text(json.dumps({"mean_error": overall}) + "\n", encoding="utf-8")
    print(f"mean error {overall} °C")


main(*sys.argv[1:])
