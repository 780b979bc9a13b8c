"""A remote in memory that fails when it is told to: for the tests of whatever uses the port."""

from __future__ import annotations

import hashlib
import threading
from collections import Counter
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Final, NamedTuple

from lineal.base.errors import RemoteDenied, RemoteError, RemoteMissing
from lineal.storage.remotes.address import checked_key
from lineal.storage.remotes.port import Info

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

_PIECE = 1 << 16
FAIL = "fail"
DENY = "deny"
TRUNCATE = "truncate"
CORRUPT = "corrupt"


class Fault(NamedTuple):
    """What goes wrong with calls of one name, for keys that match."""

    what: str
    call: str
    keys: str


class MemoryRemote:
    """The port over a dict. ``objects`` and ``calls`` are there to be looked at.

    ``before`` is called with the name and the key of every call: to wait in, to count, to raise.
    """

    __slots__ = ("_faults", "_lock", "before", "calls", "jobs", "objects", "url")

    waits: Final = True

    def __init__(
        self,
        objects: Mapping[str, bytes] | None = None,
        *,
        url: str = "memory://remote",
        jobs: int = 4,
    ) -> None:
        self.objects: dict[str, bytes] = dict(objects or {})
        self.calls: Counter[str] = Counter()
        self.before: Callable[[str, str], None] | None = None
        self.url = url
        self.jobs = jobs
        self._faults: Counter[Fault] = Counter()
        self._lock = threading.Lock()

    def fault(self, what: str, call: str = "*", keys: str = "*", *, times: int = 1) -> None:
        """``what`` is FAIL, DENY, TRUNCATE or CORRUPT; the last two change what is read."""
        self._faults[Fault(what, call, keys)] += times

    def head(self, key: str) -> Info | None:
        self._called("head", key)
        data = self.objects.get(key)
        return None if data is None else _info(key, data)

    def list(self, prefix: str = "") -> Iterator[Info]:
        self._called("list", prefix)
        below = f"{prefix.rstrip('/')}/" if prefix else ""
        for key, data in list(self.objects.items()):
            if key.startswith(below):
                yield _info(key, data)

    def read(self, key: str) -> bytes:
        return self._got("read", key)

    def read_range(self, key: str, start: int, length: int) -> bytes:
        return self._got("read_range", key)[start : start + length]

    def stream(self, key: str) -> Iterator[bytes]:
        data = self._got("stream", key)
        for start in range(0, len(data), _PIECE):
            yield data[start : start + _PIECE]

    def write(self, key: str, data: bytes) -> Info:
        self._called("write", key)
        self.objects[checked_key(key)] = bytes(data)
        return _info(key, data)

    def upload(self, key: str, path: str, sent: Callable[[int], None] | None = None) -> Info:
        self._called("upload", key)
        with open(path, "rb") as file:
            data = file.read()
        self.objects[checked_key(key)] = data
        if sent:
            sent(len(data))
        return _info(key, data)

    def remove(self, keys: Iterable[str]) -> None:
        for key in keys:
            self._called("remove", key)
            self.objects.pop(key, None)

    def close(self) -> None:
        self._called("close", "")

    def _got(self, call: str, key: str) -> bytes:
        fault = self._called(call, key)
        if key not in self.objects:
            raise RemoteMissing(f"{self.url}: there is no {key}")
        data = self.objects[key]
        if fault == TRUNCATE:
            return data[: len(data) // 2]
        return _flipped(data) if fault == CORRUPT else data

    def _called(self, call: str, key: str) -> str:
        with self._lock:
            self.calls[call] += 1
            fault = self._taken(call, key)
        if self.before:
            self.before(call, key)
        if fault == FAIL:
            raise RemoteError(f"{self.url}: {call} {key} failed", hint="it was told to")
        if fault == DENY:
            raise RemoteDenied(f"{self.url}: {call} {key} is denied", hint="it was told to")
        return fault

    def _taken(self, call: str, key: str) -> str:
        for fault, left in self._faults.items():
            if left and fnmatchcase(call, fault.call) and fnmatchcase(key, fault.keys):
                self._faults[fault] -= 1
                return fault.what
        return ""


def _flipped(data: bytes) -> bytes:
    """As long, and wrong in one bit."""
    return data[:-1] + bytes([data[-1] ^ 1]) if data else b"\0"


def _info(key: str, data: bytes) -> Info:
    return Info(key, len(data), hashlib.md5(data, usedforsecurity=False).hexdigest())
