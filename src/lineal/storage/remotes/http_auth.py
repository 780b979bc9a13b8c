"""Who we are to a web server: nobody, a user with a password, or a header of the user's own."""

from __future__ import annotations

import base64
import threading
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit
from urllib.request import (
    AbstractDigestAuthHandler,
    HTTPPasswordMgrWithDefaultRealm,
    Request,
    parse_http_list,
    parse_keqv_list,
)

from lineal.base.errors import ConfigError
from lineal.storage.remotes.passwords import password_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lineal.storage.remotes.place import Place


class Auth(Protocol):
    def headers(self, method: str, url: str) -> dict[str, str]: ...

    def challenged(self, headers: Mapping[str, str]) -> bool:
        """After a 401: would asking again, with what the server now said, help."""


class Fixed:
    """The same header with every request; never shown."""

    __slots__ = ("_headers",)

    def __init__(self, headers: dict[str, str]) -> None:
        self._headers = headers

    def headers(self, method: str, url: str) -> dict[str, str]:
        del method, url
        return self._headers

    def challenged(self, headers: Mapping[str, str]) -> bool:
        del headers
        return False


class Digest:
    """A password that is never sent: the standard library computes what is."""

    __slots__ = ("_challenge", "_handler", "_lock")

    def __init__(self, user: str, password: str) -> None:
        self._handler = AbstractDigestAuthHandler(_AnyPlace(user, password))
        self._challenge: dict[str, str] | None = None
        self._lock = threading.Lock()

    def headers(self, method: str, url: str) -> dict[str, str]:
        with self._lock:
            if self._challenge is None:
                return {}
            request = Request(url, method=method)  # noqa: S310  never opened, only described
            request.selector = _selector(url)
            made = self._handler.get_authorization(request, self._challenge)
            return {"Authorization": f"Digest {made}"} if made else {}

    def challenged(self, headers: Mapping[str, str]) -> bool:
        kind, _, rest = headers.get("WWW-Authenticate", "").partition(" ")
        if kind.lower() != "digest":
            return False
        with self._lock:
            first = self._challenge is None
            self._challenge = parse_keqv_list(list(filter(None, parse_http_list(rest))))
        return first or "stale" in rest


class _AnyPlace(HTTPPasswordMgrWithDefaultRealm):
    """One user for every realm and path of the remote."""

    def __init__(self, user: str, password: str) -> None:
        super().__init__()
        self._found = (user, password)

    def find_user_password(self, realm: str | None, authuri: str) -> tuple[str, str]:
        del realm, authuri
        return self._found


def auth_of(place: Place) -> Auth:
    kind = place.text("auth") or ("basic" if place.address.user else None)
    if kind is None:
        return Fixed({})
    password = password_of(place)
    if kind == "custom":
        header = place.text("custom_auth_header")
        if header is None or password is None:
            raise _incomplete(place, kind, "custom_auth_header and password")
        return Fixed({header: password})
    user = place.text("user") or place.address.user
    if user is None or password is None:
        raise _incomplete(place, kind, "user and password")
    if kind == "digest":
        return Digest(user, password)
    token = base64.b64encode(f"{user}:{password}".encode()).decode()
    return Fixed({"Authorization": f"Basic {token}"})


def _incomplete(place: Place, kind: str, needs: str) -> ConfigError:
    return ConfigError(
        f"{place.label}: auth = {kind} needs {needs}", hint=place.setting("password")
    )


def _selector(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
