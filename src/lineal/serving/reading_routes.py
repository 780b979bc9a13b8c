"""The routes that are only read: is it alive, is it ready, what did it do, what does it take."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from lineal.serving.app import Reply, json_reply
from lineal.serving.counting import totals
from lineal.serving.openapi import description_of
from lineal.serving.prometheus import CONTENT_TYPE, exposition
from lineal.serving.shared import resident

if TYPE_CHECKING:
    from lineal.serving.readiness import Readiness
    from lineal.serving.served import Served

_NOSNIFF = (b"x-content-type-options", b"nosniff")


class ReadingRoutes:
    """Descriptions are made when they are first asked for: most servers never are."""

    __slots__ = ("_blocks", "_openapi", "_page", "_readiness", "_served")

    def __init__(
        self, served: Served, readiness: Readiness, blocks: list[memoryview[float]]
    ) -> None:
        self._served = served
        self._readiness = readiness
        self._blocks = blocks
        self._openapi: Reply | None = None
        self._page: Reply | None = None

    def health(self) -> Reply:
        return json_reply(b'{"status":"alive"}')

    def ready(self) -> Reply:
        why_not = self._readiness.why_not()
        said = {"status": "not ready", "why": why_not} if why_not else {"status": "ready"}
        body = msgspec.json.encode({**said, "version": self._served.version})
        return json_reply(body, 503 if why_not else 200)

    def metrics(self) -> Reply:
        added = totals(self._blocks)
        served = self._served
        info = {
            "endpoint": served.endpoint,
            "version": served.version,
            "bundle": served.bundle,
        }
        sizes = {
            number: size
            for number, (pid, _) in enumerate(added.workers)
            if pid and (size := resident(pid)) is not None
        }
        text = exposition(added, info, sizes)
        return Reply(200, [(b"content-type", CONTENT_TYPE), _NOSNIFF], text.encode())

    def openapi(self) -> Reply:
        if self._openapi is None:
            served = self._served
            described = description_of(
                model=served.model,
                version=served.version,
                inputs=served.inputs,
                decision=served.decision,
                example=served.examples[0] if served.examples else None,
                most_rows=served.most_rows,
                token=served.token,
            )
            self._openapi = json_reply(msgspec.json.encode(described))
        return self._openapi

    def docs(self) -> Reply:
        if self._page is None:
            from lineal.serving.page import page_of  # deferred: most servers show no page

            page = page_of(self._served)
            policy = (b"content-security-policy", page.policy.encode())
            html = (b"content-type", b"text/html; charset=utf-8")
            headers = [html, policy, _NOSNIFF, (b"referrer-policy", b"no-referrer")]
            self._page = Reply(200, headers, page.html.encode())
        return self._page


def to_docs() -> Reply:
    return Reply(307, [(b"location", b"/docs")], b"")
