"""Asks a remote which objects it has, in the way that `asking` decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.storage.objects import object_key
from lineal.storage.transfer.asking import SAMPLE, how_to_ask, needs_sample
from lineal.storage.transfer.workers import run_all

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from lineal.storage.objects import ObjectId
    from lineal.storage.remotes.port import Info, Remote
    from lineal.storage.transfer.meter import Meter
    from lineal.storage.transfer.workers import Halt


def present(remote: Remote, wanted: Collection[ObjectId], jobs: int, meter: Meter) -> set[ObjectId]:
    """Those of the wanted objects that are there now."""
    if not wanted:
        return set()
    meter.begin(f"asking {remote.url}", len(wanted))
    if not needs_sample(len(wanted)):
        return _asked(remote, {object_key(item): item for item in wanted}, jobs, meter)
    sampled = sum(1 for _ in remote.list(SAMPLE))
    asking = how_to_ask(wanted, sampled)
    by_key = {object_key(item): item for item in wanted}
    found = {by_key[key] for key in listed(remote, asking.prefixes, jobs, meter) if key in by_key}
    return found | _asked(remote, {key: by_key[key] for key in asking.keys}, jobs, meter)


def listed(remote: Remote, prefixes: Iterable[str], jobs: int, meter: Meter) -> dict[str, Info]:
    """Everything below some prefixes, by key."""
    found: dict[str, Info] = {}

    def read(prefix: str, halt: Halt) -> dict[str, Info]:
        part = {}
        for info in remote.list(prefix):
            halt.check()
            part[info.key] = info
        return part

    def collect(_prefix: str, part: dict[str, Info]) -> None:
        found.update(part)

    prefixes = list(prefixes)
    run_all(prefixes, read, min(jobs, len(prefixes)), collect, meter.tick)
    return found


def _asked(remote: Remote, by_key: dict[str, ObjectId], jobs: int, meter: Meter) -> set[ObjectId]:
    found: set[ObjectId] = set()

    def ask(key: str, _halt: Halt) -> Info | None:
        return remote.head(key)

    def note(key: str, info: Info | None) -> None:
        meter.finished()
        if info is not None:
            found.add(by_key[key])

    if len(by_key) == 1 or jobs == 1:
        # One question needs no threads.
        for key in by_key:
            note(key, remote.head(key))
        return found
    run_all(by_key, ask, min(jobs, len(by_key)), note, meter.tick)
    return found
