"""``lineal ledger info``: where the ledger is, who wrote it, and how far each has come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.ledger.opening import open_ledger
from lineal.ledger.stored import writers
from lineal.pipeline.workspace import open_workspace

if TYPE_CHECKING:
    import argparse

    from lineal.cli.output import Console
    from lineal.ledger.stored import KnownWriter

HELP = "Show where the ledger is, what it holds, and the head of each chain."

_SHOWN = 16


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace) -> int:
    with open_workspace(warn=args.console.warn) as ws, open_ledger(ws) as ledger:
        place, own = ledger.store.label, ledger.writer.id
        kinds: dict[str, int] = dict(ledger.store.rows("count_kinds"))
        known = writers(ledger.store)
    if args.json:
        import json  # deferred: text needs none

        said = {
            "place": place,
            "writer": own,
            "facts": kinds,
            "writers": [_as_json(each) for each in known],
        }
        args.console.data(json.dumps(said))
    else:
        _show(args.console, place, kinds, known, own)
    return 0


def _show(
    console: Console, place: str, kinds: dict[str, int], known: list[KnownWriter], own: str
) -> None:
    console.say(place)
    if not kinds:
        console.say("Nothing is recorded yet: lineal run, or lineal ledger import --git")
        return
    console.say(", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items())))
    width = max(len(str(each.seq)) for each in known)
    for each in sorted(known, key=lambda each: each.label):
        here = "  (this copy)" if each.id == own else ""
        head = bytes(each.hash).hex()[:_SHOWN]
        console.say(f"  {each.seq:>{width}} facts  head {head}  {each.label}{here}")


def _as_json(writer: KnownWriter) -> dict[str, object]:
    return {
        "id": writer.id,
        "label": writer.label,
        "facts": writer.seq,
        "head": bytes(writer.hash).hex(),
    }
