"""The HTTP door: events in, as OpenLineage's clients send them.

    POST /api/v1/lineage         one event: 201
    POST /api/v1/lineage/batch   a list of events: 200 and a summary
    GET  /health

A page in a browser cannot write here: what says from which page it comes is refused, and only
``application/json`` is taken, for which a page would have to ask first. Nobody holds a place for
long: who has not said what he wants after so many seconds is sent away.
"""

from __future__ import annotations

import hmac
import json
import threading
import time
from contextlib import suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import AF_INET6, SHUT_RDWR
from typing import TYPE_CHECKING, Any

from lineal.base.errors import BusyError, DocumentError, LinealError
from lineal.base.version import __version__
from lineal.ledger.openlineage.body import read_json

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from socket import socket

    from lineal.ledger.openlineage.accept import Outcome

    Take = Callable[[list[object]], Sequence[Outcome]]

ONE, BATCH, HEALTH = "/api/v1/lineage", "/api/v1/lineage/batch", "/health"
_MOST_REQUESTS = 64
_MOST_EVENTS = 10_000
_SLOWEST_SECONDS = 30
_LOOK_SECONDS = 0.5
# For all of a request; an answer may take as long as the ledger needs.
_MOST_SECONDS = 60


class LineageServer(ThreadingHTTPServer):
    """``take`` is called from many threads. ``complain`` gets a line for what went wrong."""

    daemon_threads = True
    request_queue_size = 128
    allow_reuse_address = True

    def __init__(
        self, host: str, port: int, take: Take, complain: Callable[[str], None], token: str | None
    ) -> None:
        self.take = take
        self.complain = complain
        self.token = token
        self._free = threading.BoundedSemaphore(_MOST_REQUESTS)
        #: Connections whose request is being read, and until when it may be.
        self.deadlines: dict[socket, float] = {}
        self._is_ending = False
        if ":" in host:
            self.address_family = AF_INET6
        super().__init__((host, port), _Handler)

    def process_request(self, request: Any, client_address: Any) -> None:  # noqa: ANN401  the base's
        """Who comes when all are busy waits in the queue of the socket."""
        while not self._free.acquire(timeout=_LOOK_SECONDS):
            self.service_actions()
            if self._is_ending:
                request.close()
                return
        super().process_request(request, client_address)

    def service_actions(self) -> None:
        """Again and again: a byte now and then keeps nobody here."""
        now = time.monotonic()
        for connection, deadline in list(self.deadlines.items()):
            if deadline < now:
                with suppress(OSError):
                    connection.shutdown(SHUT_RDWR)

    def shutdown(self) -> None:
        self._is_ending = True
        super().shutdown()

    def shutdown_request(self, request: socket | tuple[bytes, socket]) -> None:
        super().shutdown_request(request)
        self._free.release()

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401  the base's
        """A client that goes away is nobody's concern."""
        del request
        import sys  # deferred: only for what went wrong

        error = sys.exception()
        if not isinstance(error, ConnectionError | TimeoutError):
            self.complain(f"{client_address[0]}: {error!r}")


class _Handler(BaseHTTPRequestHandler):
    server: LineageServer
    protocol_version = "HTTP/1.1"
    server_version = f"lineal/{__version__}"
    sys_version = ""
    timeout = _SLOWEST_SECONDS

    def handle_one_request(self) -> None:
        """What was asked before on the same connection does not count."""
        self.server.deadlines[self.connection] = time.monotonic() + _MOST_SECONDS
        try:
            super().handle_one_request()
        finally:
            self.server.deadlines.pop(self.connection, None)

    def do_GET(self) -> None:
        if self.path == HEALTH:
            self._answer(HTTPStatus.OK, {"status": "ok"})
        else:
            self._refuse(HTTPStatus.NOT_FOUND, "not-found", f"nothing at {self.path[:200]}")

    def do_POST(self) -> None:
        path = self.path.partition("?")[0].rstrip("/")
        if path not in (ONE, BATCH):
            # The body was not read: what follows on this connection would be taken for a request.
            self.close_connection = True
            self._refuse(HTTPStatus.NOT_FOUND, "not-found", f"POST {ONE} or {BATCH}")
            return
        if not self._is_allowed():
            self.close_connection = True
            self._refuse(HTTPStatus.UNAUTHORIZED, "token", "send Authorization: Bearer TOKEN")
            return
        if "Origin" in self.headers:
            self.close_connection = True
            self._refuse(HTTPStatus.FORBIDDEN, "origin", "no page in a browser may write here")
            return
        if self.headers.get_content_type() != "application/json":
            self.close_connection = True
            self._refuse(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "type", "send application/json")
            return
        try:
            body = read_json(self.headers, self.rfile)
            self.server.deadlines.pop(self.connection, None)
            self._take(body, is_batch=path == BATCH)
        except BusyError as exc:
            self._fail(HTTPStatus.SERVICE_UNAVAILABLE, exc)
        except DocumentError as exc:
            self.close_connection = True
            self._fail(exc.http_status, exc)
        except LinealError as exc:
            self.server.complain(exc.message)
            self._fail(exc.http_status, exc)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the base's name
        """Nothing: what was taken is in the ledger."""
        del format, args

    def _take(self, body: object, *, is_batch: bool) -> None:
        if not is_batch:
            (outcome,) = self.server.take([body])
            if outcome.wrong is not None:
                self.server.complain(outcome.wrong.message)
                self._fail(outcome.wrong.http_status, outcome.wrong)
            else:
                self._answer(HTTPStatus.CREATED, {"status": "success"})
            return
        if not isinstance(body, list) or len(body) > _MOST_EVENTS:
            raise DocumentError(
                f"a batch is a list of at most {_MOST_EVENTS} events", hint=f"one goes to {ONE}"
            )
        self._answer(HTTPStatus.OK, _summary(self.server.take(body)))

    def _is_allowed(self) -> bool:
        token = self.server.token
        if token is None:
            return True
        given = self.headers.get("Authorization", "")
        return hmac.compare_digest(given.encode(), f"Bearer {token}".encode())

    def _fail(self, status: int, error: LinealError) -> None:
        self._refuse(status, error.code, error.message, error.hint)

    def _refuse(self, status: int, code: str, message: str, hint: str | None = None) -> None:
        said = {"code": code, "message": message, **({"hint": hint} if hint else {})}
        self._answer(status, {"error": said})

    def _answer(self, status: int, body: object) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(data)


def _summary(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    failed = [(at, one.wrong) for at, one in enumerate(outcomes) if one.wrong is not None]
    return {
        "status": "partial_success" if failed else "success",
        "summary": {
            "received": len(outcomes),
            "successful": len(outcomes) - len(failed),
            "failed": len(failed),
            "retriable": 0,
            "non_retriable": len(failed),
        },
        "failed_events": [
            {"index": at, "reason": wrong.message, "retriable": False} for at, wrong in failed
        ],
    }
