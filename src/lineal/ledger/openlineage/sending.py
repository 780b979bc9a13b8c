"""Sending events to where they are wanted, each once, and remembering how far that got.

At least once, to be exact: who is killed between sending and remembering sends a page again,
and receivers know events of a run they have seen.
"""

from __future__ import annotations

import hashlib
import os
from http import HTTPStatus
from typing import TYPE_CHECKING, NamedTuple

from lineal.base.errors import LedgerError
from lineal.ledger.openlineage.target import file_place
from lineal.ledger.openlineage.telling import spoken_after
from lineal.ledger.web import WebClient, json_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from lineal.ledger.opened import Ledger
    from lineal.ledger.openlineage.events import Event
    from lineal.ledger.openlineage.naming import Home
    from lineal.ledger.openlineage.target import Target

# After so many facts it is remembered how far it got.
_EVERY = 50
# Answers after which the same event may be taken later; all other refusals are for good.
_LATER = frozenset(
    {
        HTTPStatus.UNAUTHORIZED,
        HTTPStatus.FORBIDDEN,
        HTTPStatus.NOT_FOUND,
        HTTPStatus.METHOD_NOT_ALLOWED,
        HTTPStatus.PROXY_AUTHENTICATION_REQUIRED,
        HTTPStatus.REQUEST_TIMEOUT,
        HTTPStatus.TOO_MANY_REQUESTS,
    }
)


class Sent(NamedTuple):
    """Counts of events. What was refused for good is not sent again."""

    sent: int
    refused: int


def send_new(ledger: Ledger, home: Home, target: Target, root: str) -> Sent:
    """What this copy of the project recorded and the target was not told.

    Facts of others are theirs to tell. `LedgerError` when the target cannot be reached, after
    what was sent is remembered.
    """
    key = position_key(target, ledger.writer.id)
    found = ledger.store.rows("remembered", key)
    begin = reached = int(found[0][0]) if found else 0
    deliver = _delivery(target, root)
    sent = refused = 0
    try:
        for number, events in spoken_after(ledger.store, home, begin, ledger.writer.id):
            for event in events:
                taken = deliver(event)
                sent, refused = sent + taken, refused + (not taken)
            if number // _EVERY != reached // _EVERY:
                ledger.store.run("remember", key, str(number))
            reached = number
    finally:
        if reached != begin:
            ledger.store.run("remember", key, str(reached))
    return Sent(sent, refused)


def position_key(target: Target, writer: str) -> str:
    """By what is told where; the label has no secrets, and the key not even the label."""
    digest = hashlib.sha256(target.label.encode()).hexdigest()[:16]
    return f"openlineage:{digest}:{writer}"


def _delivery(target: Target, root: str) -> Callable[[Event], bool]:
    if target.file is not None:
        return _to_file(file_place(root, target.file))
    token = os.environ.get(target.token_env)
    client = WebClient(target.url, token, what="openlineage.url")
    path = f"/{target.endpoint}"

    def post(event: Event) -> bool:
        answer = client.post(path, event)
        if answer.is_ok:
            return True
        if answer.status in _LATER or answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise LedgerError(
                f"{target.label} answers {answer.status} {_phrase(answer.status)}",
                hint=f"look at openlineage in lineal.yaml; a token is read from {target.token_env}",
            )
        return False

    return post


def _to_file(path: str) -> Callable[[Event], bool]:
    def write(event: Event) -> bool:
        try:
            with open(path, "a", encoding="utf-8") as stream:
                stream.write(f"{json_text(event)}\n")
        except OSError as exc:
            raise LedgerError(
                f"{path}: {exc.strerror}", hint="look at openlineage in lineal.yaml"
            ) from exc
        return True

    return write


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
