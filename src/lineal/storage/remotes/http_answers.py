"""What a web server's answers mean, and what urllib3 raises when there is none. Pure."""

from __future__ import annotations

import re
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from urllib3 import exceptions

from lineal.storage.remotes.failures import Failure, Kind
from lineal.storage.remotes.port import Info

if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse

_DENIED: Final = (401, 403, 407)
_SERVER: Final = range(500, 600)
_TOTAL: Final = re.compile(r"/(\d+)$")


def info_of(key: str, answer: BaseHTTPResponse) -> Info:
    """A server that does not say the size gives -1."""
    headers = answer.headers
    total = _TOTAL.search(headers.get("Content-Range", ""))
    size = total[1] if total else headers.get("Content-Length", "-1")
    tag = headers.get("ETag", "")
    # A weak tag does not promise the same bytes.
    etag = None if tag.startswith("W/") else tag.strip('"') or None
    return Info(key, int(size), etag, modified=_modified(headers.get("Last-Modified")))


def failure_of_status(status: int) -> Failure:
    kind = Kind.SERVER if status in _SERVER else Kind.OTHER
    return Failure(Kind.DENIED if status in _DENIED else kind, _words(status))


def failure_of_exception(error: exceptions.HTTPError, *, reading: bool = False) -> Failure:
    reason = error.reason if isinstance(error, exceptions.MaxRetryError) else error
    if isinstance(reason, exceptions.NameResolutionError):
        return Failure(Kind.UNKNOWN_HOST)
    if isinstance(reason, exceptions.SSLError):
        return Failure(Kind.INSECURE)
    # urllib3 counts a refused connection among the timeouts.
    if isinstance(reason, exceptions.NewConnectionError) and not reading:
        return Failure(Kind.REFUSED)
    if isinstance(reason, exceptions.TimeoutError):
        return Failure(Kind.SILENT)
    return Failure(Kind.BROKEN)


def _words(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def _modified(text: str | None) -> float | None:
    try:
        return parsedate_to_datetime(text).timestamp() if text else None
    except ValueError:
        return None
