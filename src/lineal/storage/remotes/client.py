"""How patient we are with services behind obstore, and how it is told. Pure.

A server that does not answer must be named within seconds; one that answers slowly is given
time. Retries are bounded by number and by time: a push of many objects does not multiply them.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from lineal.storage.remotes.retry import FIRST_WAIT, LONGEST_WAIT, RETRIES, SECONDS

if TYPE_CHECKING:
    from lineal.storage.remotes.place import Place

CONNECT_SECONDS: Final = 3.0
READ_SECONDS: Final = 60.0
# There is no bound on a whole request: a large object over a slow line takes what it takes.
_NO_BOUND: Final = timedelta(days=7)


def client_options(
    place: Place, *, plain: bool, verify: bool, certificate: bytes | None
) -> dict[str, Any]:
    connect = place.number("connect_timeout") or place.number("connection_timeout")
    read = place.number("read_timeout") or place.number("timeout")
    options: dict[str, Any] = {
        "connect_timeout": timedelta(seconds=connect or CONNECT_SECONDS),
        "read_timeout": timedelta(seconds=read or READ_SECONDS),
        "timeout": _NO_BOUND,
        "allow_http": plain,
    }
    if not verify:
        options["allow_invalid_certificates"] = True
    if certificate:
        options["root_certificate"] = certificate
    return options


def retry_config() -> dict[str, Any]:
    return {
        "max_retries": RETRIES,
        "retry_timeout": timedelta(seconds=SECONDS),
        "backoff": {
            "init_backoff": timedelta(seconds=FIRST_WAIT),
            "max_backoff": timedelta(seconds=LONGEST_WAIT),
            "base": 2,
        },
    }
