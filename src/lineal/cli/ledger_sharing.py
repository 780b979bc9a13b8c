"""The part of push, fetch and pull that is about the ledger: it comes after the data."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from lineal.base.errors import RemoteDenied
from lineal.pipeline.asked import is_versioned, opened

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from lineal.ledger.sharing.looking import Look
    from lineal.pipeline.workspace import Workspace
    from lineal.storage.remotes.port import Remote


def add_ledger_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--no-ledger", action="store_true", help="data only: no facts of what was run"
    )


def push_ledger(args: argparse.Namespace, ws: Workspace) -> None:
    """To the remote that was named, or the default one: data may have gone to others too."""
    if args.no_ledger or not _has_remote(args, ws):
        return
    from lineal.ledger.opened import is_there  # deferred: nothing of this with --no-ledger

    if not is_there(ws):
        return
    with _remote(args, ws) as remote:
        look = _look(ws, remote)
        if look.is_done("pushed"):
            return
        from lineal.ledger.opening import open_ledger  # deferred: only when something changed
        from lineal.ledger.sharing.push import push_facts

        with open_ledger(ws) as ledger:
            done = push_facts(ledger, remote, look.heads)
        look.note("pushed")
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
    look = _look(ws, remote)
    if not look.heads or look.is_done("pulled"):
        return 0, 0
    from lineal.ledger.opened import open_as_is  # deferred: only when something changed
    from lineal.ledger.sharing.pull import pull_facts

    with open_as_is(ws) as ledger:
        done = pull_facts(ledger, remote, look.heads)
    look.note("pulled")
    return done.facts, done.redacted


def _look(ws: Workspace, remote: Remote) -> Look:
    from lineal.ledger.opened import ledger_place  # deferred: nothing of this with --no-ledger
    from lineal.ledger.place import ledger_dir
    from lineal.ledger.sharing.looking import Look

    return Look(ledger_place(ws), ledger_dir(ws.project.lineal_dir), remote)


def _has_remote(args: argparse.Namespace, ws: Workspace) -> bool:
    """Not one that keeps files under their own names: all that is there belongs to its owner."""
    name = (args.remote or ws.config.core.remote or "").lower()
    return name in ws.config.remotes and not is_versioned(ws.config, name)


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
        args.console.note(f"{count}{also}")
