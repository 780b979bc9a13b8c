"""Compactions that are killed before each of their calls of the system, one after the other.

    python -m tests.receipts.crashing DIRECTORY SCRATCH

For each call a copy of DIRECTORY is compacted by a child that dies there, or halfway through a
write. Then every receipt is to be there once: at once, and after the next compaction, which is to
leave no file that is not of the table. Prints at how many calls that was tried; exits 1 with what
was wrong.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lineal.receipts import places
from lineal.receipts.count import count
from lineal.receipts.parts import read_manifest
from tests.receipts.making import Place

if TYPE_CHECKING:
    from collections.abc import Callable

_CALLS = ("open", "write", "fsync", "replace", "rename", "unlink", "mkdir", "rmdir")


def main(source: str, scratch: str) -> int:
    expected = Place(Path(source)).ids()
    point = 0
    while True:
        place = Place(Path(scratch) / str(point))
        shutil.copytree(source, place.path)
        survived = _compact_and_die(place, point)
        problem = _problem(place, expected, f"killed at call {point}")
        if problem is None and not survived:
            place.compact(part_rows=8, merge_at=2)
            problem = _problem(place, expected, f"again after call {point}") or _leftovers(place)
        if problem is not None:
            sys.stdout.write(f"{problem}\n")
            return 1
        if survived:
            sys.stdout.write(f"{point}\n")
            return 0
        shutil.rmtree(place.path)
        point += 1


def _compact_and_die(place: Place, point: int) -> bool:
    """Whether it came to its end before the call with this number."""
    child = os.fork()
    if child == 0:
        _arm(point)
        place.compact(part_rows=8, merge_at=2)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return status == 0


def _arm(point: int) -> None:
    left = [point]
    for name in _CALLS:
        setattr(os, name, _dying(name, getattr(os, name), left))


def _dying(name: str, call: Callable[..., Any], left: list[int]) -> Callable[..., Any]:
    def dying(*args: Any, **named: Any) -> Any:
        if left[0] == 0:
            if name == "write":
                call(args[0], bytes(args[1])[: len(args[1]) // 2])
            os.kill(os.getpid(), signal.SIGKILL)
        left[0] -= 1
        return call(*args, **named)

    return dying


def _problem(place: Place, expected: list[bytes], when: str) -> str | None:
    found, counted = place.ids(), sum(one.rows for one in count(place.name))
    if found == expected and counted == len(expected):
        return None
    return f"{when}: {len(expected)} receipts were {len(found)}, and counted as {counted}"


def _leftovers(place: Place) -> str | None:
    parts = read_manifest(place.name).parts
    named = {places.parquet(place.name, part) for part in parts}
    named |= {places.tails(place.name, part) for part in parts}
    named |= {places.manifest(place.name), places.lock(place.name)}
    there = {str(path) for path in place.path.rglob("*") if path.is_file()}
    return f"left behind: {sorted(there - named)}" if there != named else None


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
