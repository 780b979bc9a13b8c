"""The socket a server listens on: bound first, so that a taken port is told at once."""

from __future__ import annotations

import socket

from lineal.base.errors import UsageError

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_LAST_PORT = 65535
_BACKLOG = 2048


def bind(host: str, port: int) -> socket.socket:
    if not 0 <= port <= _LAST_PORT:
        raise UsageError(f"no such port: {port}", hint="--port 0 takes any that is free")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=_BACKLOG)
    except OSError as exc:
        raise UsageError(
            f"cannot listen on {host}:{port}: {exc.strerror}",
            hint="--port 0 takes any that is free",
        ) from exc


def url_of(bound: socket.socket) -> str:
    host, port = bound.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
