"""``kill -9`` of who writes and of who compacts: nothing is lost, nothing is double."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from lineal.receipts.compact import compact
from tests.receipts.making import DAY, NOON, Place, rows

ROOT = Path(__file__).resolve().parents[2]


def _start(module: str, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", f"tests.receipts.{module}", *words],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )


def _acknowledged(process: subprocess.Popen[str], place: Place) -> set[str]:
    """What it said until it was killed; a line that was cut off acknowledges nothing."""
    assert process.stdout is not None
    said: list[str] = []
    with process:
        for _ in range(4):
            said += [process.stdout.readline() for _ in range(100)]
            compact(place.name)
        process.kill()
        said += process.stdout.readlines()
    return {line.strip() for line in said if line.endswith("\n")}


def test_a_worker_that_is_killed_loses_nothing_it_acknowledged(place: Place) -> None:
    """While its sealed segments are compacted, and after the rest was."""
    told = _acknowledged(_start("worker", place.name), place)
    before = [id_.hex() for id_ in place.ids()]
    compact(place.name)
    after = [id_.hex() for id_ in place.ids()]
    # One more may be written whose acknowledgement did not come.
    assert (set(), True, before) == (
        told - set(before),
        len(set(before)) == len(before) <= len(told) + 1,
        after,
    )


def test_a_forked_worker_has_a_segment_of_its_own(place: Place) -> None:
    """Two processes never share one."""
    process = _start("worker", place.name, "20", "fork")
    said, _ = process.communicate(timeout=60)
    told = sorted(said.split())
    assert (40, told) == (len(told), sorted(id_.hex() for id_ in place.ids()))


def test_a_compaction_may_die_at_any_call(place: Place, tmp_path: Path) -> None:
    """With parts of two days, segments of several workers, and parts that are to be merged."""
    place.write(rows(0, 3))
    place.compact()
    place.write(rows(3, 6))
    place.write(rows(6, 9, NOON + DAY))
    (tmp_path / "scratch").mkdir()
    process = _start("crashing", place.name, str(tmp_path / "scratch"))
    said, _ = process.communicate(timeout=120)
    assert (0, True) == (process.returncode, int(said) > 40), said


def test_a_compaction_that_is_killed_again_and_again_gets_there(place: Place) -> None:
    """Each picks up what the one before left."""
    script = (
        "import sys; from pathlib import Path; from tests.receipts import crashing as c;"
        " place = c.Place(Path(sys.argv[1]));"
        " print(next(n for n in range(3, 500, 7) if c._compact_and_die(place, n)))"
    )
    for first in range(0, 40, 10):
        place.write(rows(first, first + 10))
    before = place.all()
    command = [sys.executable, "-c", script, place.name]
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
    assert (before, []) == (place.all(), place.segments())
