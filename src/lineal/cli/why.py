"""``lineal why``: why a stage would run, or be skipped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.cli.output import BOLD
from lineal.pipeline.why import MAY_RUN, RESTORE, RUN, SKIP, explain
from lineal.pipeline.workspace import open_workspace

if TYPE_CHECKING:
    import argparse

    from lineal.cli.output import Console
    from lineal.pipeline.why import Explanation

HELP = "Say why a stage or a path would run, or be skipped."

_VERDICTS = {
    RUN: "would run, because",
    RESTORE: "would be restored from the run cache without running, because",
    SKIP: "would be skipped: its command, dependencies, parameters and outputs are as recorded",
    MAY_RUN: "is unchanged itself; whether it runs depends on what comes before it",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("target", help="a stage, a group, or a path that one reads or writes")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace) -> int:
    with open_workspace(warn=args.console.warn) as ws:
        explanations = explain(ws, args.target)
    if args.json:
        import json  # deferred: text needs none

        rows = [
            {**one._asdict(), "causes": [cause._asdict() for cause in one.causes]}
            for one in explanations
        ]
        args.console.data(json.dumps(rows, ensure_ascii=False))
        return 0
    for one in explanations:
        _show(args.console, one)
    return 0


def _show(console: Console, one: Explanation) -> None:
    console.say(f"{console.paint(one.stage, BOLD)} {_VERDICTS[one.verdict]}")
    for cause in one.causes:
        console.say(f"  - {cause.text}")
        for detail in cause.details:
            console.say(f"      {detail}")
    if one.waits_for:
        console.say(f"  waits for what changed before it: {', '.join(one.waits_for)}")
    if one.note:
        console.say(f"  {one.note}")
    if one.follows and one.verdict != SKIP:
        console.say(f"  then, if its outputs change: {', '.join(one.follows)}")
    elif one.follows:
        console.say(f"  so it gives no reason to run: {', '.join(one.follows)}")
