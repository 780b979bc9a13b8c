"""Files of what was logged, in the layout that `metrics` and `plots` read, ours and DVC's.

``metrics.json`` has the last value of each metric, ``params.json`` the params,
``plots/metrics/NAME.tsv`` the values of a metric over steps, ``plots/figures`` the figures.
"""

from __future__ import annotations

import fcntl
import json
import os
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from lineal.api.logged_values import nested
from lineal.storage.atomic import write_all, write_atomic

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

METRICS, PARAMS = "metrics.json", "params.json"
SERIES, FIGURES = "plots/metrics", "plots/figures"
#: A summary is written again when it is so old, and at the end.
_SECONDS = 0.5
_MOST_OPEN = 64
_TSV = ".tsv"


class LoggedFiles:
    """One directory of logs. Not to be used by two threads at once."""

    __slots__ = ("_changed", "_due", "_open", "directory")

    def __init__(self, directory: str) -> None:
        self.directory = directory
        self._open: dict[str, int] = {}
        #: What other processes that log here need not know yet: file to names to values.
        self._changed: dict[str, dict[str, Any]] = {}
        self._due = 0.0

    def clear(self) -> None:
        """What an earlier execution logged here is not of this one.

        Removed, not written over: they may be links into the cache.
        """
        for name in (METRICS, PARAMS):
            _remove(f"{self.directory}/{name}")
        for base, _, names in os.walk(f"{self.directory}/{SERIES}"):
            for name in names:
                if name.endswith(_TSV):
                    _remove(f"{base}/{name}")

    def metrics(self, values: Mapping[str, Any]) -> None:
        self._summarise(METRICS, values)

    def params(self, values: Mapping[str, Any]) -> None:
        self._summarise(PARAMS, values)

    def point(self, name: str, step: float, value: float) -> None:
        """One line more of a series; whole, also when several processes write."""
        write_all(self._series(name), f"{step}\t{value}\n".encode())

    def figure(self, name: str, data: bytes) -> str:
        path = f"{self.directory}/{FIGURES}/{name}"
        os.makedirs(os.path.dirname(path), exist_ok=True)
        if os.path.islink(path):
            _remove(path)
        write_atomic(path, data)
        return path

    def flush(self) -> None:
        """The summaries, with what others wrote into them meanwhile."""
        changed, self._changed = self._changed, {}
        self._due = time.monotonic() + _SECONDS
        for file, values in changed.items():
            os.makedirs(self.directory, exist_ok=True)
            with self._alone():
                _merge(f"{self.directory}/{file}", values)

    def close(self) -> None:
        self.flush()
        for descriptor in self._open.values():
            os.close(descriptor)
        self._open.clear()

    def _summarise(self, file: str, values: Mapping[str, Any]) -> None:
        self._changed.setdefault(file, {}).update(values)
        if time.monotonic() >= self._due:
            self.flush()

    def _series(self, name: str) -> int:
        descriptor = self._open.get(name)
        if descriptor is not None:
            return descriptor
        if len(self._open) >= _MOST_OPEN:
            os.close(self._open.pop(next(iter(self._open))))
        path = f"{self.directory}/{SERIES}/{name}{_TSV}"
        os.makedirs(os.path.dirname(path), exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o666)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        if os.fstat(descriptor).st_size == 0:
            write_all(descriptor, f"step\t{name.rpartition('/')[2]}\n".encode())
        fcntl.flock(descriptor, fcntl.LOCK_UN)
        self._open[name] = descriptor
        return descriptor

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """The directory itself is locked: nothing is left behind, and no file is in the way."""
        descriptor = os.open(self.directory, os.O_RDONLY | os.O_CLOEXEC)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)


def _remove(path: str) -> None:
    with suppress(FileNotFoundError):
        os.unlink(path)


def _merge(path: str, values: Mapping[str, Any]) -> None:
    try:
        with open(path, encoding="utf-8") as stream:
            before = json.load(stream)
    except (FileNotFoundError, ValueError):
        before = {}
    merged = {**_flat(before if isinstance(before, dict) else {}), **values}
    text = json.dumps(nested(merged), indent=2, ensure_ascii=False)
    write_atomic(path, f"{text}\n".encode())


def _flat(tree: Mapping[str, Any], before: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for key, value in tree.items():
        if isinstance(value, dict):
            flat.update(_flat(value, f"{before}{key}/"))
        else:
            flat[f"{before}{key}"] = value
    return flat
