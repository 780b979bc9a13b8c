"""Asking another system over HTTP: JSON there and back, bounded in time and size.

Standard library only: the clients of remotes belong to remotes, and this is imported by a
process in the background or by whoever asked for it. Proxies of the environment are honoured;
redirects are not followed, because they would take the credentials along.
"""

from __future__ import annotations

import base64
import json
import urllib.error
import urllib.request
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote, urlsplit, urlunsplit

from lineal.base.errors import ConfigError, LedgerError

if TYPE_CHECKING:
    from collections.abc import Mapping

_MOST_BYTES = 16 << 20
_SCHEMES = frozenset({"http", "https"})


class Answer(NamedTuple):
    status: int
    body: bytes

    @property
    def is_ok(self) -> bool:
        return HTTPStatus.OK <= self.status < HTTPStatus.MULTIPLE_CHOICES

    def json(self) -> dict[str, Any]:
        """An object; empty when it is anything else."""
        try:
            found = json.loads(self.body)
        except (ValueError, RecursionError):
            return {}
        return found if isinstance(found, dict) else {}


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args: object, **_more: object) -> None:
        return None


class WebClient:
    """``label`` is the URL for people: without user, password and query."""

    __slots__ = ("_base", "_headers", "_opener", "_seconds", "label")

    def __init__(
        self, url: str, token: str | None = None, *, seconds: float = 10.0, what: str = "url"
    ) -> None:
        parts = urlsplit(url)
        if parts.scheme not in _SCHEMES or not parts.hostname:
            raise ConfigError(
                f"{what}: not an http:// or https:// URL: {shown_url(url)}",
                hint=f"write it as in {what}: http://127.0.0.1:5000",
            )
        host = parts.netloc.rpartition("@")[2]
        self._base = urlunsplit((parts.scheme, host, parts.path.rstrip("/"), "", ""))
        self._headers = _authorization(parts.username, parts.password, token)
        self._seconds = seconds
        self._opener = urllib.request.build_opener(_NoRedirect)
        self.label = self._base

    def get(self, path: str) -> Answer:
        return self._ask(path, None)

    def post(self, path: str, body: object) -> Answer:
        return self._ask(path, json_text(body).encode())

    def _ask(self, path: str, data: bytes | None) -> Answer:
        """Whatever it answers; `LedgerError` when it does not."""
        request = urllib.request.Request(  # noqa: S310  the scheme was checked
            self._base + path,
            data=data,
            headers={"Content-Type": "application/json", **self._headers},
        )
        try:
            with self._opener.open(request, timeout=self._seconds) as answer:
                return Answer(answer.status, answer.read(_MOST_BYTES))
        except urllib.error.HTTPError as exc:
            with exc:
                return Answer(exc.code, exc.read(_MOST_BYTES))
        except (OSError, ValueError) as exc:
            reason = getattr(exc, "reason", exc)
            raise LedgerError(
                f"{self.label} does not answer: {reason}",
                hint="what was not sent waits in the ledger; the next attempt sends it",
            ) from exc


def json_text(value: object) -> str:
    """On one line. Names of files may be no UTF-8, which no database of others would take."""
    spelled = json.dumps(value, allow_nan=False, ensure_ascii=False, separators=(",", ":"))
    return spelled.encode("utf-8", "replace").decode()


def shown_url(url: str) -> str:
    """Without what may be a secret."""
    scheme, sep, rest = url.partition("#")[0].partition("?")[0].rpartition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme}{sep}{host.rpartition('@')[2]}{slash}{path}"


def _authorization(user: str | None, password: str | None, token: str | None) -> Mapping[str, str]:
    if token:
        return {"Authorization": f"Bearer {token}"}
    if user is None:
        return {}
    pair = f"{unquote(user)}:{unquote(password or '')}".encode()
    return {"Authorization": "Basic " + base64.b64encode(pair).decode("ascii")}
