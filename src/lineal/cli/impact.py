"""``lineal impact``: everything that came of a thing, in groups."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from lineal.base.errors import UsageError
from lineal.cli.impact_text import show_impact
from lineal.ledger.opening import open_ledger
from lineal.ledger.refs.parse import FORMS
from lineal.ledger.trace.impact import Limits
from lineal.lineage.places import receipts_dir
from lineal.lineage.reaching import MOST_LISTED, impact_line
from lineal.lineage.refs import Finder
from lineal.pipeline.workspace import open_workspace

if TYPE_CHECKING:
    import argparse

HELP = "Show everything that came of something."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "ref",
        metavar="REF",
        help=FORMS,
    )
    parser.add_argument("--depth", type=int, metavar="N", help="executions behind each other")
    parser.add_argument(
        "--stage", action="append", metavar="NAME", help="only of this stage; repeatable"
    )
    parser.add_argument("--all", action="store_true", help="lists to their end")
    parser.add_argument("--receipts", metavar="DIR", help="where receipts are, if not here")
    shape = parser.add_mutually_exclusive_group()
    shape.add_argument("--json", action="store_true", help="print JSON")
    shape.add_argument("--mermaid", action="store_true", help="print a Mermaid flowchart")


def run(args: argparse.Namespace) -> int:
    if args.depth is not None and args.depth < 1:
        raise UsageError("--depth is to be 1 or more", hint=f"lineal impact {args.ref} --depth 3")
    limits = Limits(args.depth, tuple(args.stage or ()))
    with open_workspace(warn=args.console.warn) as ws, open_ledger(ws) as ledger:
        finder = Finder(receipts_dir(ws, args.receipts))
        listed = None if args.all else MOST_LISTED
        found = impact_line(ws, ledger, finder, args.ref, limits, listed=listed)
    if args.json:
        from lineal.ledger.trace.impact_json import impact_json  # deferred: text needs none

        args.console.data(json.dumps(impact_json(found), ensure_ascii=False))
    elif args.mermaid:
        from lineal.ledger.trace.drawing import mermaid  # deferred: as above
        from lineal.ledger.trace.impact_json import draw_impact

        args.console.data(mermaid(draw_impact(found)))
    else:
        show_impact(args.console, found, everything=args.all)
    return 0
