"""The run cache between here and a remote: what commands made of the same inputs elsewhere.

Only the entries; the objects they name are fetched when an entry is used.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Final, TypeVar

from lineal.base.errors import DocumentError
from lineal.pipeline.asked import opened
from lineal.pipeline.documents.read import document_of
from lineal.pipeline.records import run_cache_key, run_cache_value
from lineal.storage.atomic import write_atomic
from lineal.storage.objects import RUNS
from lineal.storage.transfer.workers import run_all

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lineal.pipeline.workspace import Workspace
    from lineal.storage.remotes.port import Remote
    from lineal.storage.transfer.meter import Meter
    from lineal.storage.transfer.workers import Halt

R = TypeVar("R")

_ENTRY: Final = re.compile(rf"{RUNS}/[0-9a-f]{{2}}/([0-9a-f]{{64}})/([0-9a-f]{{64}})")


def push_runs(ws: Workspace, name: str | None, jobs: int | None, meter: Meter) -> int:
    """Send the entries the remote does not have; return how many."""
    local = dict(_local_entries(ws.cache.runs_dir))
    if not local:
        return 0
    remote = opened(ws, name, "push --run-cache")
    try:
        there = set(_remote_entries(remote))
        lacking = [key for key in local if key not in there]

        def send(key: str, _halt: Halt) -> None:
            with open(local[key], "rb") as file:
                remote.write(key, file.read())

        _run(lacking, send, "pushing the run cache", min(jobs or remote.jobs, len(lacking)), meter)
    finally:
        remote.close()
    return len(lacking)


def fetch_runs(ws: Workspace, name: str | None, jobs: int | None, meter: Meter) -> int:
    """Bring the entries that are not here; one that is not what its name says is left."""
    remote = opened(ws, name, "fetch --run-cache")
    try:
        here = dict(_local_entries(ws.cache.runs_dir))
        lacking = [key for key in _remote_entries(remote) if key not in here]

        def bring(key: str, _halt: Halt) -> bool:
            data = remote.read(key)
            if not is_entry(key, data):
                return False
            path = f"{ws.cache.root}/{key}"
            ws.cache.make_parent(path)
            write_atomic(path, data, ws.cache.file_mode)
            return True

        results = _run(
            lacking, bring, "fetching the run cache", min(jobs or remote.jobs, len(lacking)), meter
        )
    finally:
        remote.close()
    for key, is_good in results.items():
        if not is_good:
            ws.warn(f"the run-cache entry {key} on {remote.url} is damaged and was left there")
    return sum(1 for is_good in results.values() if is_good)


def is_entry(key: str, data: bytes) -> bool:
    """Hold when a run-cache file is what its own name says it is."""
    found = _ENTRY.fullmatch(key)
    try:
        entry = document_of(data, key).data
    except DocumentError:
        return False
    if found is None or not isinstance(entry, dict):
        return False
    return found.groups() == (run_cache_key(entry), run_cache_value(entry))


def _run(
    lacking: list[str], work: Callable[[str, Halt], R], doing: str, jobs: int, meter: Meter
) -> dict[str, R]:
    results: dict[str, R] = {}
    meter.begin(doing, len(lacking))

    def done(key: str, result: R) -> None:
        meter.finished()
        results[key] = result

    if lacking:
        run_all(lacking, work, jobs, done, meter.tick)
    return results


def _remote_entries(remote: Remote) -> Iterator[str]:
    return (info.key for info in remote.list(f"{RUNS}/") if _ENTRY.fullmatch(info.key))


def _local_entries(runs_dir: str) -> Iterator[tuple[str, str]]:
    for directory, _, names in os.walk(runs_dir):
        for name in names:
            path = f"{directory}/{name}"
            key = f"{RUNS}/{os.path.relpath(path, runs_dir)}"
            if _ENTRY.fullmatch(key):
                yield key, path
