"""Which certificates a server may show: DVC's `ssl_verify`, and the variables others read."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from lineal.base.errors import ConfigError

if TYPE_CHECKING:
    from lineal.storage.remotes.place import Place

_VARIABLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE")


def is_verified(place: Place) -> bool:
    return place.flag("ssl_verify", default=True)


def certificate_path(place: Place, *variables: str) -> str | None:
    """A file of certificates to trust beside the system's."""
    found = place.text("ssl_verify")
    for variable in (*variables, *_VARIABLES):
        found = found or os.environ.get(variable)
    return os.path.expanduser(found) if found else None


def certificate(place: Place, *variables: str) -> bytes | None:
    path = certificate_path(place, *variables)
    if path is None:
        return None
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError as exc:
        raise ConfigError(
            f"{place.label}: cannot read the certificates in {path}: {exc.strerror}",
            hint=f"lineal remote modify {place.name or 'NAME'} ssl_verify FILE",
        ) from exc
