"""What the URL of a remote says: pure, and the one place that decides what of it people see.

What the parts mean to a service is its adapter's business.
"""

from __future__ import annotations

import os.path
import re
from typing import NamedTuple

_URL = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://(.*)", re.DOTALL)
# Everything after ``?`` is the key's own name here; elsewhere it is a query, maybe a secret one.
_BUCKETS = ("s3", "gs", "azure")


class Address(NamedTuple):
    """``scheme://user:password@host:port/path?query``; a directory has only a path."""

    scheme: str
    path: str
    host: str = ""
    port: int | None = None
    user: str | None = None
    password: str | None = None
    query: str = ""

    @property
    def shown(self) -> str:
        """For people and logs: no user, no password, no query."""
        if not self.scheme:
            return self.path
        port = f":{self.port}" if self.port else ""
        slash = "/" if self.path and not self.path.startswith("/") else ""
        return f"{self.scheme}://{self.host}{port}{slash}{self.path}"

    def __repr__(self) -> str:
        return f"Address({self.shown!r})"


def is_url(text: str) -> bool:
    """Anything with ``://``, as DVC tells a URL from a path."""
    return _URL.match(text) is not None


def parse_address(url: str) -> Address:
    """Raises ValueError for a URL without a host, or with a port that is none."""
    found = _URL.match(url)
    if not found:
        return Address("", url)
    scheme, rest = found[1].lower(), found[2]
    if scheme == "file":
        return Address("", "/" + _unquoted(rest.partition("/")[2]))
    place, slash, path = rest.partition("/")
    query = ""
    if scheme not in _BUCKETS:
        path, _, query = path.partition("?")
    login, at, where = place.rpartition("@")
    user, colon, password = login.partition(":")
    host, port = _host_and_port(where)
    if not host:
        message = f"no host or bucket in {scheme}://…"
        raise ValueError(message)
    return Address(
        scheme=scheme,
        path=path if scheme in _BUCKETS else slash + path,
        host=host,
        port=port,
        user=_unquoted(user) if at and user else None,
        password=_unquoted(password) if at and colon else None,
        query=query,
    )


def without_secrets(url: str) -> str:
    """A URL as people wrote it, less a password and a query; a user's name is no secret."""
    found = _URL.match(url)
    if not found:
        return url
    place, slash, path = found[2].partition("/")
    login, at, host = place.rpartition("@")
    user = login.partition(":")[0]
    if found[1].lower() not in _BUCKETS:
        path = path.partition("?")[0]
    return f"{found[1]}://{user}{at}{host}{slash}{path}"


def has_password(url: str) -> bool:
    found = _URL.match(url)
    login = found[2].partition("/")[0].rpartition("@")[0] if found else ""
    return ":" in login


def joined(address: Address, path: str) -> Address:
    """The address of something below."""
    tail = path.strip("/")
    base = address.path.rstrip("/")
    return address._replace(path=f"{base}/{tail}" if base else tail) if tail else address


def checked_key(key: str) -> str:
    """A key that cannot leave the folder of its remote; ValueError for any other."""
    if key.startswith("/") or ".." in key.split("/") or "\0" in key:
        message = f"not a key below the remote: {key!r}"
        raise ValueError(message)
    return key


def absolute(path: str) -> str:
    return os.path.abspath(os.path.expanduser(path))


def _host_and_port(where: str) -> tuple[str, int | None]:
    found = re.fullmatch(r"(\[[^\]]*\]|[^:]*)(?::(\d*))?", where)
    if not found:
        message = f"not a host and a port: {where!r}"
        raise ValueError(message)
    return found[1], int(found[2]) if found[2] else None


def _unquoted(text: str) -> str:
    if "%" not in text:
        return text
    from urllib.parse import unquote  # deferred: 4 ms, and few URLs are quoted

    return unquote(text)
