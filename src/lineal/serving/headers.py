"""What the headers of a request say about its body and its sender. Pure."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING

from lineal.serving.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable

_JSON = b"application/json"
_BEARER = b"bearer "


def refused(
    headers: Iterable[tuple[bytes, bytes]], most_body: int, token: bytes | None
) -> Refusal | None:
    """None where the body may be read. Names are in lower case, as ASGI has them."""
    kind = length = sent = None
    for name, value in headers:
        if name == b"content-type":
            kind = value
        elif name == b"content-length":
            length = value
        elif name == b"authorization":
            sent = value
    if token is not None and not _is_token(sent, token):
        return _denied()
    if kind != _JSON and (kind is None or kind.split(b";")[0].strip().lower() != _JSON):
        text = "the body has to be JSON, and Content-Type has to say so: application/json"
        return Refusal(415, "content-type", text, close=True)
    if length is not None and int(length) > most_body:
        return too_large(most_body)
    return None


def denied(headers: Iterable[tuple[bytes, bytes]], token: bytes | None) -> Refusal | None:
    if token is None:
        return None
    sent = next((value for name, value in headers if name == b"authorization"), None)
    return None if _is_token(sent, token) else _denied()


def too_large(most_body: int) -> Refusal:
    text = f"the body is larger than {most_body:,} bytes"
    return Refusal(413, "too-large", text, close=True)


def _denied() -> Refusal:
    return Refusal(401, "token", "send the token: Authorization: Bearer …", close=True)


def _is_token(sent: bytes | None, token: bytes) -> bool:
    if sent is None or sent[: len(_BEARER)].lower() != _BEARER:
        return False
    return hmac.compare_digest(sent[len(_BEARER) :].strip(), token)
