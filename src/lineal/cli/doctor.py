"""``lineal doctor``: what is wrong with this setup, and the command that mends it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.cli.output import GREEN, RED, YELLOW
from lineal.ledger.health.examine import examine
from lineal.ledger.health.finding import ADVICE, BROKEN, GOOD, Asked

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from lineal.cli.output import Console
    from lineal.ledger.health.finding import Examined

HELP = "Say what is wrong with this setup, and the command that mends it."

_SHOWN = {GOOD: ("ok", GREEN), ADVICE: ("advice", YELLOW), BROKEN: ("broken", RED)}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--remote", action="store_true", help="ask the remote too, which may need the network"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace) -> int:
    examined = list(examine(Asked(remote=args.remote)))
    broken = any(one.is_broken for one in examined)
    if args.json:
        import json  # deferred: text needs none

        rows = [
            {"check": one.name, **finding._asdict()} for one in examined for finding in one.findings
        ]
        args.console.data(json.dumps(rows, ensure_ascii=False))
    else:
        _show(args.console, examined)
    return int(broken)


def _show(console: Console, examined: Sequence[Examined]) -> None:
    width = max(len(one.name) for one in examined)
    counts = dict.fromkeys(_SHOWN, 0)
    for one in examined:
        for finding in one.findings:
            counts[finding.level] += 1
            word, colour = _SHOWN[finding.level]
            label = console.paint(f"{word:<6}", colour)
            console.say(f"{label}  {one.name:<{width}}  {finding.text}")
            if finding.hint:
                console.say(f"{'':<6}  {'':<{width}}    {finding.hint}")
    if counts[BROKEN] or counts[ADVICE]:
        console.say(f"{counts[BROKEN]} broken, {counts[ADVICE]} that could be better")
