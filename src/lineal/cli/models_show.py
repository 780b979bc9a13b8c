"""``lineal models show``: one version: its verdicts, its metrics, where it is and came from."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from lineal.base.ids import short
from lineal.bundle.shown import short_bundle
from lineal.cli.models_text import move_json, verdicts_of_fact, version_json
from lineal.cli.moments import ago, clock, now
from lineal.cli.output import BOLD
from lineal.cli.values import printable
from lineal.gates.gate import PASS
from lineal.gates.lines import table
from lineal.ledger.kinds.alias import MOVED
from lineal.ledger.opening import open_ledger
from lineal.pipeline.workspace import open_workspace
from lineal.registry.described import plain_metrics
from lineal.registry.listing import show_model

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from lineal.cli.output import Console
    from lineal.registry.listing import Listed, Shown

HELP = "Show a version of a model: its verdicts, metrics, bundle and aliases."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("model", metavar="MODEL[@VERSION|@ALIAS]", help="without version: newest")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace) -> int:
    with open_workspace(warn=args.console.warn) as ws, open_ledger(ws) as ledger:
        shown = show_model(ledger.store, args.model)
    if args.json:
        row = {
            **version_json(shown.listed),
            "verdicts": shown.listed.payload.get("verdicts") or [],
            "moves": [move_json(one) for one in shown.moves],
        }
        args.console.data(json.dumps(row, ensure_ascii=False))
        return 0
    _tell(args.console, shown)
    return 0


def _tell(console: Console, shown: Shown) -> None:
    listed, present = shown.listed, now()
    version = listed.version
    also = f"  ({', '.join(listed.aliases)})" if listed.aliases else ""
    console.say(console.paint(printable(version.name), BOLD) + printable(also))
    for label, text in _facts(listed, present):
        console.say(printable(f"  {label:<10}  {text}"))
    verdicts = verdicts_of_fact(listed)
    console.say()
    for line in table(verdicts) if verdicts else ["no gate has judged it"]:
        console.say(printable(f"  {line}"))
    if shown.moves:
        console.say()
    for one in shown.moves:
        said = f": {one.payload['reason']}" if one.payload.get("reason") else ""
        what = f"{one.verb} of {one.alias} to it"
        done = what if one.outcome == MOVED else f"{what}, refused"
        console.say(printable(f"  {clock(one.time)}  {done}{said}"))
    console.note(_next(listed))


def _facts(listed: Listed, present: int) -> Iterator[tuple[str, str]]:
    version, payload = listed.version, listed.payload
    yield "registered", f"{clock(version.time)} ({ago(version.time, present)})"
    yield "bundle", f"{short_bundle(version.bundle)}  {version.path or 'from outside the project'}"
    if version.execution is not None:
        yield "made by", f"exec:{short(version.execution)}"
    if payload.get("commit"):
        yield "commit", str(payload["commit"])[:12]
    for name, value in plain_metrics(payload.get("metrics")).items():
        yield name, f"{value:.4g}"


def _next(listed: Listed) -> str:
    name = listed.version.name
    if listed.version.verdict != PASS:
        return f"next: lineal why model:{name}"
    if not listed.aliases:
        return f"next: lineal models promote {name}"
    return f"next: lineal trace model:{name}"
