"""A web server as a remote, with DVC's rules: GET and HEAD to read, one request to upload.

HTTP can neither list nor remove; who needs that is told so.
"""

from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING, Final, NamedTuple, NoReturn
from urllib.parse import urljoin

from urllib3.exceptions import HTTPError

from lineal.base.errors import RemoteError, RemoteMissing
from lineal.storage.remotes.address import checked_key
from lineal.storage.remotes.again import TryAgainError, until_it_works
from lineal.storage.remotes.failures import Failure, Kind, error_of
from lineal.storage.remotes.http_answers import failure_of_exception, failure_of_status, info_of
from lineal.storage.remotes.http_pool import open_pool
from lineal.storage.remotes.http_urls import url_below
from lineal.storage.remotes.port import Info
from lineal.storage.remotes.retry import RETRIES, is_transient

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from urllib3 import BaseHTTPResponse, PoolManager

    from lineal.storage.remotes.http_auth import Auth
    from lineal.storage.remotes.place import Place

_JOBS: Final = 16
_PIECE: Final = 1 << 20
_OK: Final = range(200, 300)
_PARTIAL: Final = 206
_NOT_FOUND: Final = (404, 410)
_NO_HEAD: Final = (405, 501)
_NOT_SATISFIABLE: Final = 416
_UNAUTHORIZED: Final = 401


def open_http(place: Place) -> HttpRemote:
    jobs = place.jobs(_JOBS)
    pool, auth = open_pool(place, jobs)
    return HttpRemote(place, pool, auth, jobs=jobs)


class Headers(NamedTuple):
    """An answer without its body; ``url`` is where redirects led to."""

    url: str
    fields: Mapping[str, str]
    info: Info


class HttpRemote:
    """The port; a pool of connections that threads share."""

    __slots__ = ("_auth", "_method", "_place", "_pool", "jobs")

    waits: Final = True

    def __init__(self, place: Place, pool: PoolManager, auth: Auth, *, jobs: int = _JOBS) -> None:
        self._place = place
        self._pool = pool
        self._auth = auth
        self._method = (place.text("method") or "POST").upper()
        self.jobs = jobs

    @property
    def url(self) -> str:
        return self._place.address.shown

    def head(self, key: str) -> Info | None:
        answer = self._described(key)
        return None if answer is None else info_of(key, answer)

    def headers(self, key: str) -> Headers | None:
        """What the server says of it, in its own words."""
        answer = self._described(key)
        if answer is None:
            return None
        asked = self._url(key)
        history = answer.retries.history if answer.retries else ()
        for step in history:
            asked = urljoin(asked, step.redirect_location or "")
        return Headers(asked, answer.headers, info_of(key, answer))

    def _described(self, key: str) -> BaseHTTPResponse | None:
        try:
            answer = self._ask("HEAD", key)
            answer.drain_conn()
            if answer.status in _NO_HEAD:
                answer = self._ask("GET", key, {"Range": "bytes=0-0"})
                # Without ranges all of it would come.
                answer.close()
        except RemoteMissing:
            return None
        return answer

    def list(self, prefix: str = "") -> Iterator[Info]:
        del prefix
        self._refuse("list what is there")

    def read(self, key: str) -> bytes:
        return b"".join(self.stream(key))

    def read_range(self, key: str, start: int, length: int) -> bytes:
        if length <= 0:
            return b""
        wanted = {"Range": f"bytes={start}-{start + length - 1}"}

        def attempt() -> bytes:
            answer = self._ask("GET", key, wanted)
            if answer.status == _NOT_SATISFIABLE:
                answer.drain_conn()
                return b""
            if answer.status == _PARTIAL:
                return b"".join(self._pieces(answer, key))
            # A server without ranges sends everything.
            return _cut(self._pieces(answer, key), start, length)

        return until_it_works(attempt)

    def stream(self, key: str) -> Iterator[bytes]:
        """What broke off is continued, when the server still has the same bytes."""
        answer = self._ask("GET", key)
        info = info_of(key, answer)
        done, breaks = 0, 0
        while True:
            try:
                for data in self._pieces(answer, key):
                    done += len(data)
                    yield data
            except TryAgainError as exc:
                breaks += 1
                if breaks > RETRIES or not info.etag:
                    raise exc.error from exc.error.__cause__
                answer = self._continued(key, done, info, exc.error)
            else:
                return

    def write(self, key: str, data: bytes) -> Info:
        return self._put(key, lambda: io.BytesIO(data), len(data), None)

    def upload(self, key: str, path: str, sent: Callable[[int], None] | None = None) -> Info:
        size = os.stat(path).st_size
        return self._put(key, lambda: open(path, "rb"), size, sent)

    def remove(self, keys: Iterable[str]) -> None:
        if any(True for _ in keys):
            self._refuse("remove anything")

    def close(self) -> None:
        self._pool.clear()

    def _put(
        self,
        key: str,
        opened: Callable[[], io.BufferedIOBase],
        size: int,
        sent: Callable[[int], None] | None,
    ) -> Info:
        told = _Once(sent)

        def attempt() -> None:
            with opened() as file:
                body = _Counting(file, told.at)
                answer = self._send(self._method, key, {"Content-Length": str(size)}, body)
                answer.drain_conn()
                # Here 405 does not mean "ask otherwise": nothing was kept.
                if answer.status not in _OK:
                    raise error_of(self._place, failure_of_status(answer.status), key)

        until_it_works(attempt)
        told.at(size)
        return Info(key, size)

    def _continued(self, key: str, done: int, info: Info, error: Exception) -> BaseHTTPResponse:
        wanted = {"Range": f"bytes={done}-", "If-Range": f'"{info.etag}"'}
        answer = self._ask("GET", key, wanted)
        if answer.status != _PARTIAL:
            answer.close()
            raise error
        return answer

    def _pieces(self, answer: BaseHTTPResponse, key: str) -> Iterator[bytes]:
        whole = False
        try:
            yield from answer.stream(_PIECE, decode_content=False)
            whole = True
        except HTTPError as exc:
            failure = failure_of_exception(exc, reading=True)
            error = error_of(self._place, failure, key)
            error.__cause__ = exc
            raise TryAgainError(error) from exc
        finally:
            if whole:
                answer.release_conn()
            else:
                # A connection with bytes that nobody has read cannot be used again.
                answer.close()

    def _ask(
        self, method: str, key: str, headers: dict[str, str] | None = None
    ) -> BaseHTTPResponse:
        return until_it_works(lambda: self._send(method, key, headers or {}, None))

    def _send(
        self, method: str, key: str, headers: dict[str, str], body: _Counting | None
    ) -> BaseHTTPResponse:
        url = self._url(key)
        answer = self._request(method, url, {**headers, **self._auth.headers(method, url)}, body)
        if answer.status == _UNAUTHORIZED and self._auth.challenged(answer.headers):
            answer.drain_conn()
            if body is not None:
                body.seek(0)
            again = {**headers, **self._auth.headers(method, url)}
            answer = self._request(method, url, again, body)
        return self._judged(answer, key)

    def _request(
        self, method: str, url: str, headers: dict[str, str], body: _Counting | None
    ) -> BaseHTTPResponse:
        try:
            return self._pool.request(
                method,
                url,
                headers=headers,
                body=body,  # type: ignore[arg-type]  # all it asks of a file is `read`
                preload_content=False,
            )
        except HTTPError as exc:
            failure = failure_of_exception(exc)
            error = error_of(self._place, failure)
            error.__cause__ = exc
            if failure.kind in {Kind.INSECURE, Kind.UNKNOWN_HOST}:
                raise error from exc
            raise TryAgainError(error) from exc

    def _judged(self, answer: BaseHTTPResponse, key: str) -> BaseHTTPResponse:
        status = answer.status
        if status in _OK or status in _NO_HEAD or status == _NOT_SATISFIABLE:
            return answer
        answer.drain_conn()
        if status in _NOT_FOUND:
            raise RemoteMissing(f"{self._place.label}: there is no {key}")
        error = error_of(self._place, failure_of_status(status), key)
        if is_transient(status):
            raise TryAgainError(error)
        raise error

    def _url(self, key: str) -> str:
        try:
            return url_below(self._place.address, checked_key(key))
        except ValueError as exc:
            raise error_of(self._place, Failure(Kind.OTHER, str(exc))) from exc

    def _refuse(self, what: str) -> NoReturn:
        raise RemoteError(
            f"{self._place.label}: over HTTP nobody can {what}",
            hint="use a remote that can for this: a directory, s3, gs, azure or ssh",
        )


class _Counting:
    """A file that says how far it was read; urllib3 reads it in blocks."""

    __slots__ = ("_at", "_file")

    def __init__(self, file: io.BufferedIOBase, at: Callable[[int], None]) -> None:
        self._file = file
        self._at = at

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(_PIECE if size and size > 0 else size)
        self._at(self._file.tell())
        return data

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()


class _Once:
    """Tells of each byte once, though an upload may begin again."""

    __slots__ = ("_sent", "_told")

    def __init__(self, sent: Callable[[int], None] | None) -> None:
        self._sent = sent
        self._told = 0

    def at(self, position: int) -> None:
        if self._sent and position > self._told:
            self._sent(position - self._told)
            self._told = position


def _cut(pieces: Iterable[bytes], start: int, length: int) -> bytes:
    """A part of what comes, without keeping the rest."""
    found = bytearray()
    position = 0
    for data in pieces:
        skipped = max(start - position, 0)
        position += len(data)
        found += data[skipped : skipped + length - len(found)]
        if len(found) >= length:
            break
    return bytes(found)
