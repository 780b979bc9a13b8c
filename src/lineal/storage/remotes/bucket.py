"""The port over a bucket of an object store, whichever: obstore does the talking.

What is told to obstore (credentials, endpoints) is each service's own module.
"""

from __future__ import annotations

import os
import threading
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Final

import obstore
from obstore.exceptions import BaseError

from lineal.base.errors import DataError, RemoteError
from lineal.storage.remotes.address import checked_key
from lineal.storage.remotes.failures import Failure, Kind, error_of
from lineal.storage.remotes.port import Info
from lineal.storage.remotes.store_errors import failure_of, is_beyond_the_end, status_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from io import FileIO
    from typing import Protocol

    from obstore import GetOptions, ObjectMeta, PutResult
    from obstore.store import ObjectStore

    from lineal.storage.remotes.place import Place

    class Writer(Protocol):
        """Another way to write, where obstore cannot say what has to be said."""

        def write(self, key: str, data: bytes) -> Info: ...

        def upload(self, key: str, path: str, sent: Callable[[int], None]) -> Info: ...


_PIECE: Final = 1 << 20
_PART: Final = 8 << 20
# S3 takes 10,000 parts at most.
_PARTS: Final = 9_000
# Uploads in parts at once, and parts of each: what bounds the memory of large files.
_LARGE: Final = 3
_PARTS_AT_ONCE: Final = 4
_RETURN: Final = 1_000
_ASK_WHY: Final = (400, 403, 301)


class BucketRemote:
    """The port; what is below ``prefix`` in the bucket. Threads share one pool of connections."""

    __slots__ = ("_large", "_place", "_seen", "_store", "_writer", "jobs")

    waits: Final = True

    def __init__(
        self, store: ObjectStore, place: Place, *, jobs: int, writer: Writer | None = None
    ) -> None:
        self._store = store
        self._place = place
        self._writer = writer
        self._large = threading.BoundedSemaphore(_LARGE)
        # Has the bucket itself been seen? Servers answer HEAD alike for both that may miss.
        self._seen = False
        self.jobs = jobs

    @property
    def url(self) -> str:
        return self._place.address.shown

    def head(self, key: str) -> Info | None:
        try:
            with self._asking(key):
                found = obstore.head(self._store, _checked(key))
        except RemoteError as exc:
            if not isinstance(exc.__cause__, Exception):
                raise
            self._explain(key, exc, exc.__cause__)
            return None
        self._seen = True
        return _info(key, found)

    def list(self, prefix: str = "") -> Iterator[Info]:
        with self._asking(prefix):
            pages = obstore.list(self._store, prefix.strip("/") or None, chunk_size=_RETURN)
            for page in pages:
                for found in page:
                    yield _info(found["path"], found)
        self._seen = True

    def read(self, key: str) -> bytes:
        with self._asking(key):
            return bytes(obstore.get(self._store, _checked(key)).bytes())

    def read_range(self, key: str, start: int, length: int) -> bytes:
        if length <= 0:
            return b""
        try:
            with self._asking(key):
                found = obstore.get_range(self._store, _checked(key), start=start, length=length)
                return bytes(found)
        except RemoteError as exc:
            if is_beyond_the_end(str(exc.__cause__)):
                return b""
            raise

    def stream(self, key: str) -> Iterator[bytes]:
        return self._stream(key, {})

    def stream_version(self, key: str, version: str) -> Iterator[bytes]:
        """What it held at that version, if the bucket keeps them."""
        return self._stream(key, {"version": version})

    def _stream(self, key: str, options: GetOptions) -> Iterator[bytes]:
        with self._asking(key):
            found = obstore.get(self._store, _checked(key), options=options)
            left = found.meta["size"]
            for data in found.stream(min_chunk_size=_PIECE):
                left -= len(data)
                yield bytes(data)
        if left > 0:
            raise error_of(self._place, Failure(Kind.BROKEN, f"{left} bytes are missing"), key)

    def write(self, key: str, data: bytes) -> Info:
        with self._asking(key):
            if self._writer:
                return self._writer.write(_checked(key), data)
            put = obstore.put(self._store, _checked(key), data, use_multipart=False)
        self._seen = True
        return _put_info(key, len(data), put)

    def upload(self, key: str, path: str, sent: Callable[[int], None] | None = None) -> Info:
        size = os.stat(path).st_size
        tell = sent or _nobody
        if self._writer:
            with self._asking(key):
                return self._writer.upload(_checked(key), path, tell)
        if size <= _PART:
            with open(path, "rb") as file:
                info = self.write(key, file.read())
            tell(size)
            return info
        with self._large, open(path, "rb", buffering=0) as file, self._asking(key):
            put = obstore.put(
                self._store,
                _checked(key),
                _pieces(file, path, size, tell),
                chunk_size=max(_PART, -(-size // _PARTS)),
                max_concurrency=_PARTS_AT_ONCE,
            )
        return _put_info(key, size, put)

    def remove(self, keys: Iterable[str]) -> None:
        left = iter(keys)
        while batch := [_checked(key) for key in islice(left, _RETURN)]:
            self._remove(batch)

    def close(self) -> None:
        """The pool of connections goes with the store."""

    def _remove(self, batch: Sequence[str]) -> None:
        with self._asking(batch[0]):
            try:
                obstore.delete(self._store, batch)
            except FileNotFoundError:
                # Services without a call for many: one that is not there hides the others.
                for key in batch:
                    self._remove_one(key)

    def _remove_one(self, key: str) -> None:
        try:
            obstore.delete(self._store, key)
        except FileNotFoundError as exc:
            if failure_of(exc).kind is not Kind.MISSING:
                raise

    def _explain(self, key: str, error: RemoteError, cause: Exception) -> None:
        """HEAD has no body, so what it means is asked with a request that has one."""
        is_missing = failure_of(cause).kind is Kind.MISSING
        if is_missing and self._seen:
            return
        if is_missing:
            self._ask_bucket()
            return
        if status_of(str(cause)) in _ASK_WHY:
            with self._asking(key):
                obstore.get_range(self._store, key, start=0, length=1)
        raise error

    def _ask_bucket(self) -> None:
        """Raises when the bucket itself is not there; who may not list is believed."""
        try:
            with self._asking(""):
                next(iter(obstore.list(self._store, chunk_size=1)), None)
        except RemoteError as exc:
            cause = exc.__cause__
            if isinstance(cause, Exception) and failure_of(cause).kind is Kind.DENIED:
                self._seen = True
                return
            raise
        self._seen = True

    @contextmanager
    def _asking(self, key: str) -> Iterator[None]:
        try:
            yield
        except (BaseError, FileNotFoundError) as exc:
            raise error_of(self._place, failure_of(exc), key) from exc
        except ValueError as exc:
            # A key that object stores do not take: an empty name, a dot, a control character.
            raise error_of(self._place, Failure(Kind.OTHER, f"no valid key: {key!r}")) from exc


def _checked(key: str) -> str:
    return checked_key(key)


def _pieces(file: FileIO, path: str, size: int, tell: Callable[[int], None]) -> Iterator[bytes]:
    left = size
    while data := file.read(_PIECE):
        left -= len(data)
        yield data
        tell(len(data))
    if left:
        raise DataError(f"{path} changed while it was read", hint="run the same command again")


def _nobody(count: int) -> None:
    del count


def _info(key: str, found: ObjectMeta) -> Info:
    tag = found["e_tag"]
    return Info(
        key,
        found["size"],
        tag.strip('"') if tag else None,
        _version(found["version"]),
        found["last_modified"].timestamp(),
    )


def _put_info(key: str, size: int, put: PutResult) -> Info:
    tag = put["e_tag"]
    return Info(key, size, tag.strip('"') if tag else None, _version(put["version"]))


def _version(text: str | None) -> str | None:
    """A bucket without versions says `null`."""
    return None if text == "null" else text
