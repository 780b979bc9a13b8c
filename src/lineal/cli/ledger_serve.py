"""``lineal ledger serve``: what other systems report becomes part of the ledger."""

from __future__ import annotations

import os
import signal
import threading
from typing import TYPE_CHECKING

from lineal.base.errors import UsageError
from lineal.ledger.openlineage.intake import Intake
from lineal.ledger.openlineage.server import ONE, LineageServer
from lineal.pipeline.workspace import open_workspace

if TYPE_CHECKING:
    import argparse
    from types import FrameType

HELP = "Take OpenLineage events of other systems over HTTP."

_PORT = 5050
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_LAST_PORT = 65535


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="default: 127.0.0.1")
    parser.add_argument("--port", type=int, default=_PORT, help=f"default: {_PORT}; 0: any")
    parser.add_argument(
        "--token-env",
        metavar="NAME",
        help="the variable that holds the token clients must send as OPENLINEAGE_API_KEY",
    )


def run(args: argparse.Namespace) -> int:
    token = _token(args.token_env)
    if args.host not in _LOOPBACK and token is None:
        raise UsageError(
            f"--host {args.host} is open to others, who could write into the ledger",
            hint="export LINEAL_TOKEN=… and add --token-env LINEAL_TOKEN",
        )
    if not 0 <= args.port <= _LAST_PORT:
        raise UsageError(f"no such port: {args.port}", hint="--port 0 takes any that is free")
    with open_workspace(warn=args.console.warn) as ws:
        root = ws.root
    intake = Intake(root)
    try:
        _serve(args, intake, token)
    finally:
        intake.close()
    return 0


def _serve(args: argparse.Namespace, intake: Intake, token: str | None) -> None:
    try:
        server = LineageServer(args.host, args.port, intake.take, args.console.warn, token)
    except OSError as exc:
        raise UsageError(
            f"cannot listen on {args.host}:{args.port}: {exc.strerror}",
            hint="--port 0 takes any that is free",
        ) from exc

    def stop(_signal: int, _frame: FrameType | None) -> None:
        # From a thread of its own: it waits for the loop that this signal interrupted.
        threading.Thread(target=server.shutdown).start()

    before = {each: signal.signal(each, stop) for each in (signal.SIGTERM, signal.SIGINT)}
    try:
        host = f"[{args.host}]" if ":" in args.host else args.host
        url = f"http://{host}:{server.server_address[1]}"
        args.console.note(f"listening for OpenLineage events at {url}{ONE}; Ctrl-C ends it")
        args.console.detail(f"export OPENLINEAGE_URL={url}")
        server.serve_forever(poll_interval=0.1)
    finally:
        server.server_close()
        for each, handler in before.items():
            signal.signal(each, handler)


def _token(name: str | None) -> str | None:
    if name is None:
        return None
    token = os.environ.get(name)
    if not token:
        raise UsageError(f"--token-env {name}: the variable is not set", hint=f"export {name}=…")
    return token
