"""``lineal serve``: answer over HTTP with a promoted version, or with a bundle's folder alone.

A folder needs no project, and nothing of one is imported: only what ``lineal[serve]`` installs.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from typing import TYPE_CHECKING, TypeVar

from lineal.base.errors import ConfigError, UsageError
from lineal.cli.serve_asked import Asked

if TYPE_CHECKING:
    import argparse
    from socket import socket

HELP = "Answer predictions over HTTP, each with a receipt."

_Value = TypeVar("_Value")
_MANIFEST = "manifest.json"
_RECEIPTS = "lineal-receipts"
_MOST_WORKERS = 1024
_NEEDED = ("httptools", "msgspec", "numpy", "onnxruntime", "uvicorn", "uvloop")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "target",
        metavar="ENDPOINT|MODEL[@VERSION]|DIR",
        help="an endpoint of lineal.yaml, a model (its alias production), a version of one,"
        " or the folder of a bundle, which needs no project",
    )
    parser.add_argument("--host", help="default: 127.0.0.1, which only this machine reaches")
    parser.add_argument("--port", type=int, help="default: 8080; 0: any that is free")
    parser.add_argument(
        "--workers", type=int, metavar="N", help="processes that answer; default: 1"
    )
    parser.add_argument(
        "--receipts",
        metavar="DIR",
        help=f"where receipts go; default: .lineal/receipts of the project, else {_RECEIPTS}",
    )
    parser.add_argument(
        "--durable",
        action="store_true",
        help="wait for the disk with each receipt, so that a power cut loses none",
    )


def run(args: argparse.Namespace) -> int:
    _check_installed()
    asked = _asked(args)
    workers = _first(args.workers, asked.workers, 1)
    if not 1 <= workers <= _MOST_WORKERS:
        raise UsageError(f"--workers {workers}: at least 1", hint="one for each core is enough")
    bound = _bound(args, asked)
    try:
        if workers == 1:
            return _alone(args, asked, bound)
        return _several(args, asked, bound, workers)
    finally:
        bound.close()


def _check_installed() -> None:
    """A missing extra is told before anything is opened."""
    missing = [name for name in _NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        raise ConfigError(
            f"serving needs what is not installed: {', '.join(missing)}",
            hint="pip install 'lineal[serve]'",
        )


def _asked(args: argparse.Namespace) -> Asked:
    target = args.target
    if os.path.isfile(os.path.join(target, _MANIFEST)):
        from lineal.bundle.naming import bundle_id  # deferred: as below
        from lineal.serving.settings import Settings  # deferred: msgspec

        receipts = args.receipts or _receipts_here()
        settings = Settings(
            bundle=target, digest=bundle_id(target), receipts=receipts, durable=args.durable
        )
        return Asked(settings, title=target)
    if "/" in target or os.path.isdir(target):
        raise UsageError(
            f"'{target}' is no bundle: there is no {_MANIFEST} in it",
            hint="lineal models export MODEL DIR writes one",
        )
    from lineal.cli.serve_registered import registered  # deferred: the engine and the ledger

    return registered(args)


def _receipts_here() -> str:
    """Where `lineal trace` looks for them, when a folder is served inside of a project."""
    return os.path.join(".lineal", "receipts") if os.path.isdir(".lineal") else _RECEIPTS


def _bound(args: argparse.Namespace, asked: Asked) -> socket:
    from lineal.serving.binding import LOOPBACK, bind  # deferred: sockets
    from lineal.serving.settings import HOST, PORT, TOKEN_VARIABLE  # deferred: msgspec

    host = _first(args.host, asked.host, HOST)
    if host not in LOOPBACK and not os.environ.get(TOKEN_VARIABLE):
        args.console.warn(
            f"--host {host}: whoever reaches this machine may ask, for no token is set",
            hint=f"export {TOKEN_VARIABLE}=…",
        )
    return bind(host, _first(args.port, asked.port, PORT))


def _alone(args: argparse.Namespace, asked: Asked, bound: socket) -> int:
    from lineal.serving.assembling import assemble  # deferred: numpy, onnxruntime
    from lineal.serving.http_server import run as serve  # deferred: uvicorn
    from lineal.serving.shared import blocks, new_counts  # deferred: as above
    from lineal.serving.worker import token_of_environment  # deferred: as above

    assembled = assemble(asked.settings, blocks(new_counts(1)), 0, token_of_environment())
    serve(assembled, bound, lambda: _announce(args, asked, bound))
    return 0


def _several(args: argparse.Namespace, asked: Asked, bound: socket, workers: int) -> int:
    from lineal.serving.workers import Telling, run  # deferred: subprocess

    telling = Telling(lambda: _announce(args, asked, bound), args.console.warn)
    return run(asked.settings, bound, workers, telling)


def _announce(args: argparse.Namespace, asked: Asked, bound: socket) -> None:
    from lineal.serving.binding import url_of  # deferred: as above

    url, receipts = url_of(bound), asked.settings.receipts
    args.console.say(f"{asked.title} answers at {url} (try {url}/docs); receipts in {receipts}")
    # A script waits for this line.
    sys.stdout.flush()


def _first(asked: _Value | None, said: _Value | None, default: _Value) -> _Value:
    """The command line, then the project, then what is usual; 0 and "" are values."""
    if asked is not None:
        return asked
    return default if said is None else said
