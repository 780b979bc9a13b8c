"""Students of an online platform, and who of them bought a subscription: a table that is made up.

    python generate.py [--rows 17761] [--seed 7] [--out data/students.csv]

The same rows and seed give the same file. What makes a student buy is known, because it is
written here: `log_odds` is the truth that a model is to find, from the columns of the file alone.

    term            effect on the log odds
    engagement      up to +8.0: 1 - exp(-minutes_watched / 500), it saturates
    exam success    up to +3.4: share of practice exams passed, with at least one started
    consistency     up to +2.0: minutes watched per day on the platform, no more than 20 count
    binge           +2.6 for many minutes in few days or few minutes in many, else -2.6:
                    no line through the columns can see it
    country         between -0.9 (NG) and +1.2 (US)

Three in a thousand buy whatever they did. The label is drawn with these odds, so no model can be
perfect: who knows the truth reaches an area under the ROC curve of 0.97, and finds 70 % of the
buyers when nine of ten that are named shall be buyers.
"""

from __future__ import annotations

import argparse
import csv
import math
import os
import random
from typing import NamedTuple

ROWS, SEED, OUT = 17_761, 7, "data/students.csv"

COLUMNS = (
    "student_country",
    "days_on_platform",
    "minutes_watched",
    "courses_started",
    "practice_exams_started",
    "practice_exams_passed",
    "minutes_spent_on_exams",
    "purchased",
)

INTERCEPT = -7.0
GIFT = 0.003
COUNTRY_EFFECT = {"US": 1.2, "GB": 0.9, "DE": 0.9, "CA": 0.6, "IN": -0.3, "EG": -0.6, "NG": -0.9}

#: Shares of all students; the other countries divide the rest, each a little less than the last.
LARGE = {
    "IN": 0.235,
    "EG": 0.115,
    "US": 0.105,
    "GB": 0.045,
    "NG": 0.040,
    "CA": 0.025,
    "DE": 0.025,
    "PK": 0.022,
    "BR": 0.018,
    "KE": 0.015,
    "PH": 0.014,
    "BD": 0.014,
    "ID": 0.012,
    "MA": 0.012,
}
SMALL = """
    AE AF AL AM AO AR AT AU AZ BA BB BE BF BG BH BI BJ BN BO BS BT BW BY BZ CD CF CG CH CI CL CM
    CN CO CR CU CV CY CZ DJ DK DM DO DZ EC EE ER ES ET FI FJ FR GA GD GE GH GM GN GQ GR GT GW GY
    HK HN HR HT HU IE IL IQ IR IS IT JM JO JP KG KH KM KN KR KW KZ LA LB LC LK LR LS LT LU LV LY
    MD ME MG MK ML MM MN MO MR MT MU MV MW MX MY MZ NA NE NI NL NO NP NZ OM PA PE PG PL PR PS PT
    PY QA RO RS RU RW SA SC SD SE SG SI SK SL SN SO SR SS ST SV SY SZ TD TG TH TJ TL TM TN TR TT
    TW TZ UA UG UY UZ VE VN YE ZA ZM ZW
""".split()[: 172 - len(LARGE)]
FADES = 0.98


class Student(NamedTuple):
    """A row of the file, without the label."""

    student_country: str
    days_on_platform: int
    minutes_watched: float
    courses_started: int
    practice_exams_started: int
    practice_exams_passed: int
    minutes_spent_on_exams: float


def main() -> None:
    parser = argparse.ArgumentParser(description="Write a table of made up students.")
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--out", default=OUT)
    args = parser.parse_args()
    os.makedirs(os.path.dirname(args.out) or ".", exist_ok=True)
    with open(args.out, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(students(args.rows, args.seed))
    print(f"wrote {args.rows:,} students to {args.out}")


def students(rows: int = ROWS, seed: int = SEED) -> list[tuple[object, ...]]:
    """With the label, in the order of `COLUMNS`."""
    draw = random.Random(seed)
    found: list[tuple[object, ...]] = []
    for _ in range(rows):
        student = _student(draw)
        found.append((*student, int(draw.random() < probability(student))))
    return found


def probability(student: Student) -> float:
    """The truth: how probable it is that this student buys."""
    return GIFT + (1 - GIFT) / (1 + math.exp(-log_odds(student)))


def log_odds(student: Student) -> float:
    minutes, days = student.minutes_watched, student.days_on_platform
    started, passed = student.practice_exams_started, student.practice_exams_passed
    is_binge = (minutes > 300) == (days < 60)
    return (
        INTERCEPT
        + 8.0 * (1 - math.exp(-minutes / 500))
        + 3.4 * (passed / started if started else 0)
        + 2.0 * min(minutes / max(days, 1), 20) / 20
        + (2.6 if is_binge else -2.6)
        + COUNTRY_EFFECT.get(student.student_country, 0.0)
    )


def _student(draw: random.Random) -> Student:
    """One latent inclination is behind all columns, so that they go together as they do."""
    keen = _normal(draw)
    days = int(min(math.exp(3.2 + 0.5 * keen + 1.1 * _normal(draw)), 1500))
    has_watched = draw.random() < 0.62 + 0.2 * math.tanh(keen)
    minutes = min(math.exp(3.7 + 1.2 * keen + 0.9 * _normal(draw)), 9000) if has_watched else 0.0
    courses = 1 + _count(draw, 0.4 + minutes / 600) if has_watched else 0
    started = _count(draw, 0.25 + minutes / 180) if has_watched else 0
    skill = 1 / (1 + math.exp(-(0.4 + 0.8 * keen + 0.6 * _normal(draw))))
    passed = sum(draw.random() < skill for _ in range(started))
    spent = sum(2 + 14 * draw.random() for _ in range(started))
    return Student(
        _country(draw), days, round(minutes, 1), courses, started, passed, round(spent, 1)
    )


def _normal(draw: random.Random) -> float:
    """Of nothing but `random`, which is the same in every version of Python."""
    return math.sqrt(-2 * math.log(1 - draw.random())) * math.cos(2 * math.pi * draw.random())


def _count(draw: random.Random, mean: float) -> int:
    """Poisson, and never more than 40."""
    left, count = math.exp(-min(mean, 20)), 0
    product = draw.random()
    while product > left and count < 40:
        product *= draw.random()
        count += 1
    return count


def _country(draw: random.Random) -> str:
    at = draw.random()
    for name, share in LARGE.items():
        at -= share
        if at < 0:
            return name
    rest = 1 - sum(LARGE.values())
    first = rest * (1 - FADES) / (1 - FADES ** len(SMALL))
    for place, name in enumerate(SMALL):
        at -= first * FADES**place
        if at < 0:
            return name
    return SMALL[-1]


if __name__ == "__main__":
    main()
