"""Runs that found nothing to do, as facts: those that are alike and in a row are one."""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from itertools import groupby
from typing import TYPE_CHECKING, Any

from lineal.base.ids import RANDOM_BYTES, make_id
from lineal.ledger.append import append
from lineal.ledger.fact import NewFact
from lineal.ledger.idle import FILE
from lineal.ledger.journal import claim
from lineal.ledger.kinds import run
from lineal.ledger.place import journal_dir
from lineal.ledger.secrets import masked_command

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lineal.ledger.kinds.run import Author, RunPayload
    from lineal.ledger.opened import Ledger

#: When, with which command, and how many stages were looked at.
Line = tuple[int, str, int]


def take_in_idle(ledger: Ledger, author: Author) -> None:
    directory = journal_dir(ledger.directory)
    taken = f"{directory}/{FILE}.taken"
    # What an interrupted try left comes first; what of it is in the ledger is left out there.
    if not os.path.exists(taken):
        try:
            os.rename(f"{directory}/{FILE}", taken)
        except FileNotFoundError:
            return
    descriptor = claim(taken)
    if descriptor is None:
        return
    with open(descriptor, "rb") as file:
        append(ledger.store, ledger.writer, idle_facts(_lines(file), author))
        os.unlink(taken)


def idle_facts(lines: Iterable[Line], author: Author) -> Iterator[NewFact]:
    for (command, count), group in groupby(lines, key=lambda line: line[1:]):
        times = [line[0] for line in group]
        payload: RunPayload = {
            "started": times[0],
            "last": times[-1],
            "times": len(times),
            "seconds": 0.0,
            "status": run.DONE,
            "command": masked_command(command.split(" ")),
            "author": author,
            "looked": count,
        }
        named = hashlib.sha256(f"idle\0{times[0]}\0{command}".encode(errors="surrogatepass"))
        id_ = make_id(times[0], named.digest()[:RANDOM_BYTES])
        yield NewFact(id_, run.KIND, times[-1], payload)


def _lines(file: Iterable[bytes]) -> Iterator[Line]:
    """One that was cut short by a full disk is not there."""
    for raw in file:
        with suppress(ValueError):
            line: Any = json.loads(raw)
            if isinstance(line, list) and [type(each) for each in line] == [int, str, int]:
                yield line[0], line[1], line[2]
