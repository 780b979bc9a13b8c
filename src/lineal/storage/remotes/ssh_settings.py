"""From DVC's settings of an SSH remote to what asyncssh is told.

What is not set comes from the user's `~/.ssh/config`, keys and agent, which asyncssh reads.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Final

from lineal.base.errors import ConfigError
from lineal.storage.remotes.client import CONNECT_SECONDS, READ_SECONDS
from lineal.storage.remotes.passwords import password_of

if TYPE_CHECKING:
    from lineal.storage.remotes.place import Place

SESSIONS: Final = 8
_LOGIN_SECONDS: Final = 10.0
# The fast ones first, and no compression: data is mostly compressed, and Python is not fast.
_CIPHERS: Final = (
    "aes128-gcm@openssh.com",
    "aes256-gcm@openssh.com",
    "aes128-ctr",
    "aes192-ctr",
    "aes256-ctr",
)


def sessions_of(place: Place) -> int:
    return max(int(place.number("max_sessions") or SESSIONS), 1)


def patience_of(place: Place) -> float:
    """Seconds that the server may say nothing while it is asked for something."""
    return place.number("timeout") or READ_SECONDS


def connect_options(place: Place) -> dict[str, Any]:
    options: dict[str, Any] = {
        "connect_timeout": min(place.number("timeout") or CONNECT_SECONDS, CONNECT_SECONDS),
        "login_timeout": _LOGIN_SECONDS,
        "keepalive_interval": 15,
        "encryption_algs": _CIPHERS,
        "compression_algs": None,
        "gss_host": place.address.host if place.flag("gss_auth") else None,
    }
    if port := place.number("port") or place.address.port:
        options["port"] = int(port)
    if user := place.text("user") or place.address.user:
        options["username"] = user
    if not place.flag("allow_agent", default=True):
        options["agent_path"] = None
    return {**options, **_secrets(place)}


def _secrets(place: Place) -> dict[str, Any]:
    found: dict[str, Any] = {}
    password, passphrase = password_of(place), password_of(place, "passphrase")
    keyfile = place.text("keyfile")
    ways = []
    if keyfile:
        found["client_keys"] = [_existing(place, os.path.expanduser(keyfile))]
    if passphrase is not None:
        found["passphrase"] = passphrase
    if keyfile or passphrase is not None:
        ways.append("publickey")
    if password is not None:
        found["password"] = password
        ways += ["keyboard-interactive", "password"]
    # Who says how to log on is not asked about keys that have nothing to do with it.
    if ways:
        found["preferred_auth"] = ways
    return found


def _existing(place: Place, path: str) -> str:
    if not os.path.isfile(path):
        raise ConfigError(
            f"{place.label}: there is no key file {path}", hint=place.setting("keyfile")
        )
    return path
