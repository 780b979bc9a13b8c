"""A connection as uvicorn speaks HTTP/1.1 on it: bounded headers, and no offers to speak else."""

from __future__ import annotations

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from lineal.serving.refusal import Refusal, refusal_json

#: Neither uvicorn nor httptools has a limit: one request could take all memory of a worker.
MOST_HEAD_BYTES = 64 << 10
# One read of the socket is beyond the bytes: so many small ones are worse than a large one.
_MOST_HEADERS = 1000
_TOO_LARGE = Refusal(431, "headers", "the headers are too large")

# Java's own client and `curl --http2` offer HTTP/2 with their first request.
_OFFER, _OFFER_LOWER, _IGNORED = b"\r\nUpgrade: h2c", b"\r\nupgrade: h2c", b"\r\nIgnored: h2c"


class Connection(HttpToolsProtocol):
    """Offers are ignored, as HTTP allows: httptools would drop the body of such a request.

    Only a header can be meant: no JSON has a line that begins so. The length stays the same.
    """

    _in_head = False
    _began = False
    _head_bytes = 0

    def data_received(self, data: bytes) -> None:
        if _OFFER in data or _OFFER_LOWER in data:
            data = data.replace(_OFFER, _IGNORED).replace(_OFFER_LOWER, _IGNORED)
        self._began = False
        super().data_received(data)
        if self._in_head and not self._began:
            # What began in these bytes may be a small part of them, after a body.
            self._head_bytes += len(data)
        # Those after a body count as well; there are none before the first request.
        if self._head_bytes > MOST_HEAD_BYTES or len(self.headers or ()) > _MOST_HEADERS:
            self._refuse()

    def on_message_begin(self) -> None:
        self._in_head = self._began = True
        self._head_bytes = 0
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        self._in_head = False
        self._head_bytes = 0
        super().on_headers_complete()

    def _refuse(self) -> None:
        """Not in the middle of another answer; then there is only an end."""
        # uvicorn has none before the first request, whatever it declares.
        if self.cycle is None or self.cycle.response_complete:  # type: ignore[redundant-expr]
            body = refusal_json(_TOO_LARGE)
            head = (
                "HTTP/1.1 431 Request Header Fields Too Large\r\ncontent-type: application/json\r\n"
                f"connection: close\r\ncontent-length: {len(body)}\r\n\r\n"
            )
            self.transport.write(head.encode() + body)
        self.transport.close()
