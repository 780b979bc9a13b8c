"""Sends rows of data/students.csv to a server, one request each, as a shop's web site would.

    python ask.py --port 8080 --rows 300

Nothing but Python is needed. The target is left out: it is what is asked for.
"""

from __future__ import annotations

import argparse
import csv
import http.client
import itertools
import json
import time
from collections import Counter

TARGET = "purchased"
TRIES = 200
HEADERS = {"Content-Type": "application/json"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--source", default="data/students.csv")
    parser.add_argument("--rows", type=int, default=300)
    parser.add_argument("--port", type=int, default=8080)
    args = parser.parse_args()
    connection = connected(args.port)
    decisions: Counter[object] = Counter()
    with open(args.source, newline="", encoding="utf-8") as file:
        for row in itertools.islice(csv.DictReader(file), args.rows):
            answer = ask(connection, {name: value_of(text) for name, text in row.items()})
            decisions[answer["decision"]] += 1
    told = ", ".join(f"{number} decided {said}" for said, number in sorted(decisions.items()))
    print(f"{sum(decisions.values())} predictions by {answer['version']}: {told}")
    print(f"the last one is prediction:{answer['id']}")


def connected(port: int) -> http.client.HTTPConnection:
    """A server that was just started takes a moment."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    for left in reversed(range(TRIES)):
        try:
            connection.connect()
            break
        except ConnectionRefusedError:
            if not left:
                raise SystemExit(f"nobody answers at port {port}: lineal serve purchase") from None
            time.sleep(0.1)
    return connection


def ask(connection: http.client.HTTPConnection, row: dict[str, object]) -> dict[str, object]:
    row.pop(TARGET, None)
    connection.request("POST", "/predict", json.dumps(row), HEADERS)
    response = connection.getresponse()
    answer: dict[str, object] = json.load(response)
    if response.status != 200:
        raise SystemExit(f"{response.status}: {json.dumps(answer, indent=1)}")
    return answer


def value_of(text: str) -> object:
    """A number where it is one; nothing where nothing is written."""
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            pass
    return text or None


if __name__ == "__main__":
    main()
