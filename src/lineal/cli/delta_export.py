"""``lineal delta export``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.base.errors import UsageError
from lineal.pipeline.workspace import open_workspace
from lineal.tables.delta_export import export_table
from lineal.tables.delta_source import When, open_source

if TYPE_CHECKING:
    import argparse

HELP = "Write one version of a Delta table into a Parquet or CSV file."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("table", help="a pinned name, a URL or a directory")
    parser.add_argument("out", help="file to write: .parquet or .csv")
    parser.add_argument("--version", type=int, metavar="N", help="default: the pinned one")
    parser.add_argument("--timestamp", metavar="TIME", help="the version that was newest then")


def run(args: argparse.Namespace) -> int:
    if args.version is not None and args.timestamp is not None:
        raise UsageError("--version and --timestamp exclude each other", hint="leave one out")
    with open_workspace(warn=args.console.warn) as ws:
        table = open_source(ws, args.table, When(args.version, args.timestamp))
        version = export_table(table, args.out)
    args.console.say(f"Wrote version {version} of '{args.table}' to {args.out}.")
    return 0
