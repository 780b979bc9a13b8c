"""``lineal receipts compact``: what workers wrote becomes Parquet, by day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.cli.receipts_place import add_place, receipts_place
from lineal.cli.values import count

if TYPE_CHECKING:
    import argparse

    from lineal.cli.output import Console
    from lineal.receipts.compact import Compacted

HELP = "Turn what workers wrote into Parquet, by day, each receipt exactly once."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_place(parser)


def run(args: argparse.Namespace) -> int:
    directory = receipts_place(args)
    from lineal.receipts.compact import compact  # deferred: what is missing is told first

    done = compact(directory)
    if args.json:
        import json  # deferred: text needs none

        damaged = [one._asdict() for one in done.damaged]
        args.console.data(json.dumps({**done._asdict(), "damaged": damaged}))
    else:
        _show(args.console, done)
    for one in done.damaged:
        args.console.warn(
            f"{one.name}.seg is damaged: {one.lost_bytes:,} bytes of it could not be taken",
            hint=f"it is kept: {directory}/damaged/{one.name}.seg",
        )
    return 1 if done.damaged else 0


def _show(console: Console, done: Compacted) -> None:
    if done.segments:
        console.say(f"{count(done.rows, 'receipt')} of {count(done.segments, 'segment')} compacted")
    else:
        console.say("Nothing to compact.")
    if done.merged:
        console.say(f"{done.merged} small files merged")
    if done.living:
        console.say(f"{count(done.living, 'segment')} still written to: later")
