"""``lineal receipts list``: the newest predictions that were served."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.base.errors import UsageError
from lineal.base.ids import micros_of, short
from lineal.bundle.shown import short_bundle
from lineal.cli.moments import ago, now
from lineal.cli.receipts_place import add_place, and_place, receipts_place
from lineal.cli.values import print_rows, value_text
from lineal.receipts.listing import Wanted, listing

if TYPE_CHECKING:
    import argparse

    from lineal.cli.output import Console
    from lineal.receipts.receipt import Receipt

HELP = "List predictions that were served, newest first."

_COUNT = 20
_MOST = 100_000
_INPUTS = 4


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--endpoint", metavar="NAME", help="of this endpoint")
    parser.add_argument("--version", metavar="MODEL@N", help="by this version of a model")
    parser.add_argument("--bundle", metavar="SHA256", help="by this bundle")
    parser.add_argument("--since", metavar="WHEN", help="2d, 6h, 2026-01-31")
    parser.add_argument("--limit", type=int, default=_COUNT, metavar="N", help=f"default: {_COUNT}")
    add_place(parser)


def run(args: argparse.Namespace) -> int:
    if not 1 <= args.limit <= _MOST:
        raise UsageError(f"--limit is to be 1 to {_MOST:,}", hint="lineal receipts list --limit 50")
    wanted = Wanted(args.endpoint, args.version, args.bundle, _moment(args.since))
    found = listing(receipts_place(args), wanted, args.limit)
    if args.json:
        import json  # deferred: text needs none

        from lineal.receipts.as_json import receipt_json  # deferred: as above

        args.console.data(json.dumps([receipt_json(one) for one in found], ensure_ascii=False))
    elif found:
        present = now()
        print_rows(args.console, [_row(one, present) for one in found], "")
        args.console.note(f"all of one: lineal receipts show {short(found[0].id)}{and_place(args)}")
    else:
        _show_nothing(args.console, narrowed=wanted != Wanted())
    return 0


def _row(one: Receipt, present: int) -> list[str]:
    inputs = [f"{name}={value_text(value)}" for name, value in list(one.inputs.items())[:_INPUTS]]
    more = ", …" if len(one.inputs) > _INPUTS else ""
    return [
        ago(micros_of(one.id), present),
        short(one.id),
        one.origin.version or short_bundle(one.origin.bundle),
        value_text(one.score),
        value_text(one.decision),
        ", ".join(inputs) + more,
    ]


def _show_nothing(console: Console, *, narrowed: bool) -> None:
    if narrowed:
        console.say("No prediction is like this; lineal receipts info says which there are.")
    else:
        console.say("Nothing was predicted yet: lineal serve MODEL")


def _moment(text: str | None) -> int | None:
    if text is None:
        return None
    from datetime import datetime  # deferred: only who narrows by time

    from lineal.ledger.asking.filters import parse_moment  # deferred: as above

    present = datetime.now()  # noqa: DTZ005  without a zone: the summer time of then is not today's
    return parse_moment(text, "--since", present, lambda _: None)
