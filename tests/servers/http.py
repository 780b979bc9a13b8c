"""A web server that keeps what it is sent, and misbehaves when it is told to."""

from __future__ import annotations

import base64
import hashlib
import re
import threading
import time
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

USER = "ada"
PASSWORD = "lovelace"  # noqa: S105  of a server on loopback
HEADER = "X-Api-Key"


class Fault(NamedTuple):
    """The next ``times`` requests of a method: answered with a status, cut short, or late."""

    status: int = 0
    cut: int = -1
    seconds: float = 0.0


class HttpServer:
    """``objects`` by path; ``requests`` are (method, path), in order."""

    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}
        self.requests: list[tuple[str, str]] = []
        self.headers: list[dict[str, str]] = []
        self.faults: dict[str, list[Fault]] = {}
        # "", "basic", "digest" or "header".
        self.auth = ""
        self.ranges = True
        self.refuses_head = False
        self.redirects: dict[str, str] = {}
        self.port = 0

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def fail(self, method: str, fault: Fault, times: int = 1) -> None:
        self.faults.setdefault(method, []).extend([fault] * times)

    def reset(self) -> None:
        port, self.__dict__ = self.port, {}
        self.__init__()  # type: ignore[misc]  # as new, on the same port
        self.port = port


class Handler(BaseHTTPRequestHandler):
    behaviour: HttpServer
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._answer()

    def do_HEAD(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def do_PUT(self) -> None:
        self._answer()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the base's name
        del format, args

    def _answer(self) -> None:
        body = self._body()
        path = unquote(urlsplit(self.path).path)
        self.behaviour.requests.append((self.command, path))
        self.behaviour.headers.append({key.lower(): text for key, text in self.headers.items()})
        fault = self._fault()
        time.sleep(fault.seconds)
        if fault.status:
            self._send(fault.status)
        elif not self._allowed():
            self._challenge()
        elif path in self.behaviour.redirects:
            self._send(302, {"Location": self.behaviour.redirects[path]})
        elif self.command in {"POST", "PUT"}:
            self._put(path, body)
        else:
            self._get(path, fault)

    def _fault(self) -> Fault:
        planned = self.behaviour.faults.get(self.command)
        return planned.pop(0) if planned else Fault()

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding") == "chunked":
            parts = []
            while size := int(self.rfile.readline(), 16):
                parts.append(self.rfile.read(size))
                self.rfile.readline()
            self.rfile.readline()
            return b"".join(parts)
        return self.rfile.read(int(self.headers.get("Content-Length", 0)))

    def _put(self, path: str, body: bytes) -> None:
        self.behaviour.objects[path] = body
        self._send(201)

    def _get(self, path: str, fault: Fault) -> None:
        if self.command == "HEAD" and self.behaviour.refuses_head:
            self._send(405)
            return
        if path not in self.behaviour.objects:
            self._send(404)
            return
        data = self.behaviour.objects[path]
        tag = f'"{hashlib.sha256(data).hexdigest()[:20]}"'
        headers = {"ETag": tag, "Last-Modified": "Sat, 21 Nov 2026 06:00:00 GMT"}
        self._send_part(data, headers, tag, fault)

    def _send_part(self, data: bytes, headers: dict[str, str], tag: str, fault: Fault) -> None:
        wanted = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        fresh = self.headers.get("If-Range", tag) == tag
        if not wanted or not self.behaviour.ranges or not fresh:
            self._send(200, headers, data, fault.cut)
            return
        start = int(wanted[1])
        if start >= len(data):
            self._send(416, {"Content-Range": f"bytes */{len(data)}"})
            return
        stop = min(int(wanted[2] or len(data) - 1), len(data) - 1)
        headers["Content-Range"] = f"bytes {start}-{stop}/{len(data)}"
        self._send(206, headers, data[start : stop + 1], fault.cut)

    def _send(
        self,
        status: int,
        headers: dict[str, str] | None = None,
        data: bytes = b"",
        cut: int = -1,
    ) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command == "HEAD":
            return
        if cut >= 0:
            self.close_connection = True
            data = data[:cut]
        with suppress(ConnectionError):
            self.wfile.write(data)

    def _allowed(self) -> bool:
        given = self.headers.get("Authorization", "")
        if self.behaviour.auth == "basic":
            return given == "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        if self.behaviour.auth == "digest":
            return given.startswith("Digest ") and _digest_matches(given, self.command)
        if self.behaviour.auth == "header":
            return self.headers.get(HEADER) == PASSWORD
        return True

    def _challenge(self) -> None:
        kind = 'Digest realm="r", qop="auth", algorithm=MD5, nonce="n0nce"'
        self._send(401, {"WWW-Authenticate": kind if self.behaviour.auth == "digest" else "Basic"})


def _digest_matches(given: str, method: str) -> bool:
    said = dict(re.findall(r'(\w+)="?([^",]+)"?', given))
    who = _md5(f"{USER}:r:{PASSWORD}")
    what = _md5(f"{method}:{said['uri']}")
    parts = (who, said["nonce"], said["nc"], said["cnonce"], said["qop"], what)
    return (said["username"], said["response"]) == (USER, _md5(":".join(parts)))


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


@contextmanager
def serving_http() -> Iterator[HttpServer]:
    server = HttpServer()
    listening = ThreadingHTTPServer(
        ("127.0.0.1", 0), type("Handler", (Handler,), {"behaviour": server})
    )
    listening.daemon_threads = True
    server.port = listening.server_address[1]
    thread = threading.Thread(target=listening.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        listening.shutdown()
        listening.server_close()
        thread.join(5)
