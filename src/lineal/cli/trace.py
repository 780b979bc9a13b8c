"""``lineal trace``: what made a thing, back to where its data came from."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from lineal.base.errors import UsageError
from lineal.cli.trace_text import show_trace
from lineal.ledger.opening import open_ledger
from lineal.ledger.refs.parse import FORMS
from lineal.lineage.line import Line
from lineal.lineage.places import receipts_dir
from lineal.lineage.refs import Finder
from lineal.lineage.tracing import only_graph, trace_line
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
    parser.add_argument("--receipts", metavar="DIR", help="where receipts are, if not here")
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
        finder = Finder(receipts_dir(ws, args.receipts))
        found = trace_line(ws, ledger, finder, args.ref, args.depth)
    if args.json:
        _print_json(args, found)
    elif args.raw or args.runs:
        from lineal.cli.trace_lists import show_runs, show_sources  # deferred: as below

        (show_sources if args.raw else show_runs)(args.console, only_graph(found))
    elif isinstance(found, Line):
        _print_line(args, found)
    else:
        _print(args, found)
    return 0


def _print_json(args: argparse.Namespace, found: Line | Trace) -> None:
    from lineal.ledger.trace.as_json import trace_json  # deferred: text needs none
    from lineal.lineage.line_json import line_json  # deferred: as above

    document = line_json(found) if isinstance(found, Line) else trace_json(found)
    if args.raw:
        document = {"ref": args.ref, "sources": document.get("sources", [])}
    args.console.data(json.dumps(document, ensure_ascii=False))


def _print_line(args: argparse.Namespace, found: Line) -> None:
    """From a version or a prediction on."""
    console: Console = args.console
    if args.mermaid or args.dot:
        from lineal.ledger.trace.drawing import dot, mermaid  # deferred: as above
        from lineal.lineage.line_json import draw_line  # deferred: as above

        console.data((mermaid if args.mermaid else dot)(draw_line(found)))
    elif args.prov:
        from lineal.lineage.line_json import line_prov  # deferred: as above

        console.data(json.dumps(line_prov(found), ensure_ascii=False, indent=2))
    else:
        from lineal.cli.line_text import show_line  # deferred: as above

        show_line(console, found)


def _print(args: argparse.Namespace, found: Trace) -> None:
    console: Console = args.console
    if args.mermaid or args.dot:
        from lineal.ledger.trace.drawing import dot, draw_trace, mermaid  # deferred: as above

        console.data((mermaid if args.mermaid else dot)(draw_trace(found)))
    elif args.prov:
        from lineal.ledger.trace.prov import prov_json  # deferred: as above

        console.data(json.dumps(prov_json(found), ensure_ascii=False, indent=2))
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
