"""``lineal receipts show``: one prediction, as it was written down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.base.errors import TargetError
from lineal.base.ids import micros_of, short, spell
from lineal.bundle.shown import short_bundle
from lineal.cli.moments import ago, clock, now
from lineal.cli.output import BOLD
from lineal.cli.receipts_place import add_place, and_place, receipts_place
from lineal.cli.values import print_rows, value_text
from lineal.receipts.find import find_ending

if TYPE_CHECKING:
    import argparse

    from lineal.cli.output import Console
    from lineal.receipts.receipt import Receipt

HELP = "Show one prediction: what was asked, what was answered, and by what."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", help="the id, or its last 8 digits or more")
    add_place(parser)


def run(args: argparse.Namespace) -> int:
    receipt = _only(find_ending(receipts_place(args), args.id), args.id)
    if args.json:
        import json  # deferred: text needs none

        from lineal.receipts.as_json import receipt_json  # deferred: as above

        args.console.data(json.dumps(receipt_json(receipt), ensure_ascii=False))
    else:
        _show(args.console, receipt, now())
        args.console.note(
            f"where it comes from: lineal trace prediction:{short(receipt.id)}{and_place(args)}"
        )
    return 0


def _only(found: list[Receipt], asked: str) -> Receipt:
    if len(found) == 1:
        return found[0]
    if not found:
        raise TargetError(
            f"there is no receipt of a prediction '{asked}'", hint="lineal receipts list shows ids"
        )
    ids = "".join(f"\n  {spell(one.id)}" for one in found)
    raise TargetError(f"'{asked}' may mean several predictions:{ids}", hint="give one of these ids")


def _show(console: Console, one: Receipt, present: int) -> None:
    origin, served = one.origin, micros_of(one.id)
    console.say(console.paint(spell(one.id), BOLD))
    rows = [
        ["when", f"{ago(served, present)} ({clock(served)})"],
        ["endpoint", f"{origin.endpoint or '-'}  {one.route}"],
        ["version", f"{origin.version or '-'}  bundle {short_bundle(origin.bundle)}"],
        ["score", repr(one.score)],
        ["decision", value_text(one.decision)],
        ["worker", origin.worker],
        ["runtime", ", ".join(f"{name} {said}" for name, said in origin.runtime.items())],
    ]
    print_rows(console, rows, "  ")
    console.say("  inputs")
    print_rows(console, [[name, value_text(value)] for name, value in one.inputs.items()], "    ")
