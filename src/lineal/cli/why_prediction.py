"""``lineal why prediction:ID``: the score against the threshold, and what would have flipped it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lineal.base.ids import short
from lineal.cli.output import BOLD
from lineal.cli.values import arrow, print_rows, value_text
from lineal.ledger.opening import open_ledger
from lineal.lineage.extras import need_bundles
from lineal.lineage.places import receipts_dir
from lineal.lineage.refs import Finder
from lineal.lineage.replay import GOOD, replayed_json

if TYPE_CHECKING:
    import argparse

    from lineal.cli.output import Console
    from lineal.lineage.deciding import Decided
    from lineal.lineage.flips import Flip
    from lineal.pipeline.workspace import Workspace

PREFIX = "prediction:"
_MOST_PERCENT = 1_000


def run(args: argparse.Namespace, ws: Workspace) -> int:
    need_bundles()
    from lineal.lineage.deciding import decided  # deferred: the registry reads bundles

    with open_ledger(ws) as ledger:
        finder = Finder(receipts_dir(ws))
        receipt = finder.receipt(finder.prediction(args.target.removeprefix(PREFIX)))
        found = decided(ws, ledger, receipt, None)
    if args.json:
        import json  # deferred: text needs none

        args.console.data(json.dumps(_json(found), ensure_ascii=False))
    else:
        _show(args.console, found)
    return 0 if found.replayed.verdict in GOOD else 1


def _json(found: Decided) -> dict[str, Any]:
    return {
        "prediction": found.replayed.id,
        "score": found.receipt.score,
        "decision": found.receipt.decision,
        "rule": found.rule._asdict(),
        "replayed": replayed_json(found.replayed),
        "tried": list(found.tried),
        "flips": [one._asdict() for one in found.flips],
    }


def _show(console: Console, found: Decided) -> None:
    receipt, rule = found.receipt, found.rule
    stands = "at or above" if receipt.score >= rule.threshold else "below"
    said = value_text(receipt.decision)
    console.say(
        f"{console.paint(f'prediction {short(receipt.id)}', BOLD)} was decided {said}, because"
    )
    console.say(
        f"  - its score {value_text(receipt.score)} is {stands} the threshold"
        f" {value_text(rule.threshold)}{f' ({rule.note})' if rule.note else ''}"
    )
    if found.replayed.verdict not in GOOD:
        console.say(f"  it cannot be computed again: {found.replayed.why}")
        return
    if not found.flips:
        names = ", ".join(found.tried) or "nothing, for the bundle's profile has no values"
        console.say("  no single input flips it, over all values that training saw; tried:")
        console.say(f"    {names}")
        return
    other = rule.positive if receipt.score < rule.threshold else rule.negative
    console.say(f"  one of these alone makes it {value_text(other)}, the smallest change first:")
    print_rows(console, [_row(one) for one in found.flips], "    ")
    rest = [name for name in found.tried if name not in {one.name for one in found.flips}]
    if rest:
        console.say(f"  no value that training saw of {', '.join(rest)} flips it alone")


def _row(one: Flip) -> list[str]:
    word = isinstance(one.before, str | bool) or one.before is None
    change = "" if word else f"{_part(one.size)} of what training saw"
    return [
        one.name,
        f"{value_text(one.before)} {arrow()} {value_text(one.after)}",
        f"score {value_text(one.score)}",
        change,
    ]


def _part(size: float) -> str:
    percent = 100 * size
    if percent < 1:
        return f"{percent:.2g} %"
    # An input far outside of what training saw: how far has no meaning any more.
    return f"{percent:.0f} %" if percent <= _MOST_PERCENT else f"more than {_MOST_PERCENT:,} %"
