"""Asking a person for a password: once a process for each place, and never in silence."""

from __future__ import annotations

import functools
import getpass
import sys
import threading
from typing import TYPE_CHECKING

from lineal.base.errors import RemoteDenied

if TYPE_CHECKING:
    from lineal.storage.remotes.place import Place

_lock = threading.Lock()


def password_of(place: Place, key: str = "password") -> str | None:
    """What is configured, or typed where `ask_password` wants that."""
    known = place.text(key) or (place.address.password if key == "password" else None)
    if known is not None or not place.flag(f"ask_{key}"):
        return known
    user = place.text("user") or place.address.user or ""
    return _asked(place.label, f"{user}@{place.address.host}" if user else place.address.host, key)


def _asked(label: str, who: str, what: str) -> str:
    with _lock:
        return _typed(label, who, what)


@functools.cache
def _typed(label: str, who: str, what: str) -> str:
    if not sys.stdin.isatty():
        raise RemoteDenied(
            f"{label}: a {what} is to be asked for, and nobody can be asked here",
            hint=f"lineal remote modify --local NAME {what} VALUE, in a file Git ignores",
        )
    return getpass.getpass(f"{what.capitalize()} for {who}: ")
