"""A connection as uvicorn speaks HTTP/1.1 on it, but for offers to speak something else."""

from __future__ import annotations

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

# Java's own client and `curl --http2` offer HTTP/2 with their first request.
_OFFER, _OFFER_LOWER, _IGNORED = b"\r\nUpgrade: h2c", b"\r\nupgrade: h2c", b"\r\nIgnored: h2c"


class Connection(HttpToolsProtocol):
    """Offers are ignored, as HTTP allows: httptools would drop the body of such a request.

    Only a header can be meant: no JSON has a line that begins so. The length stays the same.
    """

    def data_received(self, data: bytes) -> None:
        if _OFFER in data or _OFFER_LOWER in data:
            data = data.replace(_OFFER, _IGNORED).replace(_OFFER_LOWER, _IGNORED)
        super().data_received(data)
