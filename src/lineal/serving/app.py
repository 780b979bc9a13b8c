"""The HTTP edge: a bare ASGI callable. It waits for bodies; everything else is synchronous.

    POST /predict          one row
    POST /batch_predict    {"rows": […]}
    GET  /health  /ready  /metrics  /openapi.json  /docs

Behind a frameworkless callable stands decision 0028.
"""

from __future__ import annotations

import sys
from time import perf_counter
from typing import TYPE_CHECKING, Any, NamedTuple

from lineal.serving import headers as headers_of
from lineal.serving.counting import OTHER
from lineal.serving.refusal import Refusal, refusal_json

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from lineal.serving.counting import Counter

    Headers = list[tuple[bytes, bytes]]
    Receive = Callable[[], Awaitable[Mapping[str, Any]]]
    Send = Callable[[Mapping[str, Any]], Awaitable[None]]

_JSON: Headers = [
    (b"content-type", b"application/json"),
    (b"x-content-type-options", b"nosniff"),
]
_CLOSE = (b"connection", b"close")
# Who sends the rest of a body slower than this holds a place for nothing.
_BODY_SECONDS = 30.0
# Nobody is there to read it; half a body is no request.
_GONE = Refusal(400, "gone", "the body was not sent to its end", close=True)


class Reply(NamedTuple):
    """What a GET is answered with."""

    status: int
    headers: Headers
    body: bytes


class Posted(NamedTuple):
    """A route that takes JSON."""

    name: str
    answer: Callable[[bytes], bytes | Refusal]


class Got(NamedTuple):
    """A route that is read. ``guarded``: only with the token, where there is one."""

    name: str
    reply: Callable[[], Reply]
    guarded: bool = False


class App:
    """What uvicorn calls with each request."""

    __slots__ = ("_counter", "_gets", "_most_body", "_posts", "_token")

    def __init__(
        self,
        *,
        posts: Mapping[str, Posted],
        gets: Mapping[str, Got],
        counter: Counter,
        most_body: int,
        token: bytes | None,
    ) -> None:
        self._posts = posts
        self._gets = gets
        self._counter = counter
        self._most_body = most_body
        self._token = token

    async def __call__(self, scope: Mapping[str, Any], receive: Receive, send: Send) -> None:
        started = perf_counter()
        method, path = scope["method"], scope["path"]
        posted = self._posts.get(path)
        if posted is not None and method == "POST":
            name = posted.name
            status = await self._post(posted, scope, receive, send)
        else:
            name, reply = self._other(method, path, scope["headers"])
            status = reply.status
            await _send(send, status, reply.headers, reply.body)
        self._counter.answered(name, status, perf_counter() - started)

    async def _post(
        self, posted: Posted, scope: Mapping[str, Any], receive: Receive, send: Send
    ) -> int:
        answer: bytes | Refusal | None
        answer = headers_of.refused(scope["headers"], self._most_body, self._token)
        if answer is None:
            body = await self._body(receive)
            if isinstance(body, bytes):
                try:
                    answer = posted.answer(body)
                except Exception:  # noqa: BLE001  the HTTP edge: a bug is ours, and the client gets JSON
                    answer = _bug()
            else:
                answer = body
        if isinstance(answer, bytes):
            await _send(send, 200, _JSON, answer)
            return 200
        reply = refusal_reply(answer)
        await _send(send, reply.status, reply.headers, reply.body)
        return reply.status

    async def _body(self, receive: Receive) -> bytes | Refusal:
        message = await receive()
        if message["type"] != "http.request":
            return _GONE
        body: bytes = message["body"]
        if message["more_body"]:
            return await self._rest(receive, body)
        return body if len(body) <= self._most_body else headers_of.too_large(self._most_body)

    async def _rest(self, receive: Receive, first: bytes) -> bytes | Refusal:
        import asyncio  # deferred: whoever is here has it

        parts, size, more = [first], len(first), True
        try:
            async with asyncio.timeout(_BODY_SECONDS):
                while more and size <= self._most_body:
                    message = await receive()
                    if message["type"] != "http.request":
                        return _GONE
                    parts.append(message["body"])
                    size += len(parts[-1])
                    more = message["more_body"]
        except TimeoutError:
            return Refusal(408, "slow", "the body did not come in time", close=True)
        if size > self._most_body:
            return headers_of.too_large(self._most_body)
        return b"".join(parts)

    def _other(self, method: str, path: str, headers: Headers) -> tuple[str, Reply]:
        got = self._gets.get(path)
        if got is not None and method in {"GET", "HEAD"}:
            no = headers_of.denied(headers, self._token) if got.guarded else None
            return got.name, refusal_reply(no) if no else _replied(got)
        if got is not None:
            return got.name, _not_allowed(method, "GET, HEAD")
        if path in self._posts:
            return self._posts[path].name, _not_allowed(method, "POST")
        paths = ", ".join((*self._posts, *self._gets))
        refusal = Refusal(404, "path", f"there is nothing here; there is {paths}", close=True)
        return OTHER, refusal_reply(refusal)


def json_reply(body: bytes, status: int = 200) -> Reply:
    return Reply(status, _JSON, body)


def refusal_reply(refusal: Refusal) -> Reply:
    """Where a body is not read to its end, the connection cannot be used again."""
    headers = [*_JSON, _CLOSE] if refusal.close else list(_JSON)
    if refusal.status == 401:  # noqa: PLR2004  Unauthorized
        headers.append((b"www-authenticate", b"Bearer"))
    return Reply(refusal.status, headers, refusal_json(refusal))


def _replied(got: Got) -> Reply:
    try:
        return got.reply()
    except Exception:  # noqa: BLE001  as above
        return refusal_reply(_bug())


def _not_allowed(method: str, allowed: str) -> Reply:
    refusal = Refusal(405, "method", f"this path takes {allowed}, not {method}", close=True)
    reply = refusal_reply(refusal)
    return reply._replace(headers=[*reply.headers, (b"allow", allowed.encode())])


def _bug() -> Refusal:
    import traceback  # deferred: only when something is wrong with us

    sys.stderr.write(traceback.format_exc())
    return Refusal(500, "bug", "something is wrong with this server; its log says what")


async def _send(send: Send, status: int, headers: Headers, body: bytes) -> None:
    length = (b"content-length", b"%d" % len(body))
    await send({"type": "http.response.start", "status": status, "headers": [*headers, length]})
    await send({"type": "http.response.body", "body": body})
