"""``lineal replay``: compute a served prediction again, and say whether it is the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lineal.base.errors import UsageError
from lineal.base.ids import short
from lineal.bundle.shown import short_bundle
from lineal.cli.output import BOLD, DIM, GREEN, RED
from lineal.cli.values import value_text
from lineal.ledger.opening import open_ledger
from lineal.lineage.extras import need_bundles
from lineal.lineage.places import receipts_dir
from lineal.lineage.refs import Finder
from lineal.lineage.replay import DIFFERENT, GOOD, IDENTICAL, IMPOSSIBLE, WITHIN, counts
from lineal.pipeline.workspace import open_workspace

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

    from lineal.cli.output import Console
    from lineal.ledger.opened import Ledger
    from lineal.lineage.replay import Replayed
    from lineal.receipts.receipt import Receipt

HELP = "Compute served predictions again, and say whether they are the same."

_COLOURS = {IDENTICAL: GREEN, WITHIN: GREEN, DIFFERENT: RED, IMPOSSIBLE: RED}
_PREFIX = "prediction:"
_MOST_TOLD = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "predictions", nargs="*", metavar="prediction:ID", help="by all digits or the last 8"
    )
    parser.add_argument("--last", type=int, metavar="N", help="the newest N predictions")
    parser.add_argument(
        "--version", metavar="MODEL@N", help="of this version only; all, without --last"
    )
    parser.add_argument(
        "--bundle", metavar="DIR", help="an exported bundle that is no version here"
    )
    parser.add_argument("--receipts", metavar="DIR", help="where receipts are, if not here")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace) -> int:
    many = args.last is not None or args.version is not None
    if many == bool(args.predictions):
        raise UsageError(
            "name predictions, or say which with --last or --version",
            hint="lineal replay prediction:ID; lineal replay --last 100",
        )
    if args.last is not None and args.last < 1:
        raise UsageError("--last is to be 1 or more", hint="lineal replay --last 100")
    with open_workspace(warn=args.console.warn) as ws, open_ledger(ws) as ledger:
        need_bundles()
        from lineal.lineage.replaying import Replayer  # deferred: the registry and bundles

        finder = Finder(receipts_dir(ws, args.receipts))
        found = list(Replayer(ws, ledger, args.bundle).replay(_receipts(args, finder, ledger)))
    if args.json:
        _print_json(args.console, found)
    elif len(found) == 1:
        _show_one(args.console, found[0])
    else:
        _show_many(args.console, found)
    return 0 if all(one.verdict in GOOD for one in found) else 1


def _receipts(args: argparse.Namespace, finder: Finder, ledger: Ledger) -> Iterator[Receipt]:
    for text in args.predictions:
        yield finder.receipt(finder.prediction(text.removeprefix(_PREFIX)))
    if args.predictions:
        return
    from lineal.receipts.count import count  # deferred: only for many
    from lineal.receipts.listing import Wanted, listing  # deferred: as above

    bundle = None
    if args.version is not None:
        from lineal.registry.versions import resolve  # deferred: as above

        bundle = resolve(ledger.store, args.version).bundle
    limit = args.last or sum(one.rows for one in count(finder.receipts))
    yield from listing(finder.receipts, Wanted(bundle=bundle), limit)


def _print_json(console: Console, found: Sequence[Replayed]) -> None:
    import json  # deferred: text needs none

    from lineal.lineage.replay import replayed_json  # deferred: as above

    document: dict[str, Any] = {
        "counts": counts(found),
        "predictions": [replayed_json(one) for one in found],
    }
    console.data(json.dumps(document, ensure_ascii=False))


def _show_one(console: Console, one: Replayed) -> None:
    verdict = console.paint(one.verdict, _COLOURS[one.verdict])
    console.say(f"{console.paint(f'prediction {_short(one)}', BOLD)}  {verdict}")
    version = one.version or "no version"
    if one.recorded is not None:
        then = f"score {one.recorded.score!r}  decided {value_text(one.recorded.decision)}"
        console.say(f"  receipt   {then}  {version}, bundle {short_bundle(one.bundle)}")
    if one.computed is not None:
        now = f"score {one.computed.score!r}  decided {value_text(one.computed.decision)}"
        console.say(f"  replayed  {now}")
    if one.node is not None:
        console.say(f"  {'first that differs' if one.computed else 'stopped at'}: {one.node}")
        console.say(f"    {one.why}")
    for name, (before, after) in one.runtime.items():
        console.say(console.paint(f"  {name} was {before}, here it is {after}", DIM))
    if one.hint:
        console.note(f"hint: {one.hint}")


def _show_many(console: Console, found: Sequence[Replayed]) -> None:
    """What is not the same is told one by one."""
    number = counts(found)
    bad = [one for one in found if one.verdict not in GOOD]
    told = ", ".join(f"{count:,} {verdict}" for verdict, count in number.items() if count)
    console.say(f"{len(found):,} replayed: {told}" if found else "no predictions to replay")
    for one in bad[:_MOST_TOLD]:
        verdict = console.paint(one.verdict, _COLOURS[one.verdict])
        console.say(f"  {_short(one)}  {verdict} at {one.node}: {one.why}")
    if len(bad) > _MOST_TOLD:
        console.say(f"  … {len(bad) - _MOST_TOLD:,} more")


def _short(one: Replayed) -> str:
    return short(bytes.fromhex(one.id.replace("-", "")))
