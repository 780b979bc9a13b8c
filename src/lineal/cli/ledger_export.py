"""``lineal ledger export``: what happened, for other systems to read."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from lineal.base.errors import RevisionError
from lineal.ledger.opening import open_ledger
from lineal.ledger.openlineage.home import home
from lineal.ledger.openlineage.telling import spoken_after
from lineal.ledger.web import json_text
from lineal.pipeline.workspace import open_workspace
from lineal.storage.atomic import temporary_beside

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator
    from typing import IO

    from lineal.pipeline.workspace import Workspace

HELP = "Write what happened as OpenLineage events."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--openlineage",
        metavar="FILE",
        required=True,
        help="one event a line; - is the terminal",
    )
    parser.add_argument("--since", metavar="TIME", help="from this time on: 2d, 2026-01-31, HEAD~3")


def run(args: argparse.Namespace) -> int:
    with open_workspace(warn=args.console.warn) as ws:
        since = _since(ws, args.since)
        count = 0
        with open_ledger(ws) as ledger, _opened(args.openlineage) as stream:
            for _, events in spoken_after(ledger.store, home(ws), since=since):
                for event in events:
                    stream.write(f"{json_text(event)}\n")
                    count += 1
    if args.openlineage != "-":
        args.console.note(f"{count} events written to {args.openlineage}")
    return 0


def _since(ws: Workspace, text: str | None) -> int:
    if text is None:
        return 0
    from datetime import datetime  # deferred: only for a time

    from lineal.ledger.asking.filters import parse_moment  # deferred: as above

    def commit_time(rev: str) -> int | None:
        try:
            return ws.history.objects.commit_time(ws.history.objects.resolve(rev))
        except RevisionError:
            return None

    now = datetime.now()  # noqa: DTZ005  without a zone: the summer time of then is not today's
    return parse_moment(text, "--since", now, commit_time)


@contextmanager
def _opened(path: str) -> Iterator[IO[str]]:
    """The file appears when it is whole."""
    if path == "-":
        yield sys.stdout
        return
    temporary = temporary_beside(os.path.abspath(path))
    try:
        with open(temporary, "w", encoding="utf-8") as stream:
            yield stream
        os.replace(temporary, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise
