"""Connections to a web server: certificates, proxies, patience. Kept and shared by threads."""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING, Final
from urllib.request import getproxies, proxy_bypass

import urllib3
from urllib3.util import Retry, Timeout

from lineal.base.errors import ConfigError
from lineal.storage.remotes.certificates import certificate_path, is_verified
from lineal.storage.remotes.client import CONNECT_SECONDS, READ_SECONDS
from lineal.storage.remotes.http_auth import auth_of

if TYPE_CHECKING:
    from lineal.storage.remotes.http_auth import Auth
    from lineal.storage.remotes.place import Place

_REDIRECTS: Final = 5


def open_pool(place: Place, jobs: int) -> tuple[urllib3.PoolManager, Auth]:
    auth = auth_of(place)
    custom = place.text("custom_auth_header")
    # Redirects are followed here; trying again is ours, with one schedule for all adapters.
    removed = {"Authorization", "Cookie", *([custom] if custom else [])}
    options = {
        "maxsize": jobs,
        # More streams may be open than connections are kept: nobody waits for another's.
        "block": False,
        "timeout": Timeout(
            connect=place.number("connect_timeout") or CONNECT_SECONDS,
            read=place.number("read_timeout") or READ_SECONDS,
        ),
        "retries": Retry(
            total=None,
            connect=0,
            read=0,
            other=0,
            status=0,
            redirect=_REDIRECTS,
            remove_headers_on_redirect=removed,
        ),
    }
    if place.address.scheme == "https":
        options["ssl_context"] = _context(place)
    proxy = _proxy(place)
    if proxy:
        return urllib3.ProxyManager(proxy, **options), auth  # type: ignore[arg-type]
    return urllib3.PoolManager(**options), auth  # type: ignore[arg-type]


def _context(place: Place) -> ssl.SSLContext:
    path = certificate_path(place)
    try:
        context = ssl.create_default_context()
        if path:
            context.load_verify_locations(path)
    except (OSError, ssl.SSLError) as exc:
        raise ConfigError(
            f"{place.label}: cannot read the certificates in {path}",
            hint=f"lineal remote modify {place.name or 'NAME'} ssl_verify FILE",
        ) from exc
    if not is_verified(place):
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def _proxy(place: Place) -> str | None:
    if proxy_bypass(place.address.host):
        return None
    return getproxies().get(place.address.scheme)
