"""What went wrong at a remote, in a few kinds, and the error and hint each becomes. Pure.

Adapters say which kind it was; texts of servers and libraries are never passed on whole,
because they quote URLs, and URLs hold signatures.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from lineal.base.errors import RemoteDenied, RemoteError, RemoteMissing

if TYPE_CHECKING:
    from lineal.storage.remotes.place import Place


class Kind(StrEnum):
    MISSING = "there is no such object"
    NO_PLACE = "there is no such bucket"
    DENIED = "access is denied"
    NO_CREDENTIALS = "no credentials were found"
    UNKNOWN_HOST = "no such host"
    REFUSED = "nobody answers: the connection was refused"
    SILENT = "no answer in time"
    INSECURE = "its certificate is not trusted"
    BROKEN = "the answer broke off"
    SERVER = "the server fails"
    OTHER = "it answers with an error"


class Failure(NamedTuple):
    """``detail`` is a server's own short code or words, with nothing secret in it."""

    kind: Kind
    detail: str = ""


_CREDENTIALS = {
    "s3": "check the access key, the profile and AWS_* variables; "
    "`lineal remote modify --local {name} profile PROFILE`",
    "gs": "run `gcloud auth application-default login`, or "
    "`lineal remote modify --local {name} credentialpath FILE`",
    "azure": "set AZURE_STORAGE_CONNECTION_STRING, or "
    "`lineal remote modify --local {name} account_key KEY`",
    "ssh": "check user and key: `lineal remote modify --local {name} keyfile FILE`",
    "http": "check user and password: `lineal remote modify --local {name} password PASSWORD`",
}

_HINTS = {
    Kind.NO_PLACE: "check the URL, or create it: `lineal remote modify {name} url URL`",
    Kind.UNKNOWN_HOST: "check the URL and the network: `lineal remote modify {name} url URL`",
    Kind.REFUSED: "is the server running, and the port right?",
    Kind.SILENT: "check the network, or allow more time with connect_timeout and read_timeout",
    Kind.INSECURE: "name the certificate: `lineal remote modify {name} ssl_verify FILE`",
    Kind.BROKEN: "run the same command again: it continues where it stopped",
    Kind.SERVER: "run the same command again later: it continues where it stopped",
    Kind.OTHER: "see what the server's documentation says of it",
}

_EXPIRED = re.compile(r"expired", re.IGNORECASE)


def error_of(place: Place, failure: Failure, key: str = "") -> RemoteError:
    """The error for people: the remote, the object if it is about one, what and what to do."""
    about = f": {key}" if key and failure.kind in {Kind.MISSING, Kind.BROKEN, Kind.OTHER} else ""
    detail = f" ({failure.detail})" if failure.detail else ""
    message = f"{place.label}{about}: {failure.kind.value}{detail}"
    return _class_of(failure.kind)(message, hint=_hint(place, failure))


def _class_of(kind: Kind) -> type[RemoteError]:
    if kind is Kind.MISSING:
        return RemoteMissing
    if kind in {Kind.DENIED, Kind.NO_CREDENTIALS}:
        return RemoteDenied
    return RemoteError


def _hint(place: Place, failure: Failure) -> str | None:
    name = place.name or "NAME"
    if failure.kind in {Kind.DENIED, Kind.NO_CREDENTIALS}:
        scheme = place.address.scheme.removesuffix("s") if place.address.scheme == "https" else ""
        text = _CREDENTIALS.get(scheme or place.address.scheme, "check the credentials")
        renew = "the credentials have expired: renew them; else " if _expired(failure) else ""
        return renew + text.format(name=name)
    hint = _HINTS.get(failure.kind)
    return hint.format(name=name) if hint else None


def _expired(failure: Failure) -> bool:
    return _EXPIRED.search(failure.detail) is not None
