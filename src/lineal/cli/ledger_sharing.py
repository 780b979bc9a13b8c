"""The part of push, fetch and pull that is about the ledger: it comes after the data."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from lineal.base.errors import RemoteDenied
from lineal.pipeline.asked import opened

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from lineal.pipeline.workspace import Workspace
    from lineal.storage.remotes.port import Remote


def add_ledger_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--no-ledger", action="store_true", help="data only: no facts of what was run"
    )


def push_ledger(args: argparse.Namespace, ws: Workspace) -> None:
    """To the remote that was named, or the default one: data may have gone to others too."""
    from lineal.ledger.opened import is_there  # deferred: nothing of this with --no-ledger

    if args.no_ledger or not _has_remote(args, ws) or not is_there(ws):
        return
    from lineal.ledger.opening import open_ledger  # deferred: as above
    from lineal.ledger.sharing.push import push_facts

    with _remote(args, ws) as remote, open_ledger(ws) as ledger:
        done = push_facts(ledger, remote)
    _say(args, "pushed", done.facts, done.replaced)


def pull_ledger(args: argparse.Namespace, ws: Workspace) -> None:
    if args.no_ledger or not _has_remote(args, ws):
        return
    with _remote(args, ws) as remote:
        try:
            facts, redacted = _pulled(ws, remote)
        except RemoteDenied as exc:
            # Data was allowed: whoever shares it need not share what was run.
            args.console.warn(f"the ledger was not looked at: {exc.message}", hint=exc.hint)
            return
    _say(args, "fetched", facts, redacted)


def _pulled(ws: Workspace, remote: Remote) -> tuple[int, int]:
    from lineal.ledger.opened import is_there, open_as_is  # deferred: as above
    from lineal.ledger.sharing.heads import remote_heads
    from lineal.ledger.sharing.pull import pull_facts

    if not is_there(ws) and not remote_heads(remote):
        return 0, 0
    with open_as_is(ws) as ledger:
        done = pull_facts(ledger, remote)
    return done.facts, done.redacted


def _has_remote(args: argparse.Namespace, ws: Workspace) -> bool:
    return bool(args.remote or ws.config.core.remote)


@contextmanager
def _remote(args: argparse.Namespace, ws: Workspace) -> Iterator[Remote]:
    name = args.remote.lower() if args.remote else None
    remote = opened(ws, name, args.verb)
    try:
        yield remote
    finally:
        remote.close()


def _say(args: argparse.Namespace, what: str, facts: int, redacted: int) -> None:
    if facts or redacted:
        count = f"{facts} fact{'' if facts == 1 else 's'} of the ledger {what}"
        also = f", {redacted} redacted" if redacted else ""
        args.console.say(f"{count}{also}")
