"""What an exception of obstore means: read from its type and its text. Pure.

The text is the only place where obstore says which status the server gave.
"""

from __future__ import annotations

import re

from lineal.storage.remotes.failures import Failure, Kind

_STATUS = re.compile(r"status code: (\d{3})|status: (\d{3})")
_CODE = re.compile(r"<Code>([A-Za-z0-9]{1,60})</Code>|\"reason\": ?\"([A-Za-z0-9]{1,60})\"")
_METADATA = ("169.254.169.254", "metadata.google.internal", "169.254.170.2", "fd00:ec2::254")

_NO_PLACE_CODES = frozenset({"NoSuchBucket", "ContainerNotFound", "ContainerBeingDeleted"})
_DENIED_CODES = frozenset(
    """
    AccessDenied AccountProblem AllAccessDisabled ExpiredToken InvalidAccessKeyId InvalidToken
    RequestTimeTooSkewed SignatureDoesNotMatch TokenRefreshRequired UnauthorizedAccess
    AuthenticationFailed AuthorizationFailure InvalidAuthenticationInfo NoAuthenticationInformation
    AuthorizationPermissionMismatch InvalidSecurity ExpiredTokenException
    """.split()
)
_DENIED_STATUS = (401, 403)
_NOT_SATISFIABLE = 416
_SERVER_STATUS = range(500, 600)

# In the order in which they are looked for: the innermost cause says most.
_CAUSES = (
    ("dns error", Kind.UNKNOWN_HOST),
    ("failed to lookup address", Kind.UNKNOWN_HOST),
    ("certificate", Kind.INSECURE),
    ("UnknownIssuer", Kind.INSECURE),
    ("ConnectionRefused", Kind.REFUSED),
    ("Connection refused", Kind.REFUSED),
    ("TimedOut", Kind.SILENT),
    ("operation timed out", Kind.SILENT),
    ("kind: Timeout", Kind.SILENT),
    ("IncompleteMessage", Kind.BROKEN),
    ("UnexpectedEof", Kind.BROKEN),
    ("ConnectionReset", Kind.BROKEN),
    ("error decoding response body", Kind.BROKEN),
    ("kind: Connect", Kind.REFUSED),
    ("HTTP error", Kind.BROKEN),
)


def failure_of(error: Exception) -> Failure:
    text = str(error)
    status, code = status_of(text), _code_of(text)
    if any(host in text for host in _METADATA):
        return Failure(Kind.NO_CREDENTIALS)
    if code in _NO_PLACE_CODES:
        return Failure(Kind.NO_PLACE, code)
    if code in _DENIED_CODES or status in _DENIED_STATUS:
        return Failure(Kind.DENIED, code or str(status))
    return (
        Failure(Kind.MISSING)
        if isinstance(error, FileNotFoundError)
        else _other(error, text, status, code)
    )


def _other(error: Exception, text: str, status: int | None, code: str) -> Failure:
    if status:
        kind = Kind.SERVER if status in _SERVER_STATUS else Kind.OTHER
        return Failure(kind, f"{status} {code}".strip())
    cause = next((kind for sign, kind in _CAUSES if sign in text), None)
    return Failure(cause) if cause else Failure(Kind.OTHER, type(error).__name__)


def is_beyond_the_end(text: str) -> bool:
    """A range that begins after the last byte: the server says so, or obstore has seen it."""
    return status_of(text) == _NOT_SATISFIABLE or "StartTooLarge" in text


def status_of(text: str) -> int | None:
    found = _STATUS.search(text)
    return int(found[1] or found[2]) if found else None


def _code_of(text: str) -> str:
    found = _CODE.search(text)
    return (found[1] or found[2]) if found else ""
