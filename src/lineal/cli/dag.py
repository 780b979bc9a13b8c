"""``lineal dag``: show the pipeline as a graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.base.errors import UsageError
from lineal.pipeline.dag import draw
from lineal.pipeline.drawing import to_dot, to_json, to_mermaid, to_text
from lineal.pipeline.workspace import open_workspace

if TYPE_CHECKING:
    import argparse

HELP = "Show the pipeline as a graph."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("target", nargs="?", help="a stage or an output; default: everything")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--dot", action="store_true", help="print DOT, for Graphviz")
    form.add_argument("--mermaid", action="store_true", help="print Mermaid")
    form.add_argument("--md", action="store_true", help="print Mermaid in a Markdown block")
    form.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--full", action="store_true", help="everything the target is connected to")
    parser.add_argument("-o", "--outs", action="store_true", help="outputs instead of stages")
    parser.add_argument(
        "--collapse-foreach-matrix", action="store_true", help="one node for each group"
    )


def run(args: argparse.Namespace) -> int:
    if args.outs and args.collapse_foreach_matrix:
        raise UsageError(
            "--outs and --collapse-foreach-matrix are mutually exclusive",
            hint="groups are groups of stages; leave out --outs",
        )
    with open_workspace(warn=args.console.warn) as ws:
        drawing = draw(
            ws,
            args.target,
            full=args.full,
            outs=args.outs,
            collapse=args.collapse_foreach_matrix,
        )
    if args.dot:
        args.console.say(to_dot(drawing))
    elif args.json:
        args.console.data(to_json(drawing))
    elif args.mermaid or args.md:
        args.console.say(to_mermaid(drawing, markdown=args.md))
    else:
        args.console.say(to_text(drawing))
    return 0
