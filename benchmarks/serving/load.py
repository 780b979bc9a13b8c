"""Clients that keep their connections and send the next request as soon as they have an answer.

``python -m benchmarks.serving.load URL SECONDS CLIENTS < body.json`` prints one line of JSON. One
process and one loop, so that with one client nothing but the socket stands between two requests.
"""

from __future__ import annotations

import json
import selectors
import socket
import sys
import time
from typing import NamedTuple
from urllib.parse import urlsplit

_END = b"\r\n\r\n"
_LENGTH = b"content-length:"


class Load(NamedTuple):
    """Latencies in seconds, sorted. ``failed`` are answers other than 200."""

    seconds: float
    latencies: list[float]
    failed: int

    @property
    def per_second(self) -> float:
        return len(self.latencies) / self.seconds

    def quantile(self, share: float) -> float:
        return self.latencies[min(int(len(self.latencies) * share), len(self.latencies) - 1)]


def load(url: str, body: bytes, seconds: float, clients: int = 1) -> Load:
    """What happens before ``seconds`` are over counts; a fifth of it more warms up first."""
    parts = urlsplit(url)
    host, port = parts.hostname or "127.0.0.1", parts.port or 80
    request = (
        f"POST {parts.path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    ).encode() + body
    connections = [socket.create_connection((host, port), timeout=30) for _ in range(clients)]
    for connection in connections:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    try:
        _drive(connections, request, seconds / 5)
        return _drive(connections, request, seconds)
    finally:
        for connection in connections:
            connection.close()


def _drive(connections: list[socket.socket], request: bytes, seconds: float) -> Load:
    latencies: list[float] = []
    failed = 0
    clock = time.perf_counter
    started: dict[socket.socket, float] = {}
    with selectors.DefaultSelector() as selector:
        for connection in connections:
            selector.register(connection, selectors.EVENT_READ)
            started[connection] = clock()
            connection.sendall(request)
        begun = clock()
        until = begun + seconds
        waiting = len(connections)
        while waiting:
            for key, _ in selector.select():
                ready: socket.socket = key.fileobj  # type: ignore[assignment]
                answer = _answer(ready)
                now = clock()
                latencies.append(now - started[ready])
                failed += not answer.startswith(b"HTTP/1.1 200")
                if now < until:
                    started[ready] = now
                    ready.sendall(request)
                else:
                    waiting -= 1
        return Load(clock() - begun, sorted(latencies), failed)


def _answer(connection: socket.socket) -> bytes:
    """All of one answer: head and body usually come at once."""
    data = connection.recv(65536)
    while True:
        head, found, body = data.partition(_END)
        if found:
            lowered = head.lower()
            place = lowered.index(_LENGTH) + len(_LENGTH)
            length = int(lowered[place:].split(b"\r\n", 1)[0])
            if len(body) >= length:
                return data
        more = connection.recv(65536)
        if not more:
            raise ConnectionError("the server closed the connection")
        data += more


def main() -> None:
    url, seconds, clients = sys.argv[1], float(sys.argv[2]), int(sys.argv[3])
    made = load(url, sys.stdin.buffer.read(), seconds, clients)
    said = {
        "requests_per_second": round(made.per_second, 1),
        "p50_ms": round(made.quantile(0.5) * 1000, 4),
        "p99_ms": round(made.quantile(0.99) * 1000, 4),
        "failed": made.failed,
    }
    sys.stdout.write(f"{json.dumps(said)}\n")


if __name__ == "__main__":
    main()
