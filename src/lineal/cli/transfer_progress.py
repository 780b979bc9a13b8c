"""How transfers are told: a live line on a terminal, and DVC's sentences at the end."""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING

from lineal.base.errors import DataError
from lineal.cli.amounts import size_text, time_text
from lineal.cli.status_line import StatusLine
from lineal.storage.transfer.meter import Meter

if TYPE_CHECKING:
    from lineal.cli.output import Console
    from lineal.pipeline.sharing.fetch import Transferred

UP_TO_DATE = "Everything is up to date."
_MOST_SHOWN = 20
# Before this a rate says nothing.
_SETTLED_SECONDS = 1.0


def make_meter(console: Console) -> Meter:
    live = sys.stderr.isatty() and not console.quiet and os.environ.get("TERM") != "dumb"
    return LiveMeter(StatusLine()) if live else Meter()


class LiveMeter(Meter):
    """Objects, bytes, rate and time left, in one line that is rewritten in place."""

    __slots__ = ("_began", "_line")

    def __init__(self, line: StatusLine) -> None:
        super().__init__()
        self._line = line
        self._began = 0.0

    def begin(self, doing: str, objects: int) -> None:
        super().begin(doing, objects)
        self._began = time.monotonic()

    def tick(self) -> None:
        self._line.show(standing(self, time.monotonic() - self._began))

    def end(self) -> None:
        self._line.clear()


def standing(meter: Meter, seconds: float) -> str:
    """``pushing · 120 of 20000 files · 1.2 GB · 80.1 MB/s · 2 min left``."""
    parts = [meter.doing, f"{meter.objects_done} of {meter.objects} files"]
    if meter.bytes_done:
        parts.append(size_text(meter.bytes_done))
        if seconds >= _SETTLED_SECONDS:
            parts.append(f"{size_text(meter.bytes_done / seconds)}/s")
    if meter.objects_done and seconds >= _SETTLED_SECONDS:
        left = (meter.objects - meter.objects_done) * seconds / meter.objects_done
        parts.append(f"{time_text(left)} left")
    return " · ".join(parts)


def summary(counts: dict[str, int]) -> str:
    """As DVC counts: ``2 files fetched and 1 file added``; empty for nothing at all."""
    parts = [
        f"{count} file{'s' if count > 1 else ''} {what}" for what, count in counts.items() if count
    ]
    return " and ".join(", ".join(parts).rsplit(", ", 1))


def tell_problems(console: Console, done: Transferred, verb: str) -> None:
    """Name what is nowhere, and what did not get through."""
    if done.missing:
        console.warn(
            "Some of the cache files do not exist neither locally nor on remote."
            f" Missing cache files:\n{_listed(done.missing)}",
            hint="push them from where they are, or make them again with `lineal run`",
        )
    for path, why in done.failed[:_MOST_SHOWN]:
        console.failure(f"failed to {verb} '{path}': {why}")


def refuse_failed(done: Transferred, verb: str) -> None:
    if done.failed:
        count = len(done.failed)
        raise DataError(
            f"{count} file{'s' if count > 1 else ''} failed to {verb}",
            hint="what got through is kept: the same command continues with the rest",
        )


def _listed(paths: tuple[str, ...]) -> str:
    more = len(paths) - _MOST_SHOWN
    return "\n".join([*paths[:_MOST_SHOWN], *([f"and {more} more"] if more > 0 else [])])
