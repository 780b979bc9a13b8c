"""``lineal trace``: what made a thing, back to where its data came from."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from lineal.base.errors import UsageError
from lineal.cli.trace_text import show_trace
from lineal.ledger.opening import open_ledger
from lineal.ledger.refs.parse import FORMS
from lineal.ledger.refs.resolve import resolve
from lineal.ledger.trace.asking import trace
from lineal.ledger.trace.in_git import with_git
from lineal.pipeline.workspace import open_workspace

if TYPE_CHECKING:
    import argparse

    from lineal.cli.output import Console
    from lineal.ledger.trace.lineage import Trace

HELP = "Show what made something, back to where its data came from."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "ref",
        metavar="REF",
        help=FORMS,
    )
    parser.add_argument("--depth", type=int, metavar="N", help="executions behind each other")
    shape = parser.add_mutually_exclusive_group()
    shape.add_argument("--raw", action="store_true", help="only the sources; also with --json")
    shape.add_argument("--runs", action="store_true", help="only the runs that took part")
    parser.add_argument("--json", action="store_true", help="print JSON")
    shape.add_argument("--mermaid", action="store_true", help="print a Mermaid flowchart")
    shape.add_argument("--dot", action="store_true", help="print a Graphviz graph")
    shape.add_argument("--prov", action="store_true", help="print W3C PROV-JSON")


def run(args: argparse.Namespace) -> int:
    if args.depth is not None and args.depth < 1:
        raise UsageError("--depth is to be 1 or more", hint=f"lineal trace {args.ref} --depth 3")
    if args.json and (args.runs or args.mermaid or args.dot or args.prov):
        raise UsageError(
            "--json goes alone, or with --raw", hint=f"lineal trace {args.ref} --json has it all"
        )
    with open_workspace(warn=args.console.warn) as ws, open_ledger(ws) as ledger:
        node = resolve(ws, ledger, args.ref)
        found = trace(ledger.store, ws.cache, node, args.ref, args.depth)
        found = with_git(ws, found)
    _print(args, found)
    return 0


def _print(args: argparse.Namespace, found: Trace) -> None:
    console: Console = args.console
    if args.json:
        from lineal.ledger.trace.as_json import trace_json  # deferred: text needs none

        document = trace_json(found)
        if args.raw:
            document = {name: document[name] for name in ("ref", "sources")}
        console.data(json.dumps(document, ensure_ascii=False))
    elif args.mermaid or args.dot:
        from lineal.ledger.trace.drawing import dot, draw_trace, mermaid  # deferred: as above

        console.data((mermaid if args.mermaid else dot)(draw_trace(found)))
    elif args.prov:
        from lineal.ledger.trace.prov import prov_json  # deferred: as above

        console.data(json.dumps(prov_json(found), ensure_ascii=False, indent=2))
    elif args.raw or args.runs:
        from lineal.cli.trace_lists import show_runs, show_sources  # deferred: as above

        (show_sources if args.raw else show_runs)(console, found)
    elif found.columns:
        from lineal.cli.trace_lists import show_columns  # deferred: as above

        show_columns(console, found)
    else:
        if found.column:
            console.warn(f"no step said where {args.ref} came from; this is of the whole table")
        show_trace(console, found)
        if found.roots:
            from shlex import quote  # deferred: only people are told

            console.note(f"what came of it: lineal impact {quote(args.ref)}")
